// Judges web origins: `https://host` or `https://host:port` in the form that browsers send.
import ipaddr from "ipaddr.js";
import { type Fault, hostNameFault, isSharedSuffix } from "./host-name";

/** @returns why the text is not a canonical https origin, or null */
export function originFault(text: string): Fault | null {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)(.*)$/.exec(text);
  if (!match) return { message: "An origin begins with https://.", fix: `Write "https://${text.replace(/\/.*$/, "")}".` };
  const [, scheme, authority, rest] = match as unknown as [string, string, string, string];
  if (rest !== "") {
    const what = rest === "/" ? "no final slash" : "no path, query or fragment";
    return { message: `An origin has ${what}: browsers never send one, so it would never match.`, fix: `Write "${scheme}://${authority}".` };
  }
  if (scheme !== "https") {
    return { message: "Pages of a plain-HTTP origin can be changed on their way; they must not be trusted.", fix: `Write "https://${authority}".` };
  }
  if (authority.includes("@")) return { message: "An origin has no user name.", fix: `Write "https://${authority.replace(/^.*@/, "")}".` };
  return hostFault(authority);
}

function hostFault(authority: string): Fault | null {
  const [host, port] = authority.split(":") as [string, string | undefined];
  if (host.includes("*")) return wildcardFault(host);
  if (port === "443") return { message: "Browsers leave out the port 443.", fix: `Write "https://${host}".` };
  if (port !== undefined && !/^[1-9]\d{0,4}$/.test(port)) return { message: "This port is not a number from 1 to 65535.", fix: "Correct the port." };
  return ipaddr.IPv4.isValidFourPartDecimal(host) ? null : hostNameFault(host);
}

function wildcardFault(host: string): Fault {
  const parent = host.replace(/^\*\./, "");
  const shared = isSharedSuffix(parent) ? ` Strangers can get a name below ${parent}.` : "";
  return { message: `A wildcard trusts every host below ${parent}.${shared}`, fix: "Name each origin." };
}
