// IPv4 addresses and CIDR ranges, the only kinds that a custom policy's IpAddress condition knows.
import { isIPv4, isIPv6 } from "node:net";
import { accepted, type Result, refused } from "./problem";

export interface Ipv4Range {
  readonly text: string;
  /** The lowest address of the range as an unsigned 32-bit number. */
  readonly network: number;
  readonly prefixBits: number;
}

/** Reads `a.b.c.d` or `a.b.c.d/n`; host bits may be set. Undefined when it is neither. */
export function readIpv4Range(text: string): Ipv4Range | undefined {
  const [address = "", prefix = "32", more] = text.split("/");
  if (more !== undefined || !isIPv4(address) || !/^(?:\d|[12]\d|3[0-2])$/.test(prefix)) return undefined;
  const prefixBits = Number(prefix);
  return { text, network: (toNumber(address) & maskOf(prefixBits)) >>> 0, prefixBits };
}

/** True for an IPv4 client inside the range; also for one written as IPv4-mapped IPv6, as Node's sockets report it. */
export function rangeHolds(range: Ipv4Range, clientIp: string): boolean {
  const address = clientIp.replace(/^::ffff:(?=\d+\.)/i, "");
  return isIPv4(address) && (toNumber(address) & maskOf(range.prefixBits)) >>> 0 === range.network;
}

/** What a signer writes into a policy: always `a.b.c.d/n`, as CloudFront's guide asks. */
export function canonicalIpv4Range(text: string): Result<string> {
  if (isIPv6(text.split("/")[0] ?? "")) {
    return refused(
      "signing-policy/ipv6",
      `"${text}" is IPv6; CloudFront policies know IPv4 only.`,
      "Give an IPv4 address or CIDR range, and do not enable IPv6 on a distribution that checks addresses.",
    );
  }
  const range = readIpv4Range(text);
  if (range === undefined) {
    return refused(
      "signing-policy/malformed-ip",
      `"${text}" is not one IPv4 address or one CIDR range.`,
      'Write one address ("192.0.2.10") or one range ("192.0.2.0/24"); a policy cannot hold a list.',
    );
  }
  const canonical = `${toText(range.network)}/${range.prefixBits}`;
  if (text === canonical || `${text}/32` === canonical) return accepted(canonical);
  return refused(
    "signing-policy/host-bits-set",
    `"${text}" has address bits set behind its /${range.prefixBits} prefix.`,
    `Write "${canonical}" for the range, or the address alone for one client.`,
  );
}

function toNumber(address: string): number {
  return address.split(".").reduce((sum, octet) => ((sum << 8) | Number(octet)) >>> 0, 0);
}

function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

function maskOf(prefixBits: number): number {
  // JavaScript shifts by 32 as by 0, so /0 needs its own case.
  return prefixBits === 0 ? 0 : (-1 << (32 - prefixBits)) >>> 0;
}
