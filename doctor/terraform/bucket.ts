// Whether a stack lets a distribution read a bucket: origin access control on the origin, and the bucket's policy.
import type { Distribution } from "../../config/project";
import { covers, policyDocument, type Statement } from "./policy";
import { at, type Block, many, ofType, reference, type Resource, resolved, single } from "./read";

export interface Reading {
  /** What is wrong; null for nothing. */
  readonly fault: string | null;
  /** Address of the block that says so, and its attribute. */
  readonly block: string;
  readonly attribute: string;
}

/**
 * @param name of the bucket
 * @param of the distribution: `id` in the config, and as AWS knows it, null where that is not known
 * @returns null where the stack has no such bucket and origin, or only Terraform can tell
 */
export function bucketReading(
  json: Block,
  name: string,
  { id, distributionId }: Pick<Distribution, "id" | "distributionId">,
): Reading | null {
  const bucket = ofType(json, "resource", "aws_s3_bucket").find(
    ({ block }) => resolved(json, block["bucket"]) === name,
  );
  if (!bucket) return null;
  const pairs = ofType(json, "resource", "aws_cloudfront_distribution").flatMap((distribution) =>
    many(distribution.block["origin"])
      .filter(({ domain_name }) => reference(domain_name)?.address === bucket.address)
      .map((origin) => ({ bucket, distribution, origin, distributionId })),
  );
  // modules/stack.ts names it so; of anybody's Terraform, there has to be one alone.
  const own = pairs.find(
    ({ distribution }) => distribution.address === `aws_cloudfront_distribution.distribution_${id}`,
  );
  const pair = own ?? (pairs.length === 1 ? pairs[0] : undefined);
  return pair ? ofOrigin(json, pair) : null;
}

interface Pair {
  readonly bucket: Resource;
  readonly distribution: Resource;
  readonly origin: Block;
  readonly distributionId: string | null;
}

function ofOrigin(json: Block, pair: Pair): Reading | null {
  const { bucket, distribution, origin } = pair;
  const own = { block: distribution.address, attribute: "" };
  if (String(distribution.block["default_root_object"] ?? "").startsWith("/")) {
    return { ...own, attribute: "default_root_object", fault: "its default root object begins with a slash" };
  }
  // An identity of the older kind (OAI) is a principal that only AWS can name.
  if (String(single(origin["s3_origin_config"])["origin_access_identity"] ?? "") !== "") return null;
  if (!origin["origin_access_control_id"]) {
    return {
      ...own,
      attribute: "origin",
      fault: "its origin has no origin access control, so CloudFront asks unsigned",
    };
  }
  const policy = ofType(json, "resource", "aws_s3_bucket_policy").find(
    ({ block }) => reference(block["bucket"])?.address === bucket.address,
  );
  if (!policy) return { block: bucket.address, attribute: "", fault: "the bucket has no policy" };
  return ofPolicy(json, policy, pair);
}

function ofPolicy(json: Block, { address, block }: Resource, pair: Pair): Reading | null {
  const found = { block: address, attribute: "policy" };
  const document = policyDocument(json, block["policy"]);
  if (!document) return null;
  // What is forbidden to some and whom, only AWS works out.
  if (document.statements.some(forbidsAll)) return null;
  const readers = document.statements.filter(reads);
  const allowed = readers.map(({ sources }) => isAmong(json, sources, pair));
  if (allowed.includes("yes")) return { ...found, fault: null };
  if (!document.isWhole || allowed.includes("unread")) return null;
  return {
    ...found,
    fault:
      readers.length === 0
        ? "the bucket's policy does not let CloudFront read"
        : "the bucket's policy lets another distribution read, and not this one",
  };
}

function reads({ allows, actions, services, resources }: Statement): boolean {
  const mayRead = actions.some((one) => covers(one, "s3:getobject"));
  // The ARN of the bucket itself is none of its objects'.
  const hasObjects = resources.some((one) => one.endsWith("*"));
  return (
    allows &&
    mayRead &&
    hasObjects &&
    services.some((one) => one === "cloudfront.amazonaws.com" || one === "*")
  );
}

function forbidsAll({ allows, actions, resources, isAboutTransport }: Statement): boolean {
  const isAll = (resource: string) => /^(\*|(\$\{[^}]+\}|arn:[\w-]+:s3:::[^/]+)\/\*)$/.test(resource);
  return (
    !allows &&
    !isAboutTransport &&
    actions.some((one) => covers(one, "s3:getobject")) &&
    resources.some(isAll)
  );
}

function isAmong(
  json: Block,
  sources: readonly string[],
  { distribution, distributionId }: Pair,
): "yes" | "no" | "unread" {
  if (sources.length === 0) return "yes";
  const judged = sources.map((source) => {
    const to = reference(source);
    if (to) return to.address === distribution.address ? "yes" : at(json, to.address) ? "no" : "unread";
    const id = /:distribution\/(.+)$/.exec(source)?.[1];
    if (id === "*") return "yes";
    if (id === undefined || id.includes("${") || distributionId === null) return "unread";
    return id === distributionId ? "yes" : "no";
  });
  return judged.includes("yes") ? "yes" : judged.includes("unread") ? "unread" : "no";
}
