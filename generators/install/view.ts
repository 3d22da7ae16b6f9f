// The install script of a server and the same as cloud-init user data, made of the other generated files.
import { posix } from "node:path";
import type { Project, Server } from "../../config/project";
import * as shell from "../certbot/quote";
import type { GeneratedFile } from "../generated-file";
import { header } from "../header";
import { render, type View } from "../render";
import cloudInit from "./cloud-init.yaml.hbs";
import install from "./install.sh.hbs";
import * as quote from "./quote";

/** @param files all other files of the project */
export function installFiles(project: Project, files: readonly GeneratedFile[]): GeneratedFile[] {
  const { server } = project;
  if (server === null) return [];
  const own = files.filter(({ path }) => path.startsWith(`${server.outputDir}/`));
  const script = scriptFile(project, server, own);
  return [script, cloudInitFile(project, server, [...own, script])];
}

function scriptFile(project: Project, server: Server, files: readonly GeneratedFile[]): GeneratedFile {
  const purpose = `Installation of ${project.name} on its server`;
  return {
    path: `${server.outputDir}/install.sh`,
    text: render(install, { header: header(purpose, null), ...scriptView(project, server, files) }),
    executable: true,
    purpose,
    installPath: null,
  };
}

function scriptView({ name, django }: Project, server: Server, files: readonly GeneratedFile[]): View {
  const { host, acme, gunicorn, nginx, outputDir } = server;
  const placed = files.flatMap((file) =>
    file.installPath === null ? [] : [placedView(file, outputDir, file.installPath)],
  );
  return {
    // Not in the template, because Jest takes a first line with #! out of every file that it loads.
    shebang: "#!/bin/sh",
    name: shell.argument(name),
    host: shell.argument(host.name),
    unit: shell.argument(gunicorn.unit),
    user: shell.argument(gunicorn.user),
    environmentFile: shell.path(gunicorn.environmentFile),
    gunicorn: shell.path(`${gunicorn.virtualEnv}/bin/gunicorn`),
    mediaRoot: django?.media ? shell.path(django.media.root) : null,
    acceptedFile: server.originVerify ? shell.path(server.originVerify.acceptedFile) : null,
    verifyScript: quote.word(`nginx/${name}-origin-verify.sh`),
    nginxVersion: shell.argument(nginx.version),
    directoryUrl: shell.argument(acme.directoryUrl),
    tlsDirectory: shell.path(acme.tlsDirectory),
    live: shell.path(`/etc/letsencrypt/live/${acme.certName}`),
    renewal: shell.path(`/etc/letsencrypt/renewal/${acme.certName}.conf`),
    // Debian's Certbot is too old for a bare address; the issue script says where a newer one comes from.
    packages: shell.text(
      ["nginx", ...(host.kind === "ip" ? [] : ["certbot"]), "openssl", "python3-venv"].join(" "),
    ),
    files: placed,
    sites: placed.flatMap(({ target }) =>
      target.startsWith("/etc/nginx/sites-available/") ? [posix.basename(target)] : [],
    ),
    bootstrap: quote.word(`certbot/${name}-bootstrap.sh`),
    issue: quote.word(`certbot/${name}-issue.sh`),
  };
}

function placedView(
  { path, executable }: GeneratedFile,
  outputDir: string,
  target: string,
): { mode: string; source: string; target: string } {
  return {
    mode: executable ? "0755" : "0644",
    source: quote.word(posix.relative(outputDir, path)),
    target: quote.word(target),
  };
}

function cloudInitFile(project: Project, server: Server, files: readonly GeneratedFile[]): GeneratedFile {
  const purpose = `Installation of ${project.name} at the first boot of a new server`;
  const folder = `/opt/httpsmith/${project.name}`;
  const placeOf = (file: GeneratedFile) =>
    quote.word(`${folder}/${posix.relative(server.outputDir, file.path)}`);
  const view = {
    header: header(purpose, null),
    files: files.map((file) => ({
      path: placeOf(file),
      mode: file.executable ? "0755" : "0644",
      lines: quote.lines(file.text),
    })),
    install: quote.word(`${folder}/install.sh`),
  };
  return {
    path: `${server.outputDir}/cloud-init.yaml`,
    // Lines without text would end in blanks.
    text: render(cloudInit, view).replace(/ +$/gm, ""),
    executable: false,
    purpose,
    installPath: null,
  };
}
