// The rig finds faults: one in each copy of a good stack, and terraform refuses it by the schema of provider 6.25.
import type { Project } from "../../../config/project";
import { variants } from "../../modules/variants";
import { describeWith } from "../../programs";
import { bindingsInUse, bindingsSchema } from "../../terraform/bindings-schema";
import { type Deployment, StandIn } from "../../terraform/stand-in/mirror";

const good: Project = { ...variants["signed behaviors"], server: variants["prefix list looked up"].server };

// biome-ignore lint/suspicious/noExplicitAny: what Terraform JSON holds has no type here
type Json = any;

const site = (json: Json) => json.resource.aws_cloudfront_distribution.distribution_site;
const rule = (json: Json) => json.resource.aws_vpc_security_group_ingress_rule.server_http_ipv4;
const group = (json: Json) => json.resource.aws_cloudfront_key_group.signing_keys;
const associations = (count: number, block: object) => Array.from({ length: count }, () => block);
const withRateLimit = (json: Json, statement: object) => {
  const metrics = { cloudwatch_metrics_enabled: true, metric_name: "rate", sampled_requests_enabled: false };
  json.resource.aws_wafv2_web_acl = {
    firewall: {
      name: "firewall",
      scope: "CLOUDFRONT",
      default_action: { allow: {} },
      visibility_config: metrics,
      rule: [{ name: "rate", priority: 1, action: { block: {} }, statement, visibility_config: metrics }],
    },
  };
};

/** The fault, what makes it, and what terraform says. */
const faults: readonly (readonly [name: string, damage: (json: Json) => unknown, said: string])[] = [
  ["an argument that there is not", (json) => (site(json).price_clas = "PriceClass_All"), "price_clas"],
  ["a missing argument", (json) => delete site(json).enabled, 'The argument "enabled" is required'],
  [
    "a missing argument of a block",
    (json) => delete site(json).origin[0].domain_name,
    'The argument "domain_name" is required',
  ],
  ["a block by another name", (json) => (site(json).origins = site(json).origin), "origins"],
  ["an argument of a block that there is not", (json) => (site(json).origin[0].port = 443), "port"],
  ["a missing block", (json) => delete site(json).viewer_certificate, "viewer_certificate"],
  [
    "two blocks where one may be",
    (json) => (site(json).restrictions = associations(2, { geo_restriction: { restriction_type: "none" } })),
    'No more than 1 "restrictions" blocks are allowed',
  ],
  [
    "three functions where two may be",
    (json) =>
      (site(json).default_cache_behavior.function_association = associations(3, {
        event_type: "viewer-request",
        function_arn: "arn",
      })),
    'No more than 2 "function_association" blocks are allowed',
  ],
  [
    "five edge functions where four may be",
    (json) =>
      (site(json).ordered_cache_behavior[0].lambda_function_association = associations(5, {
        event_type: "viewer-request",
        lambda_arn: "arn",
      })),
    'No more than 4 "lambda_function_association" blocks are allowed',
  ],
  [
    "one member of a group of two origins",
    (json) =>
      (site(json).origin_group = [
        { origin_id: "g", failover_criteria: { status_codes: [500] }, member: [{ origin_id: "a" }] },
      ]),
    'At least 2 "member" blocks are required',
  ],
  ["text for a number", (json) => (rule(json).from_port = "eighty"), "a number is required"],
  ["text for a boolean", (json) => (site(json).enabled = "perhaps"), "a bool is required"],
  ["a list for text", (json) => (rule(json).ip_protocol = ["tcp"]), "string required"],
  [
    "a reference to an attribute that there is not",
    (json) => (rule(json).description = "${aws_cloudfront_distribution.distribution_site.domain}"),
    'has no argument, nested block, or exported attribute named "domain"',
  ],
  [
    "a reference to a resource that there is not",
    (json) => (rule(json).description = "${aws_cloudfront_distribution.other.id}"),
    "has not been declared",
  ],
  [
    "a type of resource that there is not",
    (json) => (json.resource.aws_cloudfront_site = { a: { enabled: true } }),
    "The provider hashicorp/aws does not support resource type",
  ],
  ["an argument of the provider that there is not", (json) => (json.provider.aws[0].zone = "a"), "zone"],
  [
    "an alias of a provider that there is not",
    (json) => (rule(json).provider = "aws.eu_west_1"),
    "Provider configuration not present",
  ],
  [
    "an argument of a data source that there is not",
    (json) => (json.data.aws_ec2_managed_prefix_list.server_cloudfront.title = "a"),
    "title",
  ],
  [
    "a rate limit without its limit",
    (json) => withRateLimit(json, { rate_based_statement: { aggregate_key_type: "IP" } }),
    'The argument "limit" is required',
  ],
  [
    "names of a statement in camel case, which CDKTF passes through",
    (json) => withRateLimit(json, { rateBasedStatement: { limit: 2000 } }),
    "rateBasedStatement",
  ],
  [
    "two resources that wait for each other",
    (json) => {
      group(json).comment = "${aws_cloudfront_distribution.distribution_site.id}";
    },
    "Cycle: ",
  ],
  [
    "an attribute that AWS alone decides",
    (json) => (site(json).arn = "arn:aws:cloudfront::111122223333:distribution/E1"),
    'Can\'t configure a value for "arn"',
  ],
  ["an id that AWS alone decides", (json) => (site(json).id = "E1"), 'Can\'t configure a value for "id"'],
];

describeWith(["terraform"], "terraform on the stand-in", () => {
  let standIn: StandIn;
  let deployment: Deployment;
  beforeAll(() => {
    standIn = new StandIn(bindingsSchema([...new Set([...bindingsInUse(), "wafv2-web-acl"])]));
    deployment = standIn.deployment("faults").synthesize(good).init();
  });
  afterAll(() => standIn.remove());

  test("accepts the stack without a fault, also with a rate limit", () => {
    deployment.synthesize(good, (json) =>
      withRateLimit(json, { rate_based_statement: { limit: 2000, aggregate_key_type: "IP" } }),
    );
    expect(deployment.ok("validate")).toContain("The configuration is valid");
  });

  test.each(faults)("rejects %s", (_, damage, said) => {
    const { status, stderr } = deployment.synthesize(good, damage).terraform("validate");
    expect(status).toBe(1);
    expect(stderr.replace(/\s+│?\s*/g, " ")).toContain(said);
  });
});
