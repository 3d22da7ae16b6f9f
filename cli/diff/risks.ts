// What a reviewer must not overlook in a change: who may read what, and what is lost.
import { distributionRisks } from "./distribution-risks";
import { type Judged, type Risk, risk } from "./risk";
import { type Block, blockOf, listOf, type Value } from "./stack";

/** @returns the risks of one part's change, the gravest kind of each place */
export function risksOf(judged: Judged): Risk[] {
  const type = judged.address.split(".")[0]!;
  return rules[type]?.(judged) ?? [];
}

const rules: Readonly<Record<string, (judged: Judged) => Risk[]>> = {
  aws_cloudfront_distribution: distributionRisks,
  aws_cloudfront_key_group: keyGroupRisks,
  aws_s3_bucket: ({ action, before }) =>
    action === "destroy" || action === "replace"
      ? [risk(`The bucket ${String(before?.["bucket"])} is deleted, with all that is in it.`)]
      : [],
  aws_s3_bucket_public_access_block: ({ before, after }) =>
    opened(before, after, [
      "block_public_acls",
      "block_public_policy",
      "ignore_public_acls",
      "restrict_public_buckets",
    ])
      ? [risk("The bucket may become public.")]
      : [],
  aws_s3_bucket_policy: policyRisks,
  aws_s3_bucket_versioning: ({ before, after }) =>
    status(before) === "Enabled" && status(after) !== "Enabled"
      ? [risk("S3 keeps no old versions any more: what is overwritten or deleted is gone.")]
      : [],
  aws_vpc_security_group_ingress_rule: ingressRisks,
  terraform: ({ action, before, after }) =>
    action === "update" && JSON.stringify(before) !== JSON.stringify(after)
      ? [
          risk(
            "The state moves. Run `terraform init -migrate-state` once, or Terraform makes everything a second time.",
          ),
        ]
      : [],
  provider: ({ before, after }) =>
    region(before) !== undefined && region(before) !== region(after)
      ? [
          risk(
            "All resources move to another region: they are made anew there, and the old ones stay behind.",
          ),
        ]
      : [],
};

function keyGroupRisks({ before, after }: Judged): Risk[] {
  const [one, other] = [listOf(before?.["items"]), listOf(after?.["items"])];
  const removed = one.filter((key) => !other.includes(key));
  return removed.map((key) => risk(`URLs and cookies signed by ${shortName(String(key))} stop working.`));
}

// Ingress by address, from anywhere: narrower sources only get narrower names.
function ingressRisks({ action, before, after }: Judged): Risk[] {
  const wide = [after?.["cidr_ipv4"], after?.["cidr_ipv6"]].find((cidr) => /\/0$/.test(String(cidr ?? "")));
  if (action === "destroy" || wide === undefined) return [];
  const wasWide = [before?.["cidr_ipv4"], before?.["cidr_ipv6"]].includes(wide);
  if (wasWide && before?.["from_port"] === after?.["from_port"] && before?.["to_port"] === after?.["to_port"])
    return [];
  return [risk(`Port ${ports(after!)} opens to everybody (${wide}).`)];
}

function ports({ from_port, to_port }: Block): string {
  return from_port === to_port ? String(from_port) : `${from_port}-${to_port}`;
}

function policyRisks({ before, after }: Judged): Risk[] {
  const openTo = (policy: Block | undefined) => JSON.stringify(statements(policy).filter(isPublic));
  if (statements(after).filter(isPublic).length === 0 || openTo(before) === openTo(after)) return [];
  return [risk("The bucket's policy lets everybody in.")];
}

function statements(policy: Block | undefined): Block[] {
  return Object.values(blockOf(blockOf(policy?.["policy"])["Statement"])).map(blockOf);
}

function isPublic({ Effect, Principal }: Block): boolean {
  return Effect === "Allow" && (Principal === "*" || blockOf(Principal)["AWS"] === "*");
}

function opened(before: Block | undefined, after: Block | undefined, names: readonly string[]): boolean {
  return names.some((name) => before?.[name] === true && after?.[name] !== true);
}

function status(block: Block | undefined): Value | undefined {
  return blockOf(block?.["versioning_configuration"])["status"];
}

function region(provider: Block | undefined): Value | undefined {
  return blockOf([provider?.["aws"] ?? {}].flat()[0] as Value)["region"];
}

function shortName(reference: string): string {
  return /\.([\w-]+)\.id\}$/.exec(reference)?.[1] ?? reference;
}
