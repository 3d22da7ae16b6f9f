// Where a distribution as CloudFront has it is another than the config asks for.
import { behaviorOrigins } from "../config/behavior-origins";
import type { Distribution, Project } from "../config/project";
import type { Deployed } from "./account";
import type { Evidence } from "./finding";

/** @returns what differs, by name, with both sides; what the config leaves open is not compared */
export function differences(wanted: Distribution, project: Project, found: Deployed): Evidence {
  return factsOf(wanted, project, found)
    .filter(([, own, deployed]) => own !== deployed)
    .map(([name, own, deployed]) => [name, `config: ${own || "none"}; CloudFront: ${deployed || "none"}`]);
}

type Fact = readonly [name: string, wanted: string, found: string];

function factsOf(wanted: Distribution, project: Project, found: Deployed): Fact[] {
  const { behaviors } = wanted;
  const signed = (all: readonly { path: string; signed: boolean }[]) =>
    all.flatMap((one) => (one.signed ? [one.path] : [])).join(" ");
  return [
    // One that should be enabled and is not is a finding of its own.
    ...(wanted.enabled ? [] : ([["enabled", "false", String(found.enabled)]] as const)),
    ["aliases", list(wanted.aliases), list(found.aliases)],
    ["origins", list(originsOf(wanted, project)), list(found.origins.map(placeOf))],
    ["behaviors", pathsOf(behaviors), pathsOf(found.behaviors)],
    ["signed", signed(behaviors), signed(found.behaviors)],
    ...keys(wanted, project, found),
    ["functions", functionsOf(wanted, project), eventsText(found.behaviors)],
    ["web ACL", ...webAcl(wanted, found)],
    ...certificate(wanted, project, found),
    ["root object", wanted.defaultRootObject, found.rootObject],
    ["IPv6", String(wanted.ipv6), String(found.ipv6)],
    ["HTTP", wanted.httpVersion, found.httpVersion],
  ];
}

function list(values: readonly string[]): string {
  return [...new Set(values)].sort().join(" ");
}

function pathsOf(behaviors: readonly { path: string }[]): string {
  return behaviors.map(({ path }) => path).join(" ");
}

function originsOf({ behaviors }: Distribution, { server, buckets }: Project): string[] {
  return behaviors.flatMap(behaviorOrigins).map((origin) => {
    if (origin.kind === "bucket") return `bucket ${buckets[origin.bucket]!.name}`;
    return origin.kind === "host" ? origin.host : server!.host.name;
  });
}

// A bucket has several names: of its region, of its website; which region it is in, the check buckets says.
function placeOf(domainName: string): string {
  const [, bucket] = /^(.+)\.s3[.-](?:[a-z0-9.-]+\.)?amazonaws\.com(?:\.cn)?$/.exec(domainName) ?? [];
  return bucket === undefined ? domainName : `bucket ${bucket}`;
}

function keys({ behaviors }: Distribution, { signingKeys }: Project, { keyIds }: Deployed): Fact[] {
  const wanted = signingKeys.flatMap(({ keyId }) => keyId ?? []);
  if (!behaviors.some(({ signed }) => signed) || wanted.length < signingKeys.length) return [];
  return [["signing keys", list(wanted), list(keyIds)]];
}

function functionsOf({ behaviors, spa }: Distribution, { edge }: Project): string {
  return eventsText(
    behaviors.map(({ path, edge: ids }, index) => ({
      path,
      events: [
        ...ids.map((id) => edge[id]!.event),
        // modules/distribution.ts: the app's own fallback.
        ...(spa && index === behaviors.length - 1 ? ["viewer-request"] : []),
      ],
    })),
  );
}

function eventsText(behaviors: readonly { path: string; events: readonly string[] }[]): string {
  return behaviors
    .flatMap(({ path, events }) => (events.length > 0 ? [`${path} on ${list(events)}`] : []))
    .join(", ");
}

function webAcl({ waf }: Distribution, found: Deployed): [string, string] {
  if (waf === null) return ["", found.webAcl ?? ""];
  if ("webAclArn" in waf) return [waf.webAclArn, found.webAcl ?? ""];
  return ["one of the stack", found.webAcl === null ? "" : "one of the stack"];
}

function certificate(
  { certificate: own, ...wanted }: Distribution,
  project: Project,
  found: Deployed,
): Fact[] {
  if (own === null) return [["certificate", "", found.certificate ?? ""]];
  const one = "arn" in own ? own.arn : "one of the stack";
  const deployed = "arn" in own || found.certificate === null ? (found.certificate ?? "") : one;
  // Provider 5.100 knows no policy of 2025 and gets another.
  const isSettled = project.terraform.awsProvider === "6";
  return [
    ["certificate", one, deployed],
    ...(isSettled
      ? ([["TLS of viewers", wanted.minimumProtocolVersion, found.minimumProtocolVersion]] as const)
      : []),
  ];
}
