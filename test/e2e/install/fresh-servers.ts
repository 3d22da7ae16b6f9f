// Servers before anybody deploys to them: this system, and with HTTPSMITH_TEST_RELEASE=trixie a clean Debian 13.
//
// This system has the packages already. The clean one gets them from the install script, out of a repository in
// its own /opt/packages, since a machine's internet has no mirror.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Nginx, Project } from "../../../config/project";
import { installedNginx } from "../../generators/installed-nginx";
import { cacheFolder } from "../../generators/python";
import { type Machine, startMachine } from "../namespace";

export interface FreshServer {
  readonly release: string;
  readonly nginx: Pick<Nginx, "version" | "openssl">;
  /** What this system has to have for it. */
  readonly programs: readonly string[];
  start(): Promise<Machine>;
  /** Installs cloud-init; nothing of it runs before the next boot. */
  addCloudInit(machine: Machine): void;
  /** Why there is no cloud-init; null: there is. */
  readonly lacksCloudInit: string | null;
}

const release = process.env["HTTPSMITH_TEST_RELEASE"];
const packagesOfThisSystem = join(cacheFolder, "cloud-init");

const thisSystem: FreshServer = {
  release: "this system",
  nginx: installedNginx,
  programs: ["nginx", "certbot", "gunicorn", "pebble", "pebble-challtestsrv", "openssl", "curl", "apt-get"],
  lacksCloudInit: existsSync(packagesOfThisSystem) ? null : "no packages of cloud-init in the cache folder",
  async start() {
    const machine = await startMachine();
    machine.ok(`rm -rf /etc/apt/sources.list* /etc/letsencrypt /etc/nginx/sites-enabled/* /etc/nginx/tls /var/www /srv /opt
mkdir -p /var/www /srv /opt
ln -s /etc/nginx/sites-available/default /etc/nginx/sites-enabled/default
find /etc/systemd/system/*.wants -type l ! -name nginx.service ! -name certbot.timer -delete
ln -sf /lib/systemd/system/multi-user.target /etc/systemd/system/default.target`);
    return machine;
  },
  addCloudInit(machine) {
    for (const name of readdirSync(packagesOfThisSystem)) {
      const input = readFileSync(join(packagesOfThisSystem, name));
      machine.run("/bin/sh", ["-c", `mkdir -p /var/tmp/debs && cat >'/var/tmp/debs/${name}'`], { input });
    }
    machine.ok("DEBIAN_FRONTEND=noninteractive dpkg -i /var/tmp/debs/*.deb && rm -r /var/tmp/debs");
  },
};

const cleanDebian = (release: string): FreshServer => ({
  release,
  nginx: { version: "1.26.0", openssl: "3.5.0" },
  programs: ["mmdebstrap", "apt-ftparchive"],
  lacksCloudInit: null,
  start: () => startMachine(rootOf(release)),
  addCloudInit: (machine) =>
    void machine.ok(`export DEBIAN_FRONTEND=noninteractive
apt-get update -qq && apt-get install -y -qq --no-install-recommends cloud-init`),
});

export const freshServers: readonly FreshServer[] = release ? [cleanDebian(release)] : [thisSystem];

// What a server's image has, what the tests themselves need, and the packages that the install script asks for.
const image = "systemd,systemd-sysv,dbus,iproute2,procps,ca-certificates,openssl,curl,gunicorn,pebble";
const repository = "nginx certbot openssl python3-venv cloud-init";

/** @returns the folder of a clean system, which is made once */
function rootOf(release: string): string {
  const root = join(cacheFolder, "debian", release);
  if (existsSync(root)) return root;
  mkdirSync(join(cacheFolder, "debian"), { recursive: true });
  const { stdout } = spawnSync("apt-get", ["indextargets", "--format", "$(ORIGIN) $(REPO_URI)"], {
    encoding: "utf8",
  });
  const mirror = /^Debian (\S+\/debian\/?)$/m.exec(stdout)?.[1];
  if (mirror === undefined) throw new Error("no Debian mirror in the lists of apt-get");
  const unfinished = `${root}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const collect = `set -e; mkdir "$1/opt/packages"
chroot "$1" apt-get install -y -qq --no-install-recommends --download-only -o Dir::Cache::archives=/opt/packages ${repository}
cd "$1/opt/packages"; rm -rf partial lock; apt-ftparchive packages . >Packages`;
  const { status, stderr } = spawnSync(
    "mmdebstrap",
    ["--variant=minbase", `--include=${image}`, `--customize-hook=${collect}`, release, unfinished, mirror],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`mmdebstrap ended with ${status}: ${stderr}`);
  writeFileSync(join(unfinished, "etc/apt/sources.list"), "deb [trusted=yes] file:/opt/packages ./\n");
  renameSync(unfinished, root);
  return root;
}

const authority = "203.0.113.14";

/** The project with certificates of the authority that `startPebble` starts. */
export function withPebble(project: Project): Project {
  const server = project.server!;
  const acme = { ...server.acme, directoryUrl: `https://${authority}:14000/dir` };
  return { ...project, server: { ...server, acme } };
}

const application = `import os
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [("secret " + os.environ.get("DJANGO_SECRET_KEY", "none")).encode()]
`;

/** What is the application's own on a server: its code, and its virtual environment with Gunicorn. */
export function bringApplication(machine: Machine): void {
  machine.ok(`mkdir -p /srv/moathon/venv/bin && ln -sf /usr/bin/gunicorn /srv/moathon/venv/bin/gunicorn`);
  machine.write("/srv/moathon/backend/config/__init__.py", "");
  machine.write("/srv/moathon/backend/config/wsgi.py", application);
}

/** Kind, mode, owner, time of change and contents of everything below the folders. */
export function tree(machine: Machine, folders: string): string {
  return machine.ok(`find ${folders} -printf '%y %m %u %g %T@ %l %p\\n' | sort -k 7
find ${folders} -type f -exec sha256sum {} + | sort -k 2`);
}

/** The authority and the name server of the machine's internet; every name is the server's, and viewers trust it. */
export function startPebble(machine: Machine): void {
  machine.write(
    "/internet/pebble.json",
    JSON.stringify({
      pebble: {
        ...{ listenAddress: `${authority}:14000`, managementListenAddress: `${authority}:15000` },
        ...{ certificate: "/internet/ca.pem", privateKey: "/internet/ca.key", httpPort: 80, tlsPort: 443 },
      },
    }),
  );
  machine.ok(`openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=pebble \\
    -addext subjectAltName=IP:${authority} -keyout /internet/ca.key -out /internet/ca.pem 2>/dev/null
cat /internet/ca.pem >>/etc/ssl/certs/ca-certificates.crt`);
  const names = ["-defaultIPv4", "54.180.1.2", "-defaultIPv6", "", "-dns01", "203.0.113.53:53"];
  const others = ["-http01", "", "-https01", "", "-tlsalpn01", "", "-management", "203.0.113.53:8055"];
  machine.start("pebble-challtestsrv", [...names, ...others], { network: "internet" });
  machine.start("pebble", ["-config", "/internet/pebble.json", "-dnsserver", "203.0.113.53:53"], {
    network: "internet",
    env: { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0" },
  });
  machine.ok(`timeout 60 sh -c '
    until curl -sSf https://${authority}:15000/roots/0 >/internet/root.pem; do sleep 0.1; done
    until curl -s -o /dev/null http://203.0.113.53:8055/; do sleep 0.1; done'
cat /internet/root.pem >>/etc/ssl/certs/ca-certificates.crt`);
}
