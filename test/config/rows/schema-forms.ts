// Rows: forms and ranges of single values against the schema.
import { host, row, server, site } from "../row";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const behavior = (rest: string) => site([`{ "path": "*", "origin": { "bucket": "client" }, ${rest} }`]);
const edge = (digests: string) => ({
  edge: `{ "token": { "handler": "require-authorization", "event": "viewer-request", "tokenSha256": ${digests} } }`,
});
const digest = `"${"0123456789abcdef".repeat(4)}"`;

const forms = [
  row("rejects a name with capitals", { name: '«"Moathon"' }, ["schema/format", "name"]),
  row("rejects an address that is none", host('{ "kind": "ip", "ip": «"54.180.1.256" }'), [
    "schema/format",
    "server.host.ip",
  ]),
  row("rejects an address with leading zeros", host('{ "kind": "ip", "ip": «"54.180.001.2" }'), [
    "schema/format",
    "server.host.ip",
  ]),
  row(
    "rejects an e-mail address that is none, once",
    {
      server: server("x", "1")
        .server!.replace(/,\n {4}"x": 1/, "")
        .replace('"ops@example.com"', '«"ops at example.com"'),
    },
    ["schema/format", "server.acme.email"],
  ),
  row(
    "rejects a date that is none",
    {
      waivers:
        '[{ "rule": "server/no-security-group", "reason": "ports are opened by hand", "until": «"2027-02-30" }]',
    },
    ["schema/format", "waivers[0].until"],
  ),
  row(
    "rejects the name of a bucket that cannot be one",
    { buckets: '{ "client": { "name": "moathon-client" }, «"My Bucket": { "name": "moathon-media" } }' },
    ["schema/format", 'buckets["My Bucket"]'],
  ),
  row(
    "rejects __proto__ as an id",
    { buckets: '{ "client": { "name": "moathon-client" }, «"__proto__": { "name": "moathon-media" } }' },
    ["schema/format", "buckets.__proto__"],
  ),
  row(
    "rejects a variable in lower case",
    { frontend: '{ "distribution": "site", "envFile": "a.env", "variables": { «"title": "Moathon" } }' },
    ["schema/format", "frontend.variables.title"],
  ),
  row("rejects a token in place of its digest", edge('[«"my-secret"]'), [
    "schema/format",
    "edge.token.tokenSha256[0]",
  ]),
  row("rejects an empty path", { frontend: '{ "distribution": "site", "envFile": «"" }' }, [
    "schema/format",
    "frontend.envFile",
  ]),
];

const ranges = [
  row("rejects a number that is too large", server("gunicorn", '{ "workers": «129 }'), [
    "schema/range",
    "server.gunicorn.workers",
  ]),
  row("rejects a number that is too small", server("hsts", '{ "maxAgeSeconds": «60 }'), [
    "schema/range",
    "server.hsts.maxAgeSeconds",
  ]),
  row(
    "rejects text that is too long",
    { frontend: `{ "distribution": "site", "envFile": «"${"a".repeat(201)}" }` },
    ["schema/range", "frontend.envFile"],
  ),
  row("rejects an empty list of behaviors", { distributions: '{ "site": { "behaviors": «[] } }' }, [
    "schema/range",
    "distributions.site.behaviors",
  ]),
  row("rejects too many edge functions", behavior('"edge": «["a", "b", "c", "d", "e"]'), [
    "schema/range",
    "distributions.site.behaviors[0].edge",
  ]),
  row("rejects an origin that says nothing", site(['{ "path": "*", "origin": «{} }']), [
    "schema/range",
    "distributions.site.behaviors[0].origin",
  ]),
  row(
    "rejects a certificate that is made and named at once",
    site(
      [page],
      '"aliases": ["a.example.com"], "certificate": «{ "create": true, "arn": "arn:aws:acm:us-east-1:111122223333:certificate/0a1b" }',
    ),
    ["schema/range", "distributions.site.certificate"],
  ),
  row(
    "rejects too many tags",
    { tags: `«{ ${Array.from({ length: 41 }, (_, i) => `"t${i}": "x"`).join(", ")} }` },
    ["schema/range", "tags"],
  ),
];

const duplicates = [
  row(
    "rejects a name that stands twice in a list, at the second one",
    site(
      [page],
      '"aliases": ["a.example.com", "b.example.com", «"a.example.com"], "certificate": { "arn": "arn:aws:acm:us-east-1:111122223333:certificate/0a1b" }',
    ),
    ["schema/duplicate", "distributions.site.aliases[2]"],
  ),
  row("rejects a digest that stands twice", edge(`[${digest}, «${digest}]`), [
    "schema/duplicate",
    "edge.token.tokenSha256[1]",
  ]),
  row(
    "rejects a header that stands twice",
    behavior('"cache": { "defaultTtlSeconds": 60, "headers": ["Origin", «"Origin"] }'),
    ["schema/duplicate", "distributions.site.behaviors[0].cache.headers[1]"],
  ),
];

export const schemaFormRows = [...forms, ...ranges, ...duplicates];
