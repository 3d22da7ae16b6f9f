// examples/s3-every-setting leaves out no setting of buckets and distributions but those that exclude others.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "jsonc-parser";
import { resolve, root, type Schema } from "../config/schema";

const text = readFileSync(join(__dirname, "../examples/s3-every-setting/httpsmith.json"), "utf8");

// Another way of something that the example has, or a matter of other examples.
const elsewhere = new Set([
  "buckets.<id>.import",
  "buckets.<id>.kms.arn",
  "buckets.<id>.objects.<id>.content",
  "distributions.<id>.importId",
  "distributions.<id>.spa",
  "distributions.<id>.certificate.arn",
  "distributions.<id>.geoRestriction.allow",
  "distributions.<id>.waf.webAclArn",
  "distributions.<id>.alarms.topicArn",
  "distributions.<id>.logging.fields",
  "distributions.<id>.objects",
  "distributions.<id>.publish",
  "distributions.<id>.errorPages[].file",
  "distributions.<id>.behaviors[].edge",
  "distributions.<id>.behaviors[].origin.server",
  "distributions.<id>.behaviors[].origin.httpPort",
  "distributions.<id>.behaviors[].responseHeaders.strictTransportSecurity.includeSubDomains",
  "distributions.<id>.behaviors[].responseHeaders.strictTransportSecurity.preload",
  "distributions.<id>.behaviors[].responseHeaders.cors.allowCredentials",
  "distributions.<id>.behaviors[].responseHeaders.cors.override",
]);

// The second origin has the settings of the first.
const repeated = /\.failover\.origin\./;

function settings(schema: Schema, path: string): string[] {
  const target = resolve(schema, {});
  const own = Object.entries(target.properties ?? {}).flatMap(([key, child]) => {
    const place = `${path}.${key}`;
    return elsewhere.has(place) ? [] : [place, ...settings(child, place)];
  });
  const items = target.items ? settings(target.items, `${path}[]`) : [];
  const isMap = typeof target.additionalProperties === "object" && !target.properties;
  const entries = isMap ? settings(target.additionalProperties as Schema, `${path}.<id>`) : [];
  return [...own, ...items, ...entries];
}

function written(value: unknown, schema: Schema, path: string): string[] {
  if (Array.isArray(value)) {
    const { items = {} } = resolve(schema, value);
    return value.flatMap((item) => written(item, items, `${path}[]`));
  }
  if (typeof value !== "object" || value === null) return [];
  const target = resolve(schema, value);
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = target.properties?.[key];
    const place = known ? `${path}.${key}` : `${path}.<id>`;
    return [place, ...written(inner, known ?? (target.additionalProperties as Schema), place)];
  });
}

test.each(["buckets", "distributions"])("the example has every setting of %s", (section) => {
  const schema = root.properties![section]!;
  const used = new Set(written(parse(text)[section], schema, section));
  const all = settings(schema, section).filter((place) => !repeated.test(place));
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter((place) => !used.has(place))).toEqual([]);
});
