// Rows: logs, firewall, alarms, countries and real-time logs of a distribution.
import { row, type Sections, site } from "../row";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const buckets =
  '{ "client": { "name": "moathon-client" }, "logs": { "name": "moathon-logs", "expirationDays": 90 } }';
const distribution = (text: string): Sections => ({ buckets, ...site([page], text) });
const at = (key: string) => `distributions.site.${key}`;
const acl = '"webAclArn": "arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/0a1b2c3d"';
const emails = '"emails": ["ops@example.com"]';
const stream = '"streamArn": "arn:aws:kinesis:us-east-1:111122223333:stream/requests"';
const setting = ["distributions/alarm-setting", at("alarms")] as const;

const logs = [
  row("accepts logs", distribution('"logging": { "bucket": "logs" }')),
  row(
    "accepts legacy logs with cookies",
    distribution('"logging": { "bucket": "logs", "version": 1, "cookies": true }'),
  ),
  row("rejects logs in a bucket that is not there", distribution('"logging": { "bucket": «"log" }'), [
    "buckets/unknown-log-bucket",
    at("logging.bucket"),
  ]),
  row("rejects logs in the bucket that is served", distribution('"logging": { "bucket": «"client" }'), [
    "buckets/log-target",
    at("logging.bucket"),
  ]),
  row(
    "rejects a format of legacy logs",
    distribution('"logging": { "bucket": "logs", "version": 1, «"format": "json" }'),
    ["distributions/log-setting", at("logging.format")],
  ),
  row(
    "rejects the cookie field without cookies",
    distribution('"logging": { "bucket": "logs", "fields": ["date", «"cs(Cookie)"] }'),
    ["distributions/log-setting", at("logging.fields[1]")],
  ),
  row(
    "accepts the cookie field with cookies",
    distribution('"logging": { "bucket": "logs", "fields": ["date", "cs(Cookie)"], "cookies": true }'),
  ),
];

const realtime = (id: string) => ({
  buckets,
  ...site([page.replace(/}$/, `, "realtimeLog": ${id} }`)], `"realtimeLogs": { "all": { ${stream} } }`),
});

const guards = [
  row(
    "accepts rules of a firewall",
    distribution('"waf": { "managedRules": ["AWSManagedRulesCommonRuleSet"], "mode": "count" }'),
  ),
  row("accepts a firewall that exists", distribution(`"waf": { ${acl} }`)),
  row("rejects a firewall without rules", distribution('"waf": «{ "mode": "block" }'), [
    "distributions/waf-setting",
    at("waf"),
  ]),
  row("rejects an empty list of rules", distribution('"waf": «{ "managedRules": [] }'), [
    "distributions/waf-setting",
    at("waf"),
  ]),
  row("rejects rules beside a firewall that exists", distribution(`"waf": «{ ${acl}, "rateLimit": 2000 }`), [
    "distributions/waf-setting",
    at("waf"),
  ]),
  row("rejects a limit that AWS does not take", distribution('"waf": { "rateLimit": «9 }'), [
    "schema/range",
    at("waf.rateLimit"),
  ]),
  row(
    "rejects a regional firewall",
    distribution(`"waf": { ${acl.replace('": "', '": «"').replace("us-east-1", "eu-west-1")} }`),
    ["schema/format", at("waf.webAclArn")],
  ),
  row(
    "accepts alarms",
    distribution(`"additionalMetrics": true, "alarms": { "originLatencyMilliseconds": 3000, ${emails} }`),
  ),
  row("rejects alarms without a threshold", distribution(`"alarms": «{ ${emails} }`), setting),
  row("rejects alarms that tell nobody", distribution('"alarms": «{ "error5xxPercent": 5 }'), setting),
  row(
    "rejects alarms with two places to tell",
    distribution(
      `"alarms": «{ "error5xxPercent": 5, ${emails}, "topicArn": "arn:aws:sns:us-east-1:111122223333:a" }`,
    ),
    setting,
  ),
  row(
    "rejects an alarm about a metric that is off",
    distribution(`"alarms": { "originLatencyMilliseconds": «3000, ${emails} }`),
    ["distributions/alarm-setting", at("alarms.originLatencyMilliseconds")],
  ),
  row(
    "rejects a threshold below what can be seen",
    distribution(`"alarms": { "error5xxPercent": «0, ${emails} }`),
    ["schema/range", at("alarms.error5xxPercent")],
  ),
  row("accepts countries", distribution('"geoRestriction": { "allow": ["KR", "JP"] }')),
  row(
    "rejects countries that are allowed and blocked",
    distribution('"geoRestriction": «{ "allow": ["KR"], "block": ["JP"] }'),
    ["schema/range", at("geoRestriction")],
  ),
  row("accepts a real-time log", realtime('"all"')),
  row("rejects a real-time log that is not there", realtime('«"every"'), [
    "behaviors/unknown-realtime-log",
    at("behaviors[0].realtimeLog"),
  ]),
];

export const distributionGuardRows = [...logs, ...guards];
