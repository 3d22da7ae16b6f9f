// Servers before anybody deploys to them: this system, and with HTTPSMITH_TEST_RELEASE=trixie a clean Debian 13.
//
// This system has the packages already. The clean one gets them from the install script, out of a repository in
// its own /opt/packages, since a machine's internet has no mirror.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Nginx, Project } from "../../../config/project";
import { installedNginx } from "../../generators/installed-nginx";
import { cacheFolder } from "../../generators/python";
import { findProgram } from "../../programs";
import { installedCertbot } from "../certbot/installed-certbot";
import { describeOnMachine, type Machine, startMachine } from "../namespace";

export interface FreshServer {
  readonly release: string;
  readonly nginx: Pick<Nginx, "version" | "openssl">;
  readonly certbot: string;
  /** Why there is no such server; null: there is. */
  readonly lacks: string | null;
  start(): Promise<Machine>;
  /** Installs cloud-init; nothing of it runs before the next boot. */
  addCloudInit(machine: Machine): void;
  /** Why there is no cloud-init; null: there is. */
  readonly lacksCloudInit: string | null;
}

/** `describe` with each fresh server, or skipped with the reason in its title. */
export function describeOnServers(
  title: string,
  body: (server: FreshServer) => void,
  why = ({ lacks }: FreshServer) => lacks,
): void {
  for (const server of freshServers) {
    const reason = why(server);
    if (reason === null) describeOnMachine([], `${title} on ${server.release}`, () => body(server));
    else describe.skip(`${title} on ${server.release} (skipped: ${reason})`, () => body(server));
  }
}

const release = process.env["HTTPSMITH_TEST_RELEASE"];
const packagesOfThisSystem = join(cacheFolder, "cloud-init");

function lacking(programs: readonly string[]): string | null {
  const missing = programs.filter((name) => findProgram(name) === null);
  return missing.length > 0 ? `not installed: ${missing.join(", ")}` : null;
}

const thisSystem: FreshServer = {
  release: "this system",
  nginx: installedNginx,
  certbot: installedCertbot,
  lacks: lacking(["nginx", "certbot", "gunicorn", "pebble", "openssl", "curl", "apt-get"]),
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

const rootOf = (release: string) => join(cacheFolder, "debian", release);

function versionThere(release: string, name: string): string {
  const folder = join(rootOf(release), "opt/packages");
  const packages = existsSync(folder) ? readdirSync(folder) : [];
  return packages.flatMap((file) => new RegExp(`^${name}_([0-9.]+)`).exec(file)?.[1] ?? [])[0] ?? "0";
}

const cleanDebian = (release: string): FreshServer => ({
  release,
  nginx: { version: versionThere(release, "nginx"), openssl: "3.5.0" },
  certbot: versionThere(release, "certbot"),
  lacks: existsSync(rootOf(release)) ? null : `no ${release} in the cache folder`,
  lacksCloudInit: null,
  start: () => startMachine(rootOf(release)),
  addCloudInit: (machine) =>
    void machine.ok(`export DEBIAN_FRONTEND=noninteractive
apt-get update -qq && apt-get install -y -qq --no-install-recommends cloud-init`),
});

const freshServers: readonly FreshServer[] = release ? [cleanDebian(release)] : [thisSystem];

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
        // As Let's Encrypt's. https://letsencrypt.org/docs/profiles/
        profiles: {
          classic: { description: "90 days", validityPeriod: 90 * 86400 },
          shortlived: { description: "160 hours", validityPeriod: 160 * 3600 },
        },
      },
    }),
  );
  machine.ok(`openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=pebble \\
    -addext subjectAltName=IP:${authority} -keyout /internet/ca.key -out /internet/ca.pem 2>/dev/null
cat /internet/ca.pem >>/etc/ssl/certs/ca-certificates.crt`);
  // Newer ones call it otherwise, and want a certificate for DNS over HTTPS.
  const knows = (flag: string) =>
    machine.sh(`pebble-challtestsrv -help 2>&1 | grep -qw -- ${flag}`).status === 0;
  const dns = knows("-dnsserver") ? "-dnsserver" : "-dns01";
  const names = [dns, "203.0.113.53:53", ...(knows("-doh") ? ["-doh", ""] : [])];
  const others = ["-http01", "", "-https01", "", "-tlsalpn01", "", "-management", "203.0.113.53:8055"];
  const answers = ["-defaultIPv4", "54.180.1.2", "-defaultIPv6", ""];
  machine.start("pebble-challtestsrv", [...names, ...others, ...answers], { network: "internet" });
  machine.start("pebble", ["-config", "/internet/pebble.json", "-dnsserver", "203.0.113.53:53"], {
    network: "internet",
    env: { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0" },
  });
  machine.ok(`timeout 60 sh -c '
    until curl -sSf https://${authority}:15000/roots/0 >/internet/root.pem; do sleep 0.1; done
    until curl -s -o /dev/null http://203.0.113.53:8055/; do sleep 0.1; done'
cat /internet/root.pem >>/etc/ssl/certs/ca-certificates.crt`);
}
