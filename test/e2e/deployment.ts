// An example deployed to a machine as its user would: build, copy, and install.sh or its steps by hand.
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program as httpsmith, needBuild, plainEnv, spawned } from "../cli/built";
import type { DjangoRuntime } from "../generators/python";
import { type Machine, repository } from "./namespace";

/** What `describeOnMachine` has to find for `deploy`. */
export const deploymentPrograms = ["nginx", "certbot", "openssl", "gunicorn", "tar", "curl"];

export interface Deployment {
  readonly machine: Machine;
  readonly name: string;
  /** cdk.tf.json of the example's stack. */
  readonly terraform: string;
  /** Runs manage.py as the user who owns the application. */
  manage(...args: string[]): string;
  /** What docs/server.md says: installs everything, and nothing when it is there. @returns what it said */
  install(): string;
  /** The steps of install.sh one after the other, up to the first that names `before`, or all that are left. */
  installByHand(before?: string): void;
}

export interface DeployOptions {
  /** What `cdktf deploy` has written, for example the distribution's domain name. */
  readonly outputs?: Readonly<Record<string, string>>;
  readonly edit?: (config: string) => string;
  readonly django?: DjangoRuntime;
  /** false: the files alone, without a Django project. */
  readonly application?: boolean;
  /** The project's own settings above the generated lines. */
  readonly settings?: string;
  /** Files that differ from the example's, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** Further variables of the application. */
  readonly environment?: Readonly<Record<string, string>>;
  /** true: Vite builds test/e2e/page with the generated .env.production. */
  readonly page?: boolean;
}

/** Brings an example and its application to the machine; `install` does the rest. */
export function deploy(machine: Machine, example: string, options: DeployOptions = {}): Deployment {
  const { terraform, archive } = build(example, options);
  const home = `/srv/${example}`;
  machine.ok(freshServer);
  machine.run("mkdir", ["-p", home]);
  const { status, output } = machine.run("tar", ["-x", "-C", home], { input: archive });
  if (status !== 0) throw new Error(output);
  if (options.application !== false) addApplication(machine, example, options);
  const steps = stepsByHand(example);
  return {
    machine,
    name: example,
    terraform,
    manage: (...args) =>
      machine.ok(`./manage.py ${args.join(" ")}`, {
        user: "www-data",
        cwd: `${home}/backend`,
        env: variables(options),
      }),
    install: () => machine.ok("sh deploy/install.sh", { cwd: home }),
    installByHand: (before) => {
      const end = steps.findIndex((step) => before !== undefined && step.includes(before));
      for (const step of steps.splice(0, end < 0 ? steps.length : end)) machine.ok(step, { cwd: home });
    },
  };
}

function stepsByHand(name: string): string[] {
  return `install -m 644 deploy/nginx/*.conf /etc/nginx/sites-available/
install -m 644 deploy/nginx/snippets/*.conf /etc/nginx/snippets/
ln -sf ../sites-available/000-httpsmith-default.conf ../sites-available/${name}.conf /etc/nginx/sites-enabled/
rm -f /etc/nginx/sites-enabled/default
sh deploy/certbot/${name}-bootstrap.sh
nginx -t && systemctl reload-or-restart nginx
sh deploy/certbot/${name}-issue.sh
install -m 644 deploy/systemd/* /etc/systemd/system/
systemctl daemon-reload
systemctl enable --now gunicorn-${name}.socket gunicorn-${name}-restart.path
systemctl enable certificate-${name}.service`.split("\n");
}

function build(example: string, options: DeployOptions): { terraform: string; archive: Buffer } {
  needBuild();
  const { outputs, edit, files = {}, page = false } = options;
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-deployment-"));
  chmodSync(folder, 0o755);
  try {
    cpSync(join(repository, "examples", example), folder, { recursive: true });
    for (const made of ["deploy", "backend", "frontend", ".httpsmith", "worker"])
      rmSync(join(folder, made), { recursive: true, force: true });
    const config = join(folder, "httpsmith.json");
    if (edit) writeFileSync(config, edit(readFileSync(config, "utf8")));
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    if (outputs)
      writeFileSync(join(folder, "httpsmith.outputs.json"), JSON.stringify({ [example]: outputs }));
    const { code, stdout, stderr } = spawned(process.execPath, [httpsmith, "build"], {
      cwd: folder,
      env: plainEnv(),
    });
    if (code !== 0) throw new Error(`httpsmith build ended with ${code}:\n${stdout}\n${stderr}`);
    if (page) buildPage(join(folder, "frontend"));
    const terraform = readFileSync(join(folder, `cdktf.out/stacks/${example}/cdk.tf.json`), "utf8");
    const packed = spawned("tar", ["-c", "-f", "archive.tar", "--exclude=archive.tar", "."], { cwd: folder });
    if (packed.code !== 0) throw new Error(packed.stderr);
    return { terraform, archive: readFileSync(join(folder, "archive.tar")) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function buildPage(folder: string): void {
  cpSync(join(__dirname, "page"), folder, { recursive: true });
  const vite = join(repository, "node_modules/vite/bin/vite.js");
  const { code, stderr } = spawned(process.execPath, [vite, "build"], { cwd: folder, env: plainEnv() });
  if (code !== 0) throw new Error(stderr);
}

// As Debian's packages leave it, whatever this system has been used for.
const freshServer = `[ ! -e /run/fresh-server ] || exit 0
touch /run/fresh-server
rm -rf /etc/letsencrypt /var/lib/letsencrypt /etc/nginx/sites-enabled/* /etc/nginx/tls /var/www/letsencrypt
ln -s /etc/nginx/sites-available/default /etc/nginx/sites-enabled/default
systemctl enable --now --quiet certbot.timer`;

function variables({ environment = {} }: DeployOptions): Record<string, string> {
  return { DJANGO_SECRET_KEY: "k9-".repeat(20) + "qwertzuiopasdfghjkl", ...environment };
}

// The example's own part: a project of `startproject` with the two lines, a virtual environment, a database.
function addApplication(machine: Machine, example: string, options: DeployOptions): void {
  const { django, settings = "" } = options;
  const home = `/srv/${example}`;
  const python = django?.command ?? "/usr/bin/python3";
  machine.write(
    `/etc/${example}/environment`,
    Object.entries({ ...variables(options), PYTHONDONTWRITEBYTECODE: "1" })
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
    0o600,
  );
  machine.ok(`mkdir -p ${home}/venv/bin ${home}/venv/packages ${home}/data ${home}/static`);
  if (django?.packages) machine.ok(`cp -r ${django.packages}/. ${home}/venv/packages`);
  const run = `#!/bin/sh\nexport PYTHONPATH=${home}/venv/packages\nexec ${python}`;
  machine.write(`${home}/venv/bin/gunicorn`, `${run} -m gunicorn "$@"\n`, 0o755);
  machine.write(`${home}/venv/bin/python`, `${run} "$@"\n`, 0o755);
  machine.ok(
    `cp backend/config/settings_https.py generated.py && rm -r backend/config
venv/bin/python -m django startproject config backend && mv generated.py backend/config/settings_https.py
cp ${repository}/test/e2e/application/urls.py backend/config/urls.py
sed -i '1s#.*#\\#!${home}/venv/bin/python#' backend/manage.py`,
    { cwd: home },
  );
  const own = machine.read(`${home}/backend/config/settings.py`);
  machine.write(`${home}/backend/config/settings.py`, withOwnSettings(own, home, settings));
  machine.ok(`chown -R www-data: ${home}/data ${home}/static && chmod 755 ${home}/backend/manage.py`);
  const asOwner = { user: "www-data", cwd: `${home}/backend`, env: variables(options) };
  machine.ok("./manage.py migrate -v 0 && ./manage.py collectstatic --noinput -v 0", asOwner);
  // What the unit's own comment tells those to do whose application writes somewhere.
  machine.write(
    `/etc/systemd/system/gunicorn-${example}.service.d/override.conf`,
    `[Service]\nReadWritePaths=${home}/data\n`,
  );
}

function withOwnSettings(text: string, home: string, more: string): string {
  const common = /^( *)'django\.middleware\.common\.CommonMiddleware',/m;
  const edited = text
    .replaceAll('"', "'")
    .replace(/^SECRET_KEY = .*$/m, "import os\nSECRET_KEY = os.environ['DJANGO_SECRET_KEY']")
    .replace(/^INSTALLED_APPS = \[/m, "INSTALLED_APPS = [\n    'corsheaders',")
    // Since Django 6.1 a new project prints its mail, which check --deploy reports as mail.E001.
    .replace("mail.backends.console.", "mail.backends.smtp.")
    .replace(/'NAME': BASE_DIR \/ .*/, `'NAME': '${home}/data/db.sqlite3',`)
    .replace(common, "$1'corsheaders.middleware.CorsMiddleware',\n$&");
  return `${edited}\n${more}\nfrom .settings_https import apply\napply(globals())\n`;
}
