// Judges web origins: `https://host` or `https://host:port` in the form that browsers send.
import ipaddr from "ipaddr.js";
import { type Fault, hostNameFault, isSharedSuffix } from "./host-name";

/** @returns why the text is not a canonical https origin, or null */
export function originFault(text: string): Fault | null {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(text);
  if (!match) return fault("An origin begins with https://.", text);
  const [, scheme, authority, rest] = match as unknown as [string, string, string, string];
  if (rest !== "") {
    const what = rest === "/" ? "no final slash" : "no path, query or fragment";
    return fault(`An origin has ${what}: browsers never send one, so it would never match.`, text);
  }
  if (scheme.toLowerCase() === "http") {
    return fault("Pages of a plain-HTTP origin can be changed on their way; they must not be trusted.", text);
  }
  if (scheme !== "https") return fault("An origin begins with https://.", text);
  if (authority.includes("@")) return fault("An origin has no user name.", text);
  return hostFault(text, authority);
}

function hostFault(text: string, authority: string): Fault | null {
  const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(authority) as unknown as [
    string,
    string,
    string?,
  ];
  if (host.includes("*")) return wildcardFault(host);
  if (port === "443") return fault("Browsers leave out the port 443.", text);
  if (port !== undefined && (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65535)) {
    return fault("The port is not a number from 1 to 65535.", text);
  }
  if (ipaddr.IPv4.isValidFourPartDecimal(host)) return null;
  const wrong = hostNameFault(host);
  return wrong && fault(wrong.message, text);
}

function wildcardFault(host: string): Fault {
  const parent = host.replace(/^.*\*[^.]*\.?/, "");
  const shared = isSharedSuffix(parent) ? ` Strangers can get a name below ${parent}.` : "";
  return {
    message: `A wildcard trusts every host below ${parent || "all domains"}.${shared}`,
    fix: "Name each origin.",
  };
}

function fault(message: string, text: string): Fault {
  const better = canonical(text);
  return { message, fix: better ? `Write "${better}".` : "Write it like https://app.example.com." };
}

// What a browser would send for a page there, if that is an origin that may stand here.
function canonical(text: string): string | null {
  try {
    const { host } = new URL(`https://${text.replace(/^([a-z][a-z0-9+.-]*:)?\/*/i, "")}`);
    const origin = `https://${host}`;
    return origin !== text && originFault(origin) === null ? origin : null;
  } catch {
    return null;
  }
}
