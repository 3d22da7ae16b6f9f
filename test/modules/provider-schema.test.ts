// Every variant fits the schema of AWS provider 6.25.0, and the check finds each kind of fault.
import { schemaProblems } from "./provider-schema";
import { type Json, synthesized, type TerraformJson } from "./synthesized";
import { variants } from "./variants";

test.each(Object.entries(variants))("%s: fits provider 6.25.0", (_, project) => {
  expect(schemaProblems(synthesized(project))).toEqual([]);
});

describe("the check finds", () => {
  const good = JSON.stringify(synthesized(variants["signed behaviors"]));
  const distribution = (json: Json) => json.resource.aws_cloudfront_distribution.distribution_site;
  const rule = (json: Json) => json.resource.aws_vpc_security_group_ingress_rule.server_http_ipv4;
  const site = "aws_cloudfront_distribution.distribution_site";
  const http = "aws_vpc_security_group_ingress_rule.server_http_ipv4";

  test.each<[string, (json: Json) => unknown, string]>([
    [
      "an unsupported argument",
      (json) => (distribution(json).comments = ""),
      `${site}.comments: unsupported`,
    ],
    [
      "an unsupported nested argument",
      (json) => (distribution(json).origin[0].port = 443),
      `${site}.origin[0].port: unsupported`,
    ],
    [
      "an argument that AWS alone decides",
      (json) => (distribution(json).arn = "a"),
      `${site}.arn: unsupported`,
    ],
    ["a camel-case name", (json) => (rule(json).fromPort = 80), `${http}.fromPort: unsupported`],
    ["a missing argument", (json) => delete distribution(json).enabled, `${site}.enabled: missing`],
    [
      "a missing nested argument",
      (json) => delete distribution(json).origin[0].origin_id,
      `${site}.origin[0].origin_id: missing`,
    ],
    [
      "a missing block",
      (json) => delete distribution(json).viewer_certificate,
      `${site}.viewer_certificate: missing`,
    ],
    [
      "an empty list of a required block",
      (json) => (distribution(json).origin = []),
      `${site}.origin: missing`,
    ],
    [
      "a block too many",
      (json) => (distribution(json).restrictions = [{}, {}]),
      `${site}.restrictions: at most 1`,
    ],
    [
      "a function association too many",
      (json) =>
        (distribution(json).default_cache_behavior.function_association = [1, 2, 3].map(() => ({
          event_type: "",
          function_arn: "",
        }))),
      `${site}.default_cache_behavior[0].function_association: at most 2`,
    ],
    ["text for a number", (json) => (rule(json).from_port = "80"), `${http}.from_port: expected number`],
    [
      "text for a boolean",
      (json) => (distribution(json).enabled = "true"),
      `${site}.enabled: expected boolean`,
    ],
    ["a number for text", (json) => (rule(json).ip_protocol = -1), `${http}.ip_protocol: expected string`],
    ["text for a list", (json) => (distribution(json).aliases = "a"), `${site}.aliases: expected a list`],
    ["a list for a map", (json) => (distribution(json).tags = ["a"]), `${site}.tags: expected map`],
    [
      "text for a block",
      (json) => (distribution(json).restrictions = "none"),
      `${site}.restrictions[0]: expected a block`,
    ],
    [
      "an unknown type",
      (json) => (json.resource.aws_cloudfront_site = { a: {} }),
      "aws_cloudfront_site.a: unknown type",
    ],
    [
      "a bad provider argument",
      (json) => (json.provider.aws[0].zone = "a"),
      "provider.aws.zone: unsupported",
    ],
    [
      "a bad data source argument",
      (json) => (json.data = { aws_ec2_managed_prefix_list: { a: { title: "" } } }),
      "data_aws_ec2_managed_prefix_list.a.title: unsupported",
    ],
  ])("%s", (_, damage, problem) => {
    const json: TerraformJson = JSON.parse(good);
    damage(json);
    expect(schemaProblems(json)).toContain(problem);
  });
});
