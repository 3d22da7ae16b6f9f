// Doubt: whether this network shows the real hosts at all. CloudFront's own name is what everybody has to see alike.
import type { Project } from "../config/project";
import type { Examination } from "./examination";
import { type Finding, unknown } from "./finding";
import { namedHosts } from "./targets";
import { coversName, nameOf } from "./tls/chain";
import { openSession, type SessionResult } from "./tls/session";

/** @returns the findings; problems that were seen through a network that shows no real CloudFront are unknown */
export async function doubted(findings: readonly Finding[], run: Examination): Promise<readonly Finding[]> {
  const given = await givenHosts(run);
  const isDoubtful = (one: Finding) =>
    one.state === "problem" &&
    isFromNetwork(one) &&
    !hostsIn(one.subject).some((host) => given.includes(host));
  if (!findings.some(isDoubtful)) return findings;
  const reason = await reasonToDoubt(run);
  if (reason === null) return findings;
  return findings.map((one) => (isDoubtful(one) ? withReason(one, reason) : one));
}

/** @returns what may be a host in a subject: `host:443 as name`, a URL and words after it, `id on host` */
function hostsIn(subject: string): string[] {
  const [connected = ""] = subject.split(" as ");
  return connected.split(/[\s,]+/).map((word) => word.replace(/^https?:\/\//, "").replace(/[:/].*$/, ""));
}

function withReason({ check, leg, subject, message, evidence }: Finding, reason: string): Finding {
  return unknown({ check, leg, subject }, `${reason} Seen through it: ${message}`, evidence);
}

// What was read on this machine, from AWS's API, or from S3, which says who it is.
const fromElsewhere = ["account", "buckets", "edge-functions"];

function isFromNetwork({ leg, check }: Finding): boolean {
  return leg !== "files" && !fromElsewhere.includes(check);
}

/** Where the user says by --resolve how a host is reached, no name is asked for and nobody need be in between. */
async function givenHosts({ project, world }: Examination): Promise<string[]> {
  const all = [...namedHosts(project)].map(async (host) => {
    const resolved = await world.resolve(host);
    return resolved.kind === "addresses" && resolved.given ? [host] : [];
  });
  return (await Promise.all(all)).flat();
}

async function reasonToDoubt({ project, world }: Examination): Promise<string | null> {
  const name = deployedName(project);
  if (name === null) return null;
  const resolved = await world.resolve(name);
  if (resolved.kind !== "addresses" || resolved.given) return null;
  return reasonOf(await openSession(world, { host: name, port: 443 }, name), name, world.roots.length > 0);
}

function deployedName({ distributions }: Project): string | null {
  return (
    Object.values(distributions).find((one) => one.enabled && one.domainName !== null)?.domainName ?? null
  );
}

function reasonOf(opened: SessionResult, name: string, hasRoots: boolean): string | null {
  if (opened.kind === "failed") return `${name} does not speak TLS here, as CloudFront does.`;
  if (opened.kind === "unreachable") {
    const { kind } = opened.connected;
    const isClosed = kind === "refused" || kind === "unanswered";
    return isClosed ? `${name} cannot be reached either: this network does not let everything out.` : null;
  }
  opened.socket.destroy();
  const { certificate, verifyError } = opened.session;
  if (certificate === null) return null;
  const covers = coversName(certificate, name);
  if (covers && (verifyError === null || !hasRoots)) return null;
  const why = covers ? `, which does not verify (${verifyError})` : "";
  return `${name} answers here with a certificate of ${nameOf(certificate.subject)} by ${nameOf(certificate.issuer)}${why}: a captive portal or a proxy is in between, or the clock of this machine is wrong.`;
}
