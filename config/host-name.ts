// Judges host names and addresses: what keeps this text from being the public name of a server?
import ipaddr from "ipaddr.js";
import { show } from "./show";

export interface Fault {
  readonly message: string;
  readonly fix: string;
}

/** @returns why the text is not a DNS name that browsers can reach, or null */
export function hostNameFault(text: string): Fault | null {
  return formFault(text) ?? labelFault(text);
}

// IANA, Special-Use Domain Names; ICANN board resolution 2024.07.29.06 for .internal.
const special = /\.(alt|example|home\.arpa|internal|invalid|local|localhost|onion|test)$/;

/** Like hostNameFault, for a name that strangers have to find and a certificate authority has to certify. */
export function publicNameFault(text: string): Fault | null {
  const [suffix] = special.exec(text) ?? [];
  return (
    hostNameFault(text) ??
    (suffix === undefined
      ? null
      : {
          message: `This is not a name in public DNS: nothing below ${suffix} is, and no public certificate authority certifies it.`,
          fix: "Write a name below a domain of your own, such as api.example.com.",
        })
  );
}

// Each is a common slip with a name of its own; the order matters, since "::1" ends like a port.
function formFault(text: string): Fault | null {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (scheme) return fault("A host name has no scheme.", text.slice(scheme.length).replace(/[:/?#].*$/s, ""));
  if (isAddress(text)) {
    return { message: "This is an address, not a name.", fix: "Write a name, such as api.example.com." };
  }
  if (text.includes("/")) return fault("A host name has no path.", text.replace(/\/.*$/s, ""));
  if (/:\d*$/.test(text)) return fault("A host name has no port.", text.replace(/:\d*$/, ""));
  if (/^\*?\.|^\*$/.test(text)) return { message: "A wildcard is not one host.", fix: "Name each host." };
  if (text.endsWith(".")) return fault("The final dot does not belong here.", text.replace(/\.+$/, ""));
  if (/[^\x00-\x7f]/.test(text))
    return fault("International names are written in their xn-- form.", asciiName(text));
  return text === text.toLowerCase()
    ? null
    : fault("Host names are written in lower case here.", text.toLowerCase());
}

/** Whether this is an IPv4 or IPv6 address in any notation. */
export function isAddress(text: string): boolean {
  return ipaddr.isValid(text.replace(/^\[|\]$/g, ""));
}

function fault(message: string, better: string): Fault {
  const fix = labelFault(better)
    ? "Write the name alone, such as api.example.com."
    : `Write ${quoted(better)}.`;
  return { message, fix };
}

// RFC 1035 §2.3.1 and RFC 1123 §2.1: labels of letters, digits and inner hyphens, at most 63 long, 253 in all.
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

function labelFault(text: string): Fault | null {
  const bad = text.split(".").find((part) => !label.test(part));
  if (bad !== undefined) {
    return {
      message:
        bad === "" ? "A part of the host name is empty." : `${show(bad)} cannot be a part of a host name.`,
      fix: "Use letters, digits and inner hyphens, at most 63 between two dots.",
    };
  }
  if (text.length > 253)
    return { message: "A host name has at most 253 characters.", fix: "Choose a shorter name." };
  if (!text.includes(".") || /^\d+$/.test(text.split(".").pop()!)) {
    return {
      message: "This is not a name in public DNS.",
      fix: "Write the whole name, such as api.example.com.",
    };
  }
  return null;
}

/** @returns the kind of a special address ("private", "reserved", …), or null for a public one */
export function specialAddressKind(ip: string): string | null {
  const range = ipaddr.IPv4.parse(ip).range();
  return range === "unicast" ? null : range.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
}

/** @returns the domain that one owner registers (public suffix list, private section too), or null */
export function registrableDomain(host: string): string | null {
  return suffixList().getDomain(host, { allowPrivateDomains: true });
}

/** Whether browsers treat the two hosts as one site, so that SameSite=Lax cookies travel between them. */
export function isSameSite(one: string, other: string): boolean {
  if (one === other) return true;
  // Most pages live in another top-level domain than the API; then the list has nothing to add.
  if (topLevel(one) !== topLevel(other)) return false;
  const domain = registrableDomain(one);
  return domain !== null && domain === registrableDomain(other);
}

/** Whether `https://*.<host>` would trust strangers: a public suffix, or a name that hands out sub-domains. */
export function isSharedSuffix(host: string): boolean {
  return (
    suffixList().getPublicSuffix(host, { allowPrivateDomains: true }) === host ||
    /^(nip|sslip)\.io$/.test(host)
  );
}

// The list takes as long to load as the rest of `check` to run, and few configs need it.
function suffixList(): typeof import("tldts") {
  return require("tldts");
}

function topLevel(host: string): string {
  return host.slice(host.lastIndexOf(".") + 1);
}

function asciiName(text: string): string {
  try {
    return new URL(`https://${text}`).hostname;
  } catch {
    return "";
  }
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
