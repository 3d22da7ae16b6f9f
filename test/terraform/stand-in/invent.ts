// Values that AWS decides when something is created, invented in the form in which AWS writes them.
import { createHash, randomUUID } from "node:crypto";
import type { Attribute, AttributeType, Block } from "../provider-schema";
import { type Fields, isFields, isUnknown, mapBlocks, type Value } from "./values";

const account = "111122223333";

type Invention = (state: Fields, seed: string) => string;

const upper = (seed: string) => seed.toUpperCase().slice(0, 13);
const region = ({ region: chosen }: Fields) => (typeof chosen === "string" ? chosen : "us-east-1");
const first =
  (...keys: string[]): Invention =>
  (state) =>
    String(keys.map((key) => state[key]).find((value) => typeof value === "string"));

/** Ids by type; the others get a UUID. */
const ids: Readonly<Record<string, Invention>> = {
  aws_acm_certificate: (state, seed) => `arn:aws:acm:${region(state)}:${account}:certificate/${seed}`,
  aws_acm_certificate_validation: first("certificate_arn"),
  aws_cloudfront_distribution: (_, seed) => `E${upper(seed)}`,
  aws_cloudfront_function: first("name"),
  aws_cloudfront_origin_access_control: (_, seed) => `E${upper(seed)}`,
  aws_cloudfront_public_key: (_, seed) => `K${upper(seed)}`,
  aws_ec2_managed_prefix_list: (_, seed) => `pl-${seed.slice(0, 8)}`,
  aws_iam_role: first("name"),
  aws_iam_role_policy: ({ role, name }) => `${role}:${name}`,
  aws_lambda_function: first("function_name"),
  aws_route53_record: ({ zone_id, name, type }) => `${zone_id}_${name}_${type}`,
  aws_s3_bucket: first("bucket"),
  aws_s3_object: ({ bucket, key }) => `${bucket}/${key}`,
  aws_security_group: (_, seed) => `sg-${seed.slice(0, 17)}`,
  aws_vpc_security_group_egress_rule: (_, seed) => `sgr-${seed.slice(0, 17)}`,
  aws_vpc_security_group_ingress_rule: (_, seed) => `sgr-${seed.slice(0, 17)}`,
};

/** Other attributes, by type and name. */
const attributes: Readonly<Record<string, Invention>> = {
  "aws_acm_certificate.arn": first("id"),
  "aws_cloudfront_distribution.arn": ({ id }) => `arn:aws:cloudfront::${account}:distribution/${id}`,
  "aws_cloudfront_distribution.domain_name": (_, seed) => `d${seed.slice(0, 13)}.cloudfront.net`,
  // Source: CloudFront's one hosted zone (Route 53 API, AliasTarget).
  "aws_cloudfront_distribution.hosted_zone_id": () => "Z2FDTNDATAQYW2",
  "aws_cloudwatch_log_delivery_destination.arn": ({ name }) =>
    `arn:aws:logs:us-east-1:${account}:delivery-destination:${name}`,
  "aws_cloudwatch_log_delivery_source.arn": ({ name }) =>
    `arn:aws:logs:us-east-1:${account}:delivery-source:${name}`,
  "aws_kms_key.arn": ({ key_id, ...state }) => `arn:aws:kms:${region(state)}:${account}:key/${key_id}`,
  "aws_sns_topic.arn": (state) => `arn:aws:sns:${region(state)}:${account}:${state["name"]}`,
  "aws_iam_role.arn": ({ name }) => `arn:aws:iam::${account}:role/${name}`,
  "aws_lambda_function.arn": (state) => lambdaArn(state),
  "aws_lambda_function.qualified_arn": (state) => `${lambdaArn(state)}:${state["version"]}`,
  "aws_lambda_function.version": (_, seed) => String(Number.parseInt(seed.slice(0, 4), 16) + 1),
  "aws_route53_record.fqdn": first("name"),
  "aws_s3_bucket.arn": ({ bucket }) => `arn:aws:s3:::${bucket}`,
  "aws_s3_bucket.bucket": (_, seed) => `terraform-${seed}`,
  "aws_s3_bucket.bucket_domain_name": ({ bucket }) => `${bucket}.s3.amazonaws.com`,
  "aws_s3_bucket.bucket_regional_domain_name": (state) =>
    `${state["bucket"]}.s3.${region(state)}.amazonaws.com`,
  "aws_s3_bucket_website_configuration.website_endpoint": (state) =>
    `${state["bucket"]}.s3-website.${region(state)}.amazonaws.com`,
};

/**
 * @param origin what the values follow from; left out, they are new each time
 * @returns the state with a value for everything that was unknown
 */
export function invented(type: string, block: Block, planned: Fields, origin: string = randomUUID()): Fields {
  const seed = createHash("sha256").update(origin).digest("hex");
  const state: Fields = { ...planned };
  // The id first, and `version` before what ends in it: other values are made of them.
  const names = Object.keys(block.attributes).sort((a, b) => rank(a) - rank(b));
  for (const name of names) {
    state[name] = settled(planned[name] ?? null, block.attributes[name]!, () =>
      text(type, name, state, seed),
    );
  }
  return { ...state, ...nestedBlocks(block, planned) };
}

const order = ["id", "version", "bucket"];

function rank(name: string): number {
  return order.includes(name) ? order.indexOf(name) : order.length;
}

function text(type: string, name: string, state: Fields, seed: string): string {
  if (name === "id")
    return ids[type]?.(state, seed) ?? (typeof state["bucket"] === "string" ? state["bucket"] : seed);
  const known = attributes[`${type}.${name}`];
  if (known) return known(state, seed);
  return name === "arn"
    ? `arn:aws:stand-in::${account}:${type}/${state["id"]}`
    : `${name}-${seed.slice(0, 8)}`;
}

function nestedBlocks(block: Block, planned: Fields): Fields {
  const entries = Object.entries(block.block_types).map(([name, nested]) => [
    name,
    mapBlocks(planned[name] ?? null, (one) => ({
      ...one,
      ...Object.fromEntries(
        Object.entries(nested.block.attributes).map(([key, attribute]) => [
          key,
          settled(one[key] ?? null, attribute, () => key),
        ]),
      ),
      ...nestedBlocks(nested.block, one),
    })),
  ]);
  return Object.fromEntries(entries);
}

function settled(value: Value, { type }: Pick<Attribute, "type">, text: () => string): Value {
  if (isUnknown(value)) return ofType(type, text);
  if (Array.isArray(value) && Array.isArray(type))
    return value.map((item) => settled(item, { type: type[1] }, text));
  if (!isFields(value) || !Array.isArray(type)) return value;
  const typeAt = (key: string): AttributeType => (type[0] === "object" ? type[1][key]! : type[1]);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      settled(item, { type: typeAt(key) }, () => `${key}-${text()}`),
    ]),
  );
}

function ofType(type: AttributeType, text: () => string): Value {
  if (type === "string" || type === "dynamic") return text();
  if (type === "number") return 0;
  if (type === "bool") return false;
  if (type[0] !== "object") return type[0] === "map" ? {} : [];
  return Object.fromEntries(Object.entries(type[1]).map(([key, one]) => [key, ofType(one, () => key)]));
}

function lambdaArn(state: Fields): string {
  return `arn:aws:lambda:${region(state)}:${account}:function:${state["function_name"]}`;
}
