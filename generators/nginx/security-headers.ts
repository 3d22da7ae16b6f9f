// The security headers that Nginx adds wherever the application did not send them.
import type { Hsts, Server } from "../../config/project";
import { identifier, integer, text } from "./quote";

/** One header: `source` is the application's own one, `variable` what Nginx adds instead. */
type SecurityHeader = Readonly<Record<"name" | "source" | "variable" | "value", string>>;

export function securityHeaders(server: Server, project: string): SecurityHeader[] {
  const headers = [
    ["X-Content-Type-Options", "nosniff", "nosniff"],
    // Not no-referrer: browsers would then send "Origin: null", which Django's CSRF check refuses.
    ["Referrer-Policy", "referrer", "strict-origin-when-cross-origin"],
    ["X-Frame-Options", "frame", "DENY"],
  ] as const;
  const hsts = server.hsts && (["Strict-Transport-Security", "hsts", hstsValue(server.hsts)] as const);
  return [...(hsts ? [hsts] : []), ...headers].map(([name, word, value]) => ({
    name,
    source: `$upstream_http_${name.toLowerCase().replaceAll("-", "_")}`,
    variable: identifier(word, project),
    value: text(value),
  }));
}

// https://www.rfc-editor.org/rfc/rfc6797#section-6.1, and https://hstspreload.org/ for preload
function hstsValue(hsts: Hsts): string {
  const flags = [hsts.includeSubDomains && "includeSubDomains", hsts.preload && "preload"];
  return [`max-age=${integer(hsts.maxAgeSeconds)}`, ...flags.filter((flag) => flag !== false)].join("; ");
}
