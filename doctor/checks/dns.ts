// dns: does each name lead where it should?
import { specialAddressKind } from "../../config/host-name";
import { nipIoAddress } from "../../config/nip-io";
import type { Distribution, Host } from "../../config/project";
import type { Check, Examination } from "../examination";
import { type About, error, type Finding, ok, unknown, warning } from "../finding";
import { namedHosts, viewerHosts } from "../targets";
import type { Resolved } from "../world";
import { legOf } from "./response";
import { shellLine } from "../command";

export const dns: Check = {
  name: "dns",
  title: "each name has an address, and the right one",
  run: async (examination) =>
    Promise.all([...namedHosts(examination.project)].map((host) => judge(host, examination))),
};

async function judge(host: string, { project, world }: Examination): Promise<Finding> {
  const distribution = Object.values(project.distributions).find((one) => viewerHosts(one).includes(host));
  const isServer = host === project.server?.host.name;
  const toOrigin = isServer ? legOf(project) : "cloudfront-server";
  const about: About = { check: "dns", leg: distribution ? "browser-cloudfront" : toOrigin, subject: host };
  const resolved = await world.resolve(host);
  const command = shellLine(["dig", "+short", host, "A", host, "AAAA"]);
  if (resolved.kind === "unknown") return unknown(about, resolved.reason);
  if (resolved.kind === "no-name" && host === distribution?.domainName) {
    return unknown(about, "The distribution is gone; see the check outputs.");
  }
  if (resolved.kind === "no-name")
    return error(
      "doctor/name-not-found",
      about,
      // From the root down, so that the name server that lacks it shows.
      notFound(distribution, shellLine(["dig", "+trace", host, "A"])),
    );
  const evidence = [["addresses", [...resolved.ipv4, ...resolved.ipv6].join(" ")]] as const;
  if (resolved.given) return ok(about, "The address is the one that --resolve gives.", evidence);
  const fault =
    (isServer ? wrongAddress(about, project.server!.host, resolved, command) : null) ??
    privateAddress(about, resolved, command) ??
    (distribution ? withoutIpv6(about, distribution, resolved, command) : null);
  return fault ?? ok(about, "The name has an address.", evidence, command);
}

type Addresses = Extract<Resolved, { kind: "addresses" }>;

function notFound(distribution: Distribution | undefined, command: string) {
  return {
    message: "DNS has no address for the name.",
    symptom: distribution
      ? "ERR_NAME_NOT_RESOLVED"
      : "502 from CloudFront (NonS3OriginDnsError), ERR_NAME_NOT_RESOLVED in browsers",
    fix: distribution
      ? "Look whether the distribution still exists and the outputs file is of the last deploy; an alias needs its record (`dns.zoneId`)."
      : "Add the record, or correct the name in the config.",
    command,
  };
}

function wrongAddress(about: About, host: Host, { ipv4 }: Addresses, command: string): Finding | null {
  const wanted = host.kind === "nip.io" ? nipIoAddress(host.name) : host.ip;
  if (wanted === null || ipv4.includes(wanted)) return null;
  return error("doctor/other-address", about, {
    message: `The name leads to ${ipv4.join(" ") || "no IPv4 address"} and not to ${wanted}.`,
    symptom: "whatever answers at that address, or nothing",
    fix: "A network that answers DNS itself does this (a captive portal, protection against rebinding): try another resolver, `dig @1.1.1.1`.",
    command,
  });
}

function privateAddress(about: About, { ipv4 }: Addresses, command: string): Finding | null {
  const found = ipv4.find((ip) => specialAddressKind(ip) !== null);
  if (found === undefined) return null;
  return error("doctor/address-not-public", about, {
    message: `The name leads to ${found}, which is a ${specialAddressKind(found)} address.`,
    evidence: [["addresses", ipv4.join(" ")]],
    symptom: "504 from CloudFront, ERR_CONNECTION_TIMED_OUT in browsers",
    fix: "Give the server a public address and let the name lead there, or let CloudFront in by a VPC origin.",
    command,
  });
}

function withoutIpv6(
  about: About,
  { ipv6: wanted }: Distribution,
  { ipv6, ipv4 }: Addresses,
  command: string,
): Finding | null {
  if (!wanted || ipv6.length > 0) return null;
  return warning("doctor/no-ipv6", about, {
    message: "The distribution speaks IPv6, but the name has no IPv6 address.",
    evidence: [["addresses", ipv4.join(" ")]],
    symptom: "viewers with IPv6 alone do not reach it",
    fix: "Add an AAAA alias record beside the A record (`dns.zoneId` makes both).",
    command,
  });
}
