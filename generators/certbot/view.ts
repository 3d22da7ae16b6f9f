// The Certbot scripts of a project: placeholder certificate, first certificate, hand-over to Nginx.
import { posix } from "node:path";
import type { Project, Server } from "../../config/project";
import type { GeneratedFile } from "../generated-file";
import { header } from "../header";
import { render, type View } from "../render";
import bootstrap from "./bootstrap.sh.hbs";
import deployHook from "./deploy-hook.sh.hbs";
import issue from "./issue.sh.hbs";
import * as quote from "./quote";

export function certbotFiles(project: Project): GeneratedFile[] {
  const { server, name } = project;
  if (server === null) return [];
  const view = certbotView(name, server);
  const scripts = [
    [`${name}-bootstrap.sh`, `Placeholder certificate for ${name}, so that Nginx can start`, null, bootstrap],
    [`${name}-issue.sh`, `First certificate of ${name}`, null, issue],
    [
      `${name}-deploy-hook.sh`,
      `Hand-over of new certificates of ${name} to Nginx`,
      hookPath(name),
      deployHook,
    ],
  ] as const;
  return scripts.map(([file, purpose, installPath, template]) => ({
    path: `${server.outputDir}/certbot/${file}`,
    text: render(template, { header: header(purpose, installPath), ...view }),
    executable: true,
    purpose,
    installPath,
  }));
}

/** Where Certbot finds the deploy hook of a project. */
export function hookPath(name: string): string {
  return `/etc/letsencrypt/renewal-hooks/deploy/${name}.sh`;
}

function certbotView(name: string, server: Server): View {
  const { host, acme } = server;
  return {
    // Not in the templates, because Jest takes a first line with #! out of every file that it loads.
    shebang: "#!/bin/sh",
    ...identifierView(server),
    host: quote.argument(host.name),
    sharedLimit: host.kind === "nip.io",
    certName: quote.argument(acme.certName),
    email: quote.argument(acme.email),
    directoryUrl: quote.argument(acme.directoryUrl),
    keyType: quote.argument(acme.keyType),
    webroot: quote.path(acme.webroot),
    tlsDirectory: quote.path(acme.tlsDirectory),
    // Lock and placeholder: named by the project, since a host name can fill a file name by itself.
    beside: quote.path(posix.join(posix.dirname(acme.tlsDirectory), name)),
    live: quote.path(`/etc/letsencrypt/live/${acme.certName}`),
    hook: quote.path(hookPath(name)),
    hookFile: quote.argument(`${name}-deploy-hook.sh`),
    address: quote.argument("127.0.0.1:443"),
  };
}

// How openssl, s_client and certbot are told the host: a name and a bare address differ in each.
function identifierView({ host }: Server): View {
  const bareAddress = host.kind === "ip";
  return {
    bareAddress,
    subjectAltName: quote.text(`${bareAddress ? "IP" : "DNS"}:${host.name}`),
    serverName: quote.text(bareAddress ? "" : host.name),
    hostOption: quote.text(bareAddress ? "--ip-address" : "--domain"),
    // https://letsencrypt.org/docs/profiles/#shortlived: the only profile for addresses
    profile: quote.text(bareAddress ? "shortlived" : ""),
    // 5.4: --ip-address with --webroot. 1.10: --key-type.
    // https://github.com/certbot/certbot/blob/main/certbot/CHANGELOG.md
    oldestCertbot: quote.text(bareAddress ? "5.4.0" : "1.10.0"),
  };
}
