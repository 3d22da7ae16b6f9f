// What the real AWS provider plans and AWS refuses (measured with 5.100.0, also in literal blocks): each mistake is
// either a problem of the config, with its code, or one that the constructs cannot make, shown on all variants.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../../config/project";
import { quotas } from "../../config/quotas";
import { synth } from "../../modules";
import { spaFallbackCode } from "../../modules/spa-fallback";
import schema from "../../schemas/project.schema.json";
import { configText, load, type Sections, site } from "../config/row";
import { pem } from "../config/rows/keys";
import { originHttps } from "../projects";
import { type Block, inFolder, type Json, synthesized, type TerraformJson } from "./synthesized";
import { variants } from "./variants";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const media = (rest: string) => `{ "path": "/m/*", "origin": { "bucket": "media" }, ${rest} }`;
const api = (rest: string) => `{ "path": "/api/*", "origin": { "server": true, ${rest} } }`;
const alias = '"aliases": ["app.example.com"]';
const token = (rest: string): Sections => ({
  edge: `{ "token": { "handler": "require-authorization", "event": "viewer-request", "tokenSha256": ["${"0a".repeat(32)}"]${rest} } }`,
});

// Lambda@Edge on the viewer response, beside the CloudFront Function of an app on the viewer request.
const responseHeaders = {
  edge: '{ "headers": { "handler": "security-headers", "event": "viewer-response", "runtime": "nodejs22.x", "headers": [{ "name": "A", "value": "1" }] } }',
};
const key = { signingKeys: '[{ "id": "a", "publicKeyFile": "keys/a.pub.pem", "phase": "active" }]' };

/** One mistake that the provider lets through. `found`: what the config's problems say. `holds`: why it cannot be. */
type Row = readonly [
  mistake: string,
  found: readonly (readonly [changed: Sections, code: string, files?: Record<string, string>])[],
  holds?: (json: TerraformJson, project: Project) => void,
];

const rows: readonly Row[] = [
  [
    "unknown HTTP method in allowed_methods",
    [[site([media('"allowedMethods": "TRACE"'), page]), "schema/not-allowed"]],
    (json) => {
      for (const { allowed_methods } of behaviors(json))
        expect(methodSets).toContainEqual(sorted(allowed_methods));
    },
  ],
  [
    "OPTIONS cached but not allowed",
    [],
    (json) => {
      for (const { allowed_methods, cached_methods } of behaviors(json))
        expect(allowed_methods).toEqual(expect.arrayContaining(cached_methods));
    },
  ],
  [
    "min, default and max TTL out of order",
    [
      [site([media('"cache": { "minTtlSeconds": 9, "defaultTtlSeconds": 5 }'), page]), "behaviors/ttl-order"],
      [site([media('"cache": { "defaultTtlSeconds": 9, "maxTtlSeconds": 5 }'), page]), "behaviors/ttl-order"],
    ],
  ],
  [
    "target_origin_id without origin",
    [[site(['{ "path": "*", "origin": { "bucket": "absent" } }']), "behaviors/unknown-bucket"]],
    (json) => {
      for (const one of distributions(json)) {
        const ids = [...list(one["origin"]), ...list(one["origin_group"])].map(({ origin_id }) => origin_id);
        for (const { target_origin_id } of behaviorsOf(one)) expect(ids).toContain(target_origin_id);
      }
    },
  ],
  [
    "CloudFront Function and Lambda@Edge both on viewer events",
    [
      [
        { ...site([page.replace(/}$/, ', "edge": ["headers"] }')], '"spa": true'), ...responseHeaders },
        "distributions/function-and-lambda",
      ],
    ],
    (json) => {
      const isViewers = ({ event_type }: Block) => String(event_type).startsWith("viewer-");
      for (const one of behaviors(json))
        expect(
          list(one["function_association"]).some(isViewers) &&
            list(one["lambda_function_association"]).some(isViewers),
        ).toBe(false);
    },
  ],
  [
    "Lambda ARN unqualified or $LATEST",
    [],
    (json) => {
      for (const one of behaviors(json))
        for (const { lambda_arn } of list(one["lambda_function_association"]))
          expect(lambda_arn).toMatch(/^\$\{aws_lambda_function\.[\w-]+\.qualified_arn\}$/);
      for (const lambda of ofType(json, "aws_lambda_function")) expect(lambda["publish"]).toBe(true);
    },
  ],
  [
    "ssl_support_method missing with a custom certificate",
    [],
    (json) => {
      for (const { acm_certificate_arn, ssl_support_method } of certificates(json))
        expect(ssl_support_method).toBe(acm_certificate_arn === undefined ? undefined : "sni-only");
    },
  ],
  [
    "certificate ARN outside us-east-1",
    [
      [
        site(
          [page],
          `${alias}, "certificate": { "arn": "arn:aws:acm:eu-west-1:111122223333:certificate/0a1b" }`,
        ),
        "distributions/certificate-region",
      ],
    ],
    (json) => {
      for (const one of ofType(json, "aws_acm_certificate")) expect(one["provider"]).toBe("aws.us_east_1");
    },
  ],
  [
    "acm_certificate_arn together with cloudfront_default_certificate",
    [],
    (json) => {
      for (const { acm_certificate_arn, cloudfront_default_certificate = false } of certificates(json))
        expect(cloudfront_default_certificate).toBe(acm_certificate_arn === undefined);
    },
  ],
  [
    "aliases with the default certificate",
    [[site([page], alias), "distributions/alias-without-certificate"]],
    (json) => {
      for (const { aliases = [], viewer_certificate } of distributions(json))
        if (aliases.length > 0) expect(list(viewer_certificate)[0]).toHaveProperty("acm_certificate_arn");
    },
  ],
  [
    "OAC on a website endpoint",
    [],
    (json) => {
      for (const { domain_name, origin_access_control_id } of origins(json))
        if (/website/.test(domain_name)) expect(origin_access_control_id).toBeUndefined();
    },
  ],
  [
    "origin_read_timeout = 9999",
    [[site([api('"readTimeoutSeconds": 9999'), page]), "schema/range"]],
    (json) => {
      for (const { custom_origin_config } of origins(json))
        expect(list(custom_origin_config)[0]?.["origin_read_timeout"] ?? 30).toBeLessThanOrEqual(
          quotas.readTimeoutSeconds.limit,
        );
    },
  ],
  [
    "custom header Host",
    [
      [site([api('"customHeaders": { "Host": "a" }'), page]), "behaviors/header-not-allowed"],
      [site([api('"secretHeaders": { "host": "a_secret" }'), page]), "behaviors/header-not-allowed"],
    ],
  ],
  [
    "default_root_object with leading slash",
    [[site([page], '"defaultRootObject": "/index.html"'), "schema/format"]],
    (json) => {
      for (const { default_root_object } of distributions(json))
        expect(default_root_object).not.toMatch(/^\//);
    },
  ],
  ["invalid characters in path_pattern", [[site([page.replace('"*"', '"/a b/*"'), page]), "schema/format"]]],
  [
    "custom error response 412 to 299 with a relative page path",
    [
      [site([page], '"errorPages": [{ "status": 412 }]'), "schema/not-allowed"],
      [
        site([page], '"errorPages": [{ "status": 404, "page": "/a", "responseStatus": 299 }]'),
        "schema/not-allowed",
      ],
      [site([page], '"errorPages": [{ "status": 404, "page": "404.html" }]'), "schema/format"],
    ],
  ],
  [
    "invalid PEM in a public key",
    [
      [key, "signing-keys/not-pem", { "keys/a.pub.pem": "ssh or anything" }],
      [key, "signing-keys/private-key-given", { "keys/a.pub.pem": pem.private }],
      [key, "signing-keys/wrong-rsa-size", { "keys/a.pub.pem": pem.smallRsa }],
    ],
  ],
  [
    "function code above 10 KB",
    [],
    (json) => {
      for (const { code } of ofType(json, "aws_cloudfront_function"))
        expect(Buffer.byteLength(code)).toBeLessThanOrEqual(quotas.functionBytes.limit);
    },
  ],
  [
    "environment variables on an edge Lambda",
    [
      [
        { ...site([media('"edge": ["token"]'), page]), ...token(', "environment": { "A": "b" }') },
        "schema/unknown-key",
      ],
    ],
    (json) => {
      for (const lambda of ofType(json, "aws_lambda_function"))
        expect(lambda).not.toHaveProperty("environment");
    },
  ],
  [
    "missing zip file of filename",
    [],
    (json, project) => {
      const files = ofType(json, "aws_lambda_function").map(({ filename }) => filename);
      if (files.length === 0) return;
      inFolder((folder) => {
        synth([project], folder);
        for (const file of files) expect(existsSync(join(folder, "stacks", project.stack, file))).toBe(true);
      });
    },
  ],
];

const projects = [...Object.values(variants), originHttps];
const all = projects.map((project) => [project, synthesized(project)] as const);

for (const [mistake, found, holds] of rows) {
  describe(mistake, () => {
    for (const [changed, code, files] of found)
      test(`is the problem ${code}`, () => {
        expect(load(configText(changed), files).problems.map((problem) => problem.code)).toContain(code);
      });
    if (holds)
      test("is in no stack that the constructs make", () => {
        for (const [project, json] of all) holds(json, project);
      });
  });
}

test("the longest root object leaves the app's function below its limit, whatever its characters", () => {
  const { maxLength } = schema.definitions.distribution.properties.defaultRootObject;
  const code = spaFallbackCode("~".repeat(maxLength));
  expect(Buffer.byteLength(code)).toBeLessThanOrEqual(quotas.functionBytes.limit);
});

test("the stacks have what the table looks at", () => {
  const types = new Set(all.flatMap(([, { resource }]) => Object.keys(resource)));
  for (const type of ["aws_acm_certificate", "aws_lambda_function", "aws_cloudfront_function"])
    expect(types).toContain(type);
  const text = JSON.stringify(all.map(([, json]) => json));
  for (const word of ["website_endpoint", "acm_certificate_arn", "origin_read_timeout", "qualified_arn"])
    expect(text).toContain(word);
});

const methodSets = [
  ["GET", "HEAD"],
  ["GET", "HEAD", "OPTIONS"],
  ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
];

function sorted(methods: readonly string[]): string[] {
  return [...methods].sort();
}

// A single block may be written as an object or as a list of one.
function list(block: Json): Block[] {
  return block === undefined ? [] : [block].flat();
}

function ofType({ resource }: TerraformJson, type: string): Block[] {
  return Object.values(resource[type] ?? {});
}

function distributions(json: TerraformJson): Block[] {
  return ofType(json, "aws_cloudfront_distribution");
}

function behaviorsOf(distribution: Block): Block[] {
  return [...list(distribution["ordered_cache_behavior"]), ...list(distribution["default_cache_behavior"])];
}

function behaviors(json: TerraformJson): Block[] {
  return distributions(json).flatMap(behaviorsOf);
}

function origins(json: TerraformJson): Block[] {
  return distributions(json).flatMap(({ origin }) => list(origin));
}

function certificates(json: TerraformJson): Block[] {
  return distributions(json).flatMap(({ viewer_certificate }) => list(viewer_certificate));
}
