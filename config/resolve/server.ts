// Resolves the server section: names, folders and units that follow from the project's name and the host.
import { posix } from "node:path";
import type { Config } from "../../schemas/config";
import { nipIoName } from "../nip-io";
import { originVerify, verifiesOrigin } from "../origin-verify";
import type { Acme, Gunicorn, Host, Hsts, Server } from "../project";

type ServerConfig = NonNullable<Config["server"]>;

export function resolveServer(config: Config, server: ServerConfig): Server {
  const directory = server.directory ?? `/srv/${config.name}`;
  const host = resolveHost(server.host);
  const { from, prefixListId = null, rulesQuota } = server.ingress;
  return {
    host,
    securityGroup: securityGroup(server),
    ingress: { from, prefixListId, rulesQuota },
    originVerify: verifiesOrigin(server) ? originVerify(config.name) : null,
    acme: resolveAcme(server.acme, host),
    nginx: server.nginx,
    gunicorn: resolveGunicorn(config, server.gunicorn, directory),
    hsts: resolveHsts(server.hsts, host),
    directory,
    outputDir: server.outputDir,
  };
}

function resolveHost(host: ServerConfig["host"]): Host {
  const name =
    host.kind === "nip.io" ? nipIoName(host.ip, host.notation) : host.kind === "ip" ? host.ip : host.name;
  return {
    kind: host.kind,
    name,
    ip: host.kind === "domain" ? null : host.ip,
    origin: `https://${name}`,
  };
}

function securityGroup(server: ServerConfig): Server["securityGroup"] {
  if (server.securityGroupId) return { id: server.securityGroupId };
  if (!server.securityGroup) return null;
  const { vpcId, import: existing = null } = server.securityGroup;
  return { vpcId, import: existing };
}

function resolveAcme(acme: ServerConfig["acme"], host: Host): Acme {
  return { ...acme, certName: host.name, tlsDirectory: `/etc/nginx/tls/${host.name}` };
}

function resolveGunicorn(config: Config, gunicorn: ServerConfig["gunicorn"], directory: string): Gunicorn {
  const unit = `gunicorn-${config.name}`;
  const backend = backendOf(config.django?.settingsFile ?? "");
  return {
    unit,
    application: gunicorn.application ?? `${backend.package}wsgi:application`,
    workingDirectory: gunicorn.workingDirectory ?? posix.join(directory, backend.folder),
    virtualEnv: gunicorn.virtualEnv ?? `${directory}/venv`,
    environmentFile: gunicorn.environmentFile ?? `/etc/${config.name}/environment`,
    socket: `/run/${unit}.sock`,
    user: gunicorn.user,
    workers: gunicorn.workers,
    timeoutSeconds: gunicorn.timeoutSeconds,
  };
}

// backend/config/settings_https.py and backend/config/settings/https.py both belong to the package `config` in
// `backend`: django-admin startproject puts wsgi.py beside settings.py, and a settings folder replaces settings.py.
function backendOf(settingsFile: string): { folder: string; package: string } {
  const folders = settingsFile.split("/").slice(0, -1);
  if (folders.at(-1) === "settings") folders.pop();
  // A folder with a hyphen in its name is no package.
  const name = /^[A-Za-z_]\w*$/.test(folders.at(-1) ?? "") ? `${folders.pop()}.` : "";
  return { folder: folders.join("/"), package: name };
}

// RFC 6797 §8.1.1: browsers ignore the header for an address.
function resolveHsts(hsts: Hsts, host: Host): Hsts | null {
  return host.kind === "ip" ? null : { ...hsts };
}
