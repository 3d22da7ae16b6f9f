// The risks of a changed distribution: signatures, functions and encryption that its paths lose.
import { patternCovers } from "../../config/path-pattern";
import { guardOf, guardRisks } from "./guard";
import { type Judged, type Risk, risk } from "./risk";
import { type Block, blockOf, listOf, type Value } from "./stack";

export function distributionRisks({ action, before, after }: Judged): Risk[] {
  if (before === undefined) return [];
  if (action === "destroy" || after === undefined)
    return [risk("The distribution is deleted: its names and its cloudfront.net domain stop working.")];
  return [
    ...Object.entries(blockOf(before["behavior"])).flatMap(([path, one]) =>
      behaviorRisks(path, one as Block, answering(blockOf(after["behavior"]), path)),
    ),
    ...originRisks(before, after),
    ...wholeRisks(before, after),
  ];
}

function behaviorRisks(path: string, before: Block, after: Block | undefined): Risk[] {
  const place = `behavior ${path}`;
  if (after === undefined) return [];
  return [
    ...(isSigned(before) && !isSigned(after)
      ? [risk("No signature is needed any more: everybody reads these paths.", place)]
      : []),
    ...guardRisks(guardOf(before), guardOf(after)).map((text) => risk(text, place)),
    ...(before["viewer_protocol_policy"] !== "allow-all" && after["viewer_protocol_policy"] === "allow-all"
      ? [risk("Viewers may come over plain HTTP.", place)]
      : []),
    ...(listOf(after["allowed_methods"]).includes("POST") &&
    !listOf(before["allowed_methods"]).includes("POST")
      ? [risk("Requests that write (POST, PUT, PATCH, DELETE) reach the origin.", place)]
      : []),
  ];
}

function originRisks(before: Block, after: Block): Risk[] {
  return Object.entries(blockOf(after["origin"])).flatMap(([id, origin]) => {
    const old = blockOf(before["origin"])[id] as Block | undefined;
    if (old === undefined) return [];
    const removed = Object.keys(blockOf(old["custom_header"])).filter(
      (name) => !(name in blockOf((origin as Block)["custom_header"])),
    );
    const plain = protocol(origin as Block) === "http-only" && protocol(old) !== "http-only";
    return [
      ...removed.map((name) =>
        risk(`CloudFront sends ${name} no more: an origin that asks for it refuses.`, `origin ${id}`),
      ),
      ...(plain ? [risk("Requests reach the origin unencrypted.", `origin ${id}`)] : []),
    ];
  });
}

function wholeRisks(before: Block, after: Block): Risk[] {
  const aliases = listOf(before["aliases"]).filter((name) => !listOf(after["aliases"]).includes(name));
  return [
    ...aliases.map((name) => risk(`${name} stops working here.`)),
    ...(before["enabled"] !== false && after["enabled"] === false
      ? [risk("The distribution answers no requests any more.")]
      : []),
    ...(isSet(before["web_acl_id"]) && !isSet(after["web_acl_id"]) ? [risk("The firewall is gone.")] : []),
    ...(policyRank(after) < policyRank(before) ? [risk("Viewers may use older TLS than before.")] : []),
  ];
}

// Oldest first (API, MinimumProtocolVersion).
const policies = ["TLSv1", "TLSv1.2_2019", "TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"];

function policyRank(distribution: Block): number {
  const certificate = blockOf(distribution["viewer_certificate"]);
  return policies.indexOf(String(certificate["minimum_protocol_version"] ?? "TLSv1"));
}

function isSigned(behavior: Block): boolean {
  return listOf(behavior["trusted_key_groups"]).length > 0;
}

function protocol(origin: Block): Value | undefined {
  return blockOf(origin["custom_origin_config"])["origin_protocol_policy"];
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}

// The behavior that answers what the pattern was for: the first that takes all its requests.
function answering(behaviors: Block, pattern: string): Block | undefined {
  const found = Object.keys(behaviors).find((path) => patternCovers(path, pattern));
  return found === undefined ? undefined : blockOf(behaviors[found]);
}
