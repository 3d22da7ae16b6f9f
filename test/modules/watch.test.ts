// What watches over a distribution: countries, firewall, alarms, metrics, real-time logs.
import { type Block, only, synthesized } from "./synthesized";
import { variants } from "./variants";

const json = synthesized(variants["everything that watches, tags, countries"]);
const given = synthesized(variants["firewall and topic that exist, blocked countries"]);
const distributionOf = (one: typeof json) => only(one, "aws_cloudfront_distribution");

test("countries are allowed or blocked, in the words of CloudFront's API", () => {
  const restriction = (one: typeof json) => distributionOf(one)["restrictions"].geo_restriction;
  expect(restriction(json)).toEqual({ restriction_type: "whitelist", locations: ["KR", "JP"] });
  expect(restriction(given)).toEqual({ restriction_type: "blacklist", locations: ["AQ"] });
});

test("tags and the wait for edge locations arrive", () => {
  expect(distributionOf(json)["wait_for_deployment"]).toBe(false);
  expect(distributionOf(json)["tags"].service).toContain("$${var.x}");
  expect(distributionOf(given)).toMatchObject({ wait_for_deployment: true });
  expect(distributionOf(given)).not.toHaveProperty("tags");
});

describe("the firewall", () => {
  const acl = only(json, "aws_wafv2_web_acl");

  test("is CloudFront's, in us-east-1, and lets through what no rule stops", () => {
    expect(acl).toMatchObject({
      provider: "aws.us_east_1",
      scope: "CLOUDFRONT",
      default_action: { allow: {} },
    });
    expect(distributionOf(json)["web_acl_id"]).toBe("${aws_wafv2_web_acl.waf_site.arn}");
  });

  test("has the limit first, then AWS's groups in their order", () => {
    expect(
      acl["rule"].map(({ name, priority, action, override_action, statement }: Block) => [
        priority,
        name,
        action ?? override_action,
        statement,
      ]),
    ).toEqual([
      [0, "rate-limit", { block: {} }, { rate_based_statement: { limit: 2000, aggregate_key_type: "IP" } }],
      ...["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet"].map((name, index) => [
        index + 1,
        name,
        { none: {} },
        { managed_rule_group_statement: { vendor_name: "AWS", name } },
      ]),
    ]);
  });

  test("only counts where the config says so", () => {
    const site = variants["everything that watches, tags, countries"].distributions["site"]!;
    const counting = synthesized({
      ...variants["everything that watches, tags, countries"],
      distributions: {
        site: {
          ...site,
          waf: { managedRules: ["AWSManagedRulesSQLiRuleSet"], rateLimit: 100, mode: "count" },
        },
      },
    });
    const [limit, group] = only(counting, "aws_wafv2_web_acl")["rule"];
    expect([limit.action, group.override_action]).toEqual([{ count: {} }, { count: {} }]);
  });

  test("that exists is used as it is", () => {
    expect(distributionOf(given)["web_acl_id"]).toMatch(/^arn:aws:wafv2:us-east-1:/);
    expect(given.resource).not.toHaveProperty("aws_wafv2_web_acl");
  });
});

describe("alarms", () => {
  const alarms = json.resource["aws_cloudwatch_metric_alarm"]!;

  test("are about the share of errors and the origin's time, in us-east-1", () => {
    const common = {
      provider: "aws.us_east_1",
      namespace: "AWS/CloudFront",
      dimensions: { DistributionId: "${aws_cloudfront_distribution.distribution_site.id}", Region: "Global" },
      comparison_operator: "GreaterThanThreshold",
      period: 60,
      evaluation_periods: 10,
      treat_missing_data: "notBreaching",
      alarm_actions: ["${aws_sns_topic.alarms_site_topic.arn}"],
    };
    expect(alarms["alarms_site_error_5xx"]).toMatchObject({
      ...common,
      metric_name: "5xxErrorRate",
      statistic: "Average",
      threshold: 5,
    });
    expect(alarms["alarms_site_origin_latency"]).toMatchObject({
      ...common,
      metric_name: "OriginLatency",
      extended_statistic: "p90",
      threshold: 3000,
    });
  });

  test("write to the addresses, or tell the topic that exists", () => {
    expect(only(json, "aws_sns_topic_subscription")).toMatchObject({
      provider: "aws.us_east_1",
      protocol: "email",
      endpoint: "ops@example.com",
    });
    expect(given.resource).not.toHaveProperty("aws_sns_topic");
    expect(only(given, "aws_cloudwatch_metric_alarm")["alarm_actions"]).toEqual([
      "arn:aws:sns:us-east-1:111122223333:alarms",
    ]);
  });
});

test("additional metrics are subscribed to where the config says so, and only there", () => {
  expect(only(json, "aws_cloudfront_monitoring_subscription")).toMatchObject({
    distribution_id: "${aws_cloudfront_distribution.distribution_site.id}",
    monitoring_subscription: {
      realtime_metrics_subscription_config: { realtime_metrics_subscription_status: "Enabled" },
    },
  });
  expect(given.resource).not.toHaveProperty("aws_cloudfront_monitoring_subscription");
});

test("a real-time log goes to its stream, by a role that may write there and nowhere else", () => {
  expect(only(json, "aws_cloudfront_realtime_log_config")).toMatchObject({
    sampling_rate: 50,
    depends_on: ["aws_iam_role_policy.requests_site_all_write"],
    fields: ["timestamp", "c-ip"],
    endpoint: {
      stream_type: "Kinesis",
      kinesis_stream_config: {
        role_arn: "${aws_iam_role.requests_site_all_role.arn}",
        stream_arn: "arn:aws:kinesis:us-east-1:111122223333:stream/requests",
      },
    },
  });
  expect(JSON.parse(only(json, "aws_iam_role_policy")["policy"]).Statement[0]).toMatchObject({
    Resource: "arn:aws:kinesis:us-east-1:111122223333:stream/requests",
  });
  expect(distributionOf(json)["default_cache_behavior"].realtime_log_config_arn).toBe(
    "${aws_cloudfront_realtime_log_config.requests_site_all.arn}",
  );
});
