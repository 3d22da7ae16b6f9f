// Reads facts back from generated Nginx files, for checks that compare them with other files.
import type { Fact } from "../fact";
import { type Directive, parseNginx } from "./parse";

/**
 * @returns in file order: server_name, listen, ssl_certificate, client_max_body_size in bytes,
 * proxy_read_timeout in seconds, `upstream` (path of the UNIX socket), `acme_root`, `alias /static/`
 * (folder behind a URL), Strict-Transport-Security, `origin_verify` (status of a request without that header), and under its own name each header for the application
 */
export function readNginx(text: string): Fact[] {
  return factsIn(parseNginx(text), []);
}

/** What one directive says; `parents` are the blocks around it, each as "name arguments". */
type Reader = (args: readonly string[], parents: readonly string[]) => [name: string, value: string] | null;

const readers: Readonly<Record<string, Reader>> = {
  server_name: ([name = ""]) => ["server_name", name],
  listen: (args) => ["listen", args.join(" ")],
  ssl_certificate: ([file = ""]) => ["ssl_certificate", file],
  client_max_body_size: ([size = ""]) => ["client_max_body_size", measure(size, bytes)],
  proxy_read_timeout: ([time = ""]) => ["proxy_read_timeout", measure(time, seconds)],
  proxy_set_header: ([header = "", value = ""]) => [header, value],
  server: ([address]) => (address?.startsWith("unix:") ? ["upstream", address.slice("unix:".length)] : null),
  root: ([folder = ""], parents) => (parents.at(-1)?.endsWith(acmePath) ? ["acme_root", folder] : null),
  alias: ([folder = ""], parents) => [`alias ${parents.at(-1)?.split(" ").at(-1)}`, folder],
  // What becomes of a request without the origin-verify header.
  return: ([status = ""], parents) =>
    /^if \(\$verified_\w+ = {2}\)$/.test(parents.at(-1) ?? "") ? ["origin_verify", status] : null,
  // In the map of the HSTS header: what stands for an answer without one.
  "": ([value = ""], parents) =>
    parents.at(-1)?.startsWith(hstsMap) ? ["Strict-Transport-Security", value] : null,
};

const acmePath = " /.well-known/acme-challenge/";
const hstsMap = "map $upstream_http_strict_transport_security ";

function factsIn(directives: readonly Directive[], parents: readonly string[]): Fact[] {
  return directives.flatMap(({ name, args, line, block }) => {
    if (block) return factsIn(block, [...parents, [name, ...args].join(" ")]);
    const found = Object.hasOwn(readers, name) ? readers[name]?.(args, parents) : null;
    return found ? [{ name: found[0], value: found[1], line }] : [];
  });
}

// https://nginx.org/en/docs/syntax.html
const bytes: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };
const seconds: Readonly<Record<string, number>> = { ms: 0.001, "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

function measure(text: string, units: Readonly<Record<string, number>>): string {
  const [, number, unit = ""] = /^(\d+)([a-z]*)$/i.exec(text) ?? [];
  return String(Number(number) * (units[unit.toLowerCase()] ?? Number.NaN));
}
