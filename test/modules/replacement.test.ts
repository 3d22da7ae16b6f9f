// Nothing that is in use is deleted before its successor is there: order and names.
import type { Project } from "../../config/project";
import { inUseErrors } from "../terraform/stand-in/cloud";
import { type Block, only, synthesized } from "./synthesized";
import { variants, withSite } from "./variants";

// What another resource holds on to, so that AWS refuses to delete it (…InUse). Key groups keep their name and change
// in place; certificates have no name.
const hashedNames = [
  "aws_cloudfront_cache_policy",
  "aws_cloudfront_function",
  "aws_cloudfront_realtime_log_config",
  "aws_cloudfront_key_group",
  "aws_cloudfront_key_value_store",
  "aws_cloudfront_origin_access_control",
  "aws_cloudfront_origin_request_policy",
  "aws_cloudfront_public_key",
  "aws_cloudfront_response_headers_policy",
  "aws_iam_role",
  "aws_cloudwatch_log_delivery_destination",
  "aws_security_group",
  "aws_sns_topic",
  "aws_wafv2_web_acl",
];
const canBeInUse = [...hashedNames, "aws_acm_certificate", "aws_kms_key", "aws_lambda_function"];

// What is not: it refers to others, or has a name that cannot be had twice.
const neverInUse = [
  "aws_acm_certificate_validation",
  "aws_cloudfront_distribution",
  "aws_cloudfront_monitoring_subscription",
  "aws_cloudwatch_log_delivery",
  "aws_cloudwatch_log_delivery_source",
  "aws_cloudwatch_metric_alarm",
  "aws_iam_openid_connect_provider",
  "aws_iam_role_policy",
  "aws_kms_key_policy",
  "aws_route53_record",
  "aws_s3_bucket",
  "aws_s3_bucket_cors_configuration",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_s3_bucket_website_configuration",
  "aws_s3_object",
  "aws_sns_topic_subscription",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];

const all = Object.values(variants).map((project: Project) => synthesized(project).resource);
const ofType = (type: string): Block[] => all.flatMap((resource) => Object.values(resource[type] ?? {}));

test("every resource type that any variant has is known to be one or the other", () => {
  const types = new Set(all.flatMap((resource) => Object.keys(resource)));
  expect([...types].sort()).toEqual([...canBeInUse, ...neverInUse].sort());
});

test("the stand-in for AWS refuses to delete each of them while it is in use", () => {
  expect(Object.keys(inUseErrors).sort()).toEqual([...canBeInUse].sort());
});

test.each(canBeInUse)("%s is made anew before the old one is deleted", (type) => {
  expect(ofType(type).map(({ lifecycle }) => lifecycle)).toEqual(
    ofType(type).map(() => ({ create_before_destroy: true })),
  );
});

test.each(hashedNames)("%s has a name of at most 64 characters that ends in a digest", (type) => {
  for (const { name } of ofType(type)) expect(name).toMatch(/^(?=.{1,64}$)[A-Za-z0-9_-]+-[0-9a-f]{12}$/);
});

describe("the name changes with the content, for", () => {
  const named = (project: Project, type: string) => only(synthesized(project), type)["name"];
  const custom = variants["custom policies, error pages, two origin paths"];
  const signed = variants["signed behaviors"];
  const keys = (publicKeyPem: string): Project => ({
    ...signed,
    signingKeys: [{ ...signed.signingKeys[0], publicKeyPem }],
  });
  const firstBehavior = custom.distributions["site"]!.behaviors[0]!;

  test("cache policies", () => {
    const cache = { ...(firstBehavior.cache as object), defaultTtlSeconds: 61 } as never;
    const changed = withSite({
      behaviors: [{ ...firstBehavior, cache }, ...custom.distributions["site"]!.behaviors.slice(1)],
    });
    expect(named(changed, "aws_cloudfront_cache_policy")).not.toBe(
      named(custom, "aws_cloudfront_cache_policy"),
    );
  });

  test("functions", () => {
    const changed = withSite({ defaultRootObject: "app.html" });
    expect(named(changed, "aws_cloudfront_function")).not.toBe(
      named(withSite({}), "aws_cloudfront_function"),
    );
  });

  test("public keys, at an address that stays", () => {
    const other = signed.signingKeys[0].publicKeyPem.replace("MFkw", "MFkx");
    expect(named(keys(other), "aws_cloudfront_public_key")).not.toBe(
      named(keys(signed.signingKeys[0].publicKeyPem), "aws_cloudfront_public_key"),
    );
    expect(Object.keys(synthesized(keys(other)).resource["aws_cloudfront_public_key"]!)).toEqual([
      "signing_keys_2026-11",
    ]);
  });

  test("security groups in another VPC", () => {
    const project = variants["new security group"];
    const moved = {
      ...project,
      server: { ...project.server, securityGroup: { vpcId: "vpc-11111111111111111", import: null } },
    };
    expect(named(moved, "aws_security_group")).not.toBe(named(project, "aws_security_group"));
  });
});

test("two stacks of one account have no name in common, also where long names are cut", () => {
  const long = "a-name-of-thirty-two-characters0-";
  const names = (stack: string) => {
    const { resource } = synthesized({ ...variants["signed behaviors"], stack: `${long}${stack}` });
    return hashedNames.flatMap((type) => Object.values(resource[type] ?? {}).map(({ name }) => name));
  };
  const [one, two] = [names("environment-of-thirty-characters1"), names("environment-of-thirty-characters2")];
  expect(Math.max(...one.map((name) => name.length))).toBe(64);
  expect(new Set([...one, ...two]).size).toBe(one.length + two.length);
});
