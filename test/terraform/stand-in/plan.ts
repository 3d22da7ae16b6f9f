// What the provider answers to a plan: computed values that are not there yet are unknown, and some changes replace.
import type { Block } from "../provider-schema";
import { equal, type Fields, isUnknown, mapBlocks, unknown, type Value } from "./values";

export interface ProviderSettings {
  readonly region: Value;
  readonly defaultTags: Fields;
}

export interface Planned {
  readonly state: Fields;
  readonly replacedBy: readonly string[];
}

/**
 * Attributes whose change replaces the resource; a schema does not tell. Only those that a change of a config can
 * reach; a test compares plans with the real provider.
 */
export const replacing: Readonly<Record<string, readonly string[]>> = {
  aws_acm_certificate: ["domain_name", "subject_alternative_names", "validation_method"],
  aws_acm_certificate_validation: ["certificate_arn", "validation_record_fqdns"],
  aws_cloudfront_function: ["name"],
  aws_cloudfront_key_value_store: ["name"],
  aws_cloudfront_public_key: ["name", "encoded_key"],
  aws_cloudfront_realtime_log_config: ["name"],
  aws_cloudwatch_log_delivery_destination: ["name"],
  aws_iam_role: ["name"],
  aws_iam_role_policy: ["name", "role"],
  aws_lambda_function: ["function_name"],
  aws_route53_record: ["name", "zone_id"],
  aws_s3_bucket: ["bucket"],
  aws_s3_bucket_policy: ["bucket"],
  aws_security_group: ["name", "description", "vpc_id"],
  aws_sns_topic: ["name"],
  aws_vpc_security_group_egress_rule: ["security_group_id"],
  aws_vpc_security_group_ingress_rule: ["security_group_id"],
  aws_wafv2_web_acl: ["name", "scope"],
};

export function plan(
  type: string,
  block: Block,
  settings: ProviderSettings,
  prior: Fields | null,
  proposed: Fields,
): Planned {
  const state = { ...withUnknowns(block, proposed), ...decided(type, block, settings, proposed) };
  const changed = prior !== null && !equal(state, prior);
  if (changed) Object.assign(state, renewed(type, prior, state));
  const replacedBy = (replacing[type] ?? []).filter(
    (name) => prior && !equal(prior[name] ?? null, state[name] ?? null),
  );
  return { state, replacedBy };
}

function withUnknowns(block: Block, proposed: Fields): Fields {
  const state: Fields = { ...proposed };
  for (const [name, { computed }] of Object.entries(block.attributes)) {
    if (computed && (proposed[name] ?? null) === null) state[name] = unknown;
  }
  for (const [name, nested] of Object.entries(block.block_types)) {
    state[name] = mapBlocks(proposed[name] ?? null, (one) => withUnknowns(nested.block, one));
  }
  return state;
}

// What the provider knows before the apply although the config does not say.
function decided(type: string, block: Block, settings: ProviderSettings, proposed: Fields): Fields {
  const known: Fields = {};
  if (block.attributes["tags_all"])
    known["tags_all"] = allTags(settings.defaultTags, proposed["tags"] ?? null);
  if (block.attributes["region"]?.optional) known["region"] = proposed["region"] ?? settings.region;
  if (type === "aws_acm_certificate" && proposed["domain_validation_options"] === null)
    known["domain_validation_options"] = validationOptions(proposed);
  return known;
}

function allTags(defaults: Fields, tags: Value): Value {
  if (isUnknown(tags)) return unknown;
  return { ...defaults, ...(tags as Fields | null) };
}

function validationOptions({ domain_name, subject_alternative_names }: Fields): Value {
  const others = Array.isArray(subject_alternative_names) ? subject_alternative_names : [];
  return [...new Set([domain_name ?? null, ...others])].map((name) => ({
    domain_name: name,
    resource_record_name: unknown,
    resource_record_type: unknown,
    resource_record_value: unknown,
  }));
}

// New code of a published function is a new version.
function renewed(type: string, prior: Fields, state: Fields): Fields {
  if (type !== "aws_lambda_function" || state["publish"] !== true) return {};
  const sameCode = ["source_code_hash", "filename"].every((name) =>
    equal(prior[name] ?? null, state[name] ?? null),
  );
  if (sameCode) return {};
  return { version: unknown, qualified_arn: unknown, qualified_invoke_arn: unknown, last_modified: unknown };
}
