// Rows: what buckets keep, for how long, under which key, and where logs go.
import { row, rowWithFiles, type Sections, site } from "../row";

const key = (region: string) => `arn:aws:kms:${region}:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666`;
const client = (rest: string, more = ""): Sections => ({
  buckets: `{\n    "client": { "name": "moathon-client"${rest} }${more}\n  }`,
});
const logs = (rest: string, use = '"logTo": { "bucket": "logs" }'): Sections =>
  client(`, ${use}`, `,\n    "logs": { "name": "moathon-logs"${rest} }`);
const aside = (rest: string): Sections => client("", `,\n    "aside": { "name": "moathon-aside"${rest} }`);
const objects = (one: string, at = "") =>
  client(`, "objects": { "errors/403.json": ${at}{ ${one}"contentType": "application/json" } }`);
const objectPath = 'buckets.client.objects["errors/403.json"]';

const keys = [
  row("accepts a new key", client(', "kms": { "create": true }')),
  row("accepts a key of the region", client(`, "kms": { "arn": "${key("ap-northeast-2")}" }`)),
  row("rejects a key of another region", client(`, "kms": { "arn": «"${key("us-east-1")}" }`), [
    "buckets/kms-region",
    "buckets.client.kms.arn",
  ]),
  row("rejects a key for a public website", client(', "access": "website", "kms": «{ "create": true }'), [
    "buckets/kms-website",
    "buckets.client.kms",
  ]),
  row(
    "rejects an alias in the place of a key",
    client(', "kms": { "arn": «"arn:aws:kms:ap-northeast-2:111122223333:alias/a" }'),
    ["schema/format", "buckets.client.kms.arn"],
  ),
];

const lifecycles = [
  row(
    "accepts classes by age, then the end",
    aside(`, "expirationDays": 365, "transitions": [
      { "days": 30, "storageClass": "STANDARD_IA" }, { "days": 90, "storageClass": "DEEP_ARCHIVE" }]`),
  ),
  row(
    "accepts a class at once",
    aside(', "transitions": [{ "days": 0, "storageClass": "INTELLIGENT_TIERING" }]'),
  ),
  row(
    "rejects STANDARD_IA before 30 days",
    aside(', "transitions": [{ "days": «29, "storageClass": "STANDARD_IA" }]'),
    ["buckets/lifecycle-order", "buckets.aside.transitions[0].days"],
  ),
  row(
    "rejects two classes at the same age",
    aside(`, "transitions": [
      { "days": 30, "storageClass": "STANDARD_IA" }, { "days": «30, "storageClass": "GLACIER" }]`),
    ["buckets/lifecycle-order", "buckets.aside.transitions[1].days"],
  ),
  row(
    "rejects a class for what is deleted by then",
    aside(', "expirationDays": 90, "transitions": [{ "days": «90, "storageClass": "GLACIER" }]'),
    ["buckets/lifecycle-order", "buckets.aside.transitions[0].days"],
  ),
  row(
    "rejects that content is archived",
    client(', "transitions": [{ "days": 90, "storageClass": «"GLACIER" }]'),
    ["buckets/archived-content", "buckets.client.transitions[0].storageClass"],
  ),
  row(
    "accepts a class of content that S3 reads at once",
    client(', "transitions": [{ "days": 90, "storageClass": "GLACIER_IR" }]'),
  ),
  row("warns that content expires", client(', "expirationDays": «90'), [
    "buckets/expiring-content",
    "buckets.client.expirationDays",
    "warning",
  ]),
];

const contents = [
  row("accepts an object in the config", objects('"content": "{}", ')),
  rowWithFiles(
    { "errors/403.json": "{}" },
    "accepts an object in a file",
    objects('"file": "errors/403.json", '),
  ),
  row("rejects an object without content", objects("", "«"), ["buckets/object-source", objectPath]),
  row("rejects an object with two contents", objects('"content": "{}", "file": "a.json", ', "«"), [
    "buckets/object-source",
    objectPath,
  ]),
  row("rejects an object whose file is not there", objects('"file": «"a.json", '), [
    "buckets/object-source",
    `${objectPath}.file`,
  ]),
  rowWithFiles(
    { "a.json": "\ufffdPNG" },
    "rejects an object that is no text",
    objects('"file": «"a.json", '),
    ["buckets/object-source", `${objectPath}.file`],
  ),
  rowWithFiles(
    { "a.json": "é".repeat(32769) },
    "rejects an object of more than 64 KiB",
    objects('"file": «"a.json", '),
    ["buckets/object-source", `${objectPath}.file`],
  ),
  ...["../../.ssh/id_rsa", "/etc/passwd", "~/.aws/credentials", ".git/config"].map((file) =>
    rowWithFiles(
      { [file]: "text" },
      `rejects ${file}, which is not inside the project, as an object`,
      objects(`"file": «"${file}", `),
      ["paths/outside-project", `${objectPath}.file`],
    ),
  ),
  ...[".env", "backend/.env.production", "keys/2026-11.pem", "a.tfstate"].map((file) =>
    rowWithFiles({ [file]: "text" }, `rejects ${file} as an object`, objects(`"file": «"${file}", `), [
      "publish/refused-file",
      `${objectPath}.file`,
    ]),
  ),
  row(
    "rejects an object key with a leading slash",
    client(', "objects": { «"/a.json": { "content": "", "contentType": "text/plain" } }'),
    ["schema/format", 'buckets.client.objects["/a.json"]'],
  ),
];

const logTargets = [
  row("accepts logs in a bucket of their own", logs(', "expirationDays": 90')),
  row("rejects logs in a bucket that is not there", client(', "logTo": { "bucket": «"log" }'), [
    "buckets/unknown-log-bucket",
    "buckets.client.logTo.bucket",
  ]),
  row("rejects a bucket that logs into itself", aside(', "logTo": { "bucket": «"aside" }'), [
    "buckets/log-target",
    "buckets.aside.logTo.bucket",
  ]),
  row(
    "rejects two buckets that log into each other",
    client(
      "",
      `,
    "a": { "name": "moathon-a", "logTo": { "bucket": «"b" } },
    "b": { "name": "moathon-b", "logTo": { "bucket": «"a" } }`,
    ),
    ["buckets/log-target", "buckets.a.logTo.bucket"],
    ["buckets/log-target", "buckets.b.logTo.bucket"],
  ),
  row(
    "rejects a circle of three buckets, and not the one that logs into it",
    client(
      ', "logTo": { "bucket": "a" }',
      `,
    "a": { "name": "moathon-a", "logTo": { "bucket": «"b" } },
    "b": { "name": "moathon-b", "logTo": { "bucket": «"c" } },
    "c": { "name": "moathon-c", "logTo": { "bucket": «"a" } }`,
    ),
    ["buckets/log-target", "buckets.a.logTo.bucket"],
    ["buckets/log-target", "buckets.b.logTo.bucket"],
    ["buckets/log-target", "buckets.c.logTo.bucket"],
  ),
  row(
    "accepts a chain of logs that ends",
    client(
      ', "logTo": { "bucket": "a" }',
      `,
    "a": { "name": "moathon-a", "logTo": { "bucket": "b" } },
    "b": { "name": "moathon-b" }`,
    ),
  ),
  row("rejects logs in a bucket that viewers read", aside(', "logTo": { "bucket": «"client" }'), [
    "buckets/log-target",
    "buckets.aside.logTo.bucket",
  ]),
  row("rejects logs in a public website", logs(', "access": "website"', '"logTo": { "bucket": «"logs" }'), [
    "buckets/log-target",
    "buckets.client.logTo.bucket",
  ]),
  row("rejects logs under a KMS key", logs(', "kms": { "create": true }', '"logTo": { "bucket": «"logs" }'), [
    "buckets/log-target",
    "buckets.client.logTo.bucket",
  ]),
];

const cors = (behavior: string): Sections => ({
  ...client(', "cors": [{ "allowedOrigins": ["https://a.example.com"], "allowedMethods": ["GET"] }]'),
  ...site([`{ "path": "*", "origin": ${behavior} }`]),
});

const corsRules = [
  row("warns of CORS rules that CloudFront does not let through", cors('«{ "bucket": "client" }'), [
    "buckets/cors-unreached",
    "distributions.site.behaviors[0].origin",
    "warning",
  ]),
  row(
    "warns of CORS answers that are cached for all",
    cors('«{ "bucket": "client" }, "forward": { "headers": ["Origin"] }'),
    ["buckets/cors-unreached", "distributions.site.behaviors[0].origin", "warning"],
  ),
  row(
    "accepts CORS with the Origin in the key",
    cors('{ "bucket": "client" }, "cache": { "defaultTtlSeconds": 60, "headers": ["origin"] }'),
  ),
  row(
    "accepts CORS that is never cached and forwarded",
    cors('{ "bucket": "client" }, "cache": "none", "forward": { "headers": ["Origin"] }'),
  ),
  row(
    "accepts CORS that is never cached, with all headers forwarded",
    cors('{ "bucket": "client" }, "cache": "none", "forward": { "headers": "all" }'),
  ),
  row(
    "warns of CORS without a cache whose Origin stays at CloudFront",
    cors('«{ "bucket": "client" }, "cache": "none", "forward": { "headers": ["Accept"] }'),
    ["buckets/cors-unreached", "distributions.site.behaviors[0].origin", "warning"],
  ),
  row(
    "accepts CORS that CloudFront answers",
    cors(
      '{ "bucket": "client" }, "responseHeaders": { "cors": { "allowOrigins": ["https://a.example.com"] } }',
    ),
  ),
  row(
    "accepts CORS for uploads past CloudFront",
    client(', "cors": [{ "allowedOrigins": ["https://a.example.com"], "allowedMethods": ["PUT"] }]'),
  ),
];

export const bucketRows = [...keys, ...lifecycles, ...contents, ...logTargets, ...corsRules];
