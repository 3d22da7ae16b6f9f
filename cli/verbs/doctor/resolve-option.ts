// --resolve HOST[:PORT]:IP[:PORT]: where a host is reached in place of what DNS says.
import { isIP } from "node:net";
import { didYouMean } from "../../../config/suggest";
import type { Redirect } from "../../../doctor";
import { CannotRun } from "../../cannot-run";

/** @throws CannotRun for what has another form, or names no host of the project */
export function redirects(texts: readonly string[], hosts: ReadonlySet<string>): Redirect[] {
  return texts.map((text) => {
    const redirect = parse(text);
    if (!redirect) {
      throw new CannotRun(
        "doctor/malformed-resolve",
        `--resolve is ${JSON.stringify(text)}, which is not HOST:IP.`,
        "Write HOST:IP, HOST:IP:PORT for another port than 443, or HOST:80:IP:PORT; IPv6 in brackets.",
      );
    }
    if (!hosts.has(redirect.host)) {
      const message = `--resolve names ${JSON.stringify(redirect.host)}, which is no host of this project.`;
      throw new CannotRun("doctor/malformed-resolve", message, didYouMean(redirect.host, [...hosts]));
    }
    return redirect;
  });
}

function parse(text: string): Redirect | null {
  const form = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?:(\[[^\]]+\]|\d+\.[\d.]+)(?::(\d+))?$/;
  const [, host, from, address, port] = form.exec(text) ?? [];
  if (host === undefined || address === undefined || ![from, port].every(isPort)) return null;
  const ip = bare(address);
  if (isIP(ip) === 0) return null;
  // A port of its own stands for 443; plain HTTP then stays where it is.
  const wanted = from ?? (port === undefined ? undefined : "443");
  return { host: bare(host), from: number(wanted), address: ip, port: number(port) };
}

function isPort(text: string | undefined): boolean {
  return text === undefined || (Number(text) >= 1 && Number(text) <= 65_535);
}

function number(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function bare(text: string): string {
  return text.replace(/^\[|\]$/g, "");
}
