// View of the site file: every decision about the two servers, each value already an Nginx token.
import type { Django, Project, Server } from "../../config/project";
import type { View } from "../render";
import { originVerifyView } from "./origin-verify";
import * as quote from "./quote";
import { securityHeaders } from "./security-headers";
import { atLeast } from "./version";

/** Where the site's includes are on the server. */
export function snippetPaths(name: string): Record<"tls" | "headers" | "proxy", string> {
  const path = (part: string) => quote.path(`/etc/nginx/snippets/${quote.projectName(name)}-${part}.conf`);
  return { tls: path("tls"), headers: path("headers"), proxy: path("proxy") };
}

export function siteView(project: Project, server: Server): View {
  const { name, django } = project;
  const bareAddress = server.host.kind === "ip";
  return {
    name: quote.projectName(name),
    host: quote.hostName(server.host.name),
    bareAddress,
    httpListens: ["80", "[::]:80"].map((listen) => (bareAddress ? `${listen} default_server` : listen)),
    ...httpsView(server, { isDefault: bareAddress }),
    upstream: quote.identifier("gunicorn", name),
    socket: quote.path(server.gunicorn.socket),
    headers: securityHeaders(server, name),
    verify: originVerifyView(server, name),
    snippets: snippetPaths(name),
    // https://www.rfc-editor.org/rfc/rfc8555#section-8.3
    acmePath: "/.well-known/acme-challenge/",
    webroot: quote.path(server.acme.webroot),
    maxBody: quote.size(server.nginx.maxBodyBytes),
    compression: server.nginx.compression,
    webSockets: webSockets(server, name),
    upgrade: quote.identifier("upgrade", name),
    partitioned: partitionedVariable(project),
    static: filesView(django?.static, { cache: quote.identifier("cache", name) }),
    media: filesView(django?.media, { disposition: quote.identifier("disposition", name) }),
  };
}

/** The `listen` lines for TLS, and whether HTTP/2 is a directive of its own. */
export function httpsView(server: Server, { isDefault }: { isDefault: boolean }): View {
  // https://nginx.org/en/docs/http/ngx_http_v2_module.html#http2
  const http2Directive = atLeast(server.nginx.version, "1.25.1");
  const options = [
    "ssl",
    ...(http2Directive ? [] : ["http2"]),
    ...(isDefault ? ["default_server"] : []),
  ].join(" ");
  return { http2Directive, httpsListens: ["443", "[::]:443"].map((listen) => `${listen} ${options}`) };
}

/** The variable that makes cookies Partitioned; null where cookies stay first-party. */
export function partitionedVariable(project: Project): string | null {
  return project.django?.cookies.partitioned ? quote.identifier("partitioned", project.name) : null;
}

function webSockets(server: Server, name: string): View[] {
  return server.nginx.webSocketPaths.map((path) => ({
    path: quote.urlPath(path),
    proxy: snippetPaths(name).proxy,
    upgrade: quote.identifier("upgrade", name),
  }));
}

function filesView(files: Django["static"] | null | undefined, variables: View): View | null {
  return files ? { url: quote.urlPath(files.url), root: quote.path(files.root), ...variables } : null;
}
