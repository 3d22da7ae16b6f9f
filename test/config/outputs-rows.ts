// Rows: the outputs file. The config beside it has no problem.
import type { Expected } from "./row";

export interface OutputsRow {
  readonly name: string;
  /** Text of httpsmith.outputs.json, with a « before each place. */
  readonly outputs: string;
  readonly expected: readonly Expected[];
}

const malformed = (path = "") => ["outputs/malformed", path] as const;
const outputs = (text: string) => `{\n  "moathon": {\n    ${text}\n  }\n}\n`;
const domain = "moathon.distribution_site_domain_name";

const row = (name: string, text: string, ...expected: Expected[]): OutputsRow => ({
  name,
  outputs: text,
  expected,
});

export const outputsRows = [
  row(
    "accepts what a deploy writes",
    outputs(
      '"distribution_site_domain_name": "d111111abcdef8.cloudfront.net", "distribution_site_id": "E2QWRUHAPOMQZL", "other": { "a": [1] }',
    ),
  ),
  row(
    "accepts other stacks",
    '{ "moathon-staging": { "distribution_site_domain_name": "d222222abcdef8.cloudfront.net" } }',
  ),
  row("accepts an empty object", "{}"),
  row("rejects text that is not JSON", "«<<<<<<< HEAD\n{}", malformed()),
  row("rejects an empty file", "«", malformed()),
  row("rejects a file that was cut off", '{ "moathon": { "distribution_site_id": «"E2QW', malformed()),
  row("rejects a list", "«[]", malformed()),
  row("rejects a stack that is no object", '{ "moathon": «[] }', malformed("moathon")),
  row(
    "rejects a domain that is not CloudFront's",
    outputs('"distribution_site_domain_name": «"evil.example.com"'),
    malformed(domain),
  ),
  row(
    "rejects a domain with a scheme",
    outputs('"distribution_site_domain_name": «"https://d111111abcdef8.cloudfront.net"'),
    malformed(domain),
  ),
  row(
    "rejects a domain that breaks out of its line",
    outputs('"distribution_site_domain_name": «"d1.cloudfront.net\\n"'),
    malformed(domain),
  ),
  row("rejects a domain that is no text", outputs('"distribution_site_domain_name": «5'), malformed(domain)),
  row(
    "rejects a malformed id of a key",
    outputs('"signing_key_2026-11_id": «"k; rm"'),
    malformed(
      'moathon["signing_key_2026-11_id"]'.replace('["signing_key_2026-11_id"]', ".signing_key_2026-11_id"),
    ),
  ),
  row(
    "rejects a malformed output of a stack with a slash in its name",
    '{ "a/b~c": { "distribution_x_id": «5 } }',
    malformed('["a/b~c"].distribution_x_id'),
  ),
  row(
    "rejects an output that stands twice",
    outputs('"distribution_site_id": "E2QWRUHAPOMQZL",\n    «"distribution_site_id": "E3QWRUHAPOMQZL"'),
    malformed("moathon.distribution_site_id"),
  ),
  row(
    "rejects every malformed output at once",
    outputs('"distribution_site_id": «"", "distribution_media_id": «null'),
    malformed("moathon.distribution_site_id"),
    malformed("moathon.distribution_media_id"),
  ),
];
