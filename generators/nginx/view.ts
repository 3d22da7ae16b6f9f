// The Nginx files of a project: the site, its three includes and the machine's default server.
import type { Project, Server } from "../../config/project";
import type { GeneratedFile } from "../generated-file";
import { header } from "../header";
import { render, type View } from "../render";
import defaultServer from "./default.conf.hbs";
import headers from "./headers.conf.hbs";
import { originVerifyScriptView, originVerifyView } from "./origin-verify";
import originVerifyScript from "./origin-verify.sh.hbs";
import proxy from "./proxy.conf.hbs";
import * as quote from "./quote";
import { securityHeaders } from "./security-headers";
import { httpsView, partitionedVariable, siteView, snippetPaths } from "./site";
import site from "./site.conf.hbs";
import { tlsView } from "./tls";
import tls from "./tls.conf.hbs";
import { atLeast } from "./version";

interface NginxFile {
  /** Below the folder nginx/ of the project's output folder. */
  readonly path: string;
  readonly installPath: string | null;
  readonly purpose: string;
  readonly template: (view: object) => string;
  readonly view: View;
}

export function nginxFiles(project: Project): GeneratedFile[] {
  const { server } = project;
  if (server === null) return [];
  // A bare-IP site is itself the default server, and a port has only one.
  const defaults = server.host.kind === "ip" ? [] : [defaultServerFile(server)];
  const files = [
    siteFile(project, server),
    ...snippetFiles(project, server),
    ...defaults,
    ...verifyScript(project, server),
  ];
  return files.map(({ path, installPath, purpose, template, view }) => ({
    path: `${server.outputDir}/nginx/${path}`,
    text: render(template, { header: header(purpose, installPath), ...view }),
    executable: path.endsWith(".sh"),
    purpose,
    installPath,
  }));
}

function siteFile(project: Project, server: Server): NginxFile {
  const file = `${quote.projectName(project.name)}.conf`;
  return {
    path: file,
    installPath: `/etc/nginx/sites-available/${file}`,
    purpose: `Nginx site of ${project.name}`,
    template: site,
    view: siteView(project, server),
  };
}

function snippetFiles(project: Project, server: Server): NginxFile[] {
  const { name } = project;
  const { nginx, acme } = server;
  const parts = [
    [
      "tls",
      "TLS",
      tls,
      { tlsDirectory: quote.path(acme.tlsDirectory), tls: tlsView(nginx, quote.identifier("tls", name)) },
    ],
    ["headers", "Security headers", headers, { headers: securityHeaders(server, name) }],
    ["proxy", "Proxy to Gunicorn", proxy, proxyView(project, server)],
  ] as const;
  return parts.map(([part, what, template, view]) => ({
    path: `snippets/${name}-${part}.conf`,
    installPath: snippetPaths(name)[part],
    purpose: `${what} of the Nginx site ${name}`,
    template,
    view,
  }));
}

function proxyView(project: Project, server: Server): View {
  const { nginx } = server;
  const verify = originVerifyView(server, project.name);
  return {
    verify,
    viewer: verify ? `$${verify["viewer"]}` : "$remote_addr",
    upstream: quote.identifier("gunicorn", project.name),
    connectTimeout: quote.seconds(nginx.proxyConnectTimeoutSeconds),
    readTimeout: quote.seconds(nginx.proxyReadTimeoutSeconds),
    partitioned: partitionedVariable(project),
    // https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cookie_flags
    cookieFlags: atLeast(nginx.version, "1.19.3"),
  };
}

function verifyScript({ name }: Project, { originVerify }: Server): NginxFile[] {
  if (originVerify === null) return [];
  return [
    {
      path: `${quote.projectName(name)}-origin-verify.sh`,
      installPath: null,
      purpose: `Values by which Nginx knows requests of CloudFront for ${name}`,
      template: originVerifyScript,
      view: originVerifyScriptView(originVerify),
    },
  ];
}

/** From Nginx 1.19.4 on the same text for all projects that declare the same server. */
function defaultServerFile(server: Server): NginxFile {
  // Project names begin with a letter, so no site can have this file name.
  const file = "000-httpsmith-default.conf";
  return {
    path: file,
    installPath: `/etc/nginx/sites-available/${file}`,
    purpose: "Nginx default server: it hangs up on requests for unknown hosts",
    template: defaultServer,
    view: {
      ...httpsView(server, { isDefault: true }),
      // https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_reject_handshake
      rejectHandshake: atLeast(server.nginx.version, "1.19.4"),
      tlsDirectory: quote.path(server.acme.tlsDirectory),
      tls: tlsView(server.nginx, "default_tls"),
      longHost: server.host.name.length > 46,
    },
  };
}
