// Rows: quotas of AWS, at the number and above, and header names that a policy does not take.
import { row, rowWithFiles, type Sections, site } from "../row";
import { keyFiles, signingKeys } from "./keys";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index));

const behaviors = (list: readonly string[], mark = "") => `{ "behaviors": ${mark}[${list.join(",\n")}] }`;
const media = (path: string, rest = "") => `{ "path": "${path}", "origin": { "bucket": "media" }${rest} }`;
const onSite = (text: string): Sections => ({ distributions: `{ "site": ${text} }` });
/** Distributions alike, under other ids than the page's. */
const several = (count: number, text: string): Sections => ({
  distributions: `«{ ${times(count, (i) => `"d${i}": ${text}`).join(",\n")} }`,
  frontend: null,
});
const raised = (quota: string, limit: number): Sections => ({ quotas: `{ "${quota}": ${limit} }` });
const exceeded = (path: string) => ["quotas/exceeded", path] as const;

const paths = (count: number) => times(count, (i) => media(`/p${i}/*`));
const folders = (count: number) =>
  times(count, (i) => `{ "path": "/p${i}/*", "origin": { "bucket": "media", "path": "/f${i}" } }`);
const manyBehaviors = raised("behaviorsPerDistribution", 200);

const parts = [
  row(
    "rejects 76 behaviors",
    onSite(behaviors([...paths(75), page], "«")),
    exceeded("distributions.site.behaviors"),
  ),
  row("accepts 75 behaviors", onSite(behaviors([...paths(74), page]))),
  row("accepts 76 behaviors where the account's quota was raised", {
    ...onSite(behaviors([...paths(75), page])),
    ...manyBehaviors,
  }),
  row(
    "rejects 101 origins",
    { ...onSite(behaviors([...folders(100), page], "«")), ...manyBehaviors },
    exceeded("distributions.site.behaviors"),
  ),
  row("accepts 100 origins, and behaviors that share one", {
    ...onSite(behaviors([...folders(99), '{ "path": "/x/*", "origin": { "bucket": "client" } }', page])),
    ...manyBehaviors,
  }),
];

// The page itself has one.
const onHeaders = (count: number, mark = ""): Sections => ({
  distributions: `${mark}{ "site": ${behaviors([
    ...times(count - 1, (i) => media(`/h${i}/*`, `, "responseHeaders": { "custom": { "X-A": "${i}" } }`)),
    media("/same/*", ', "responseHeaders": { "custom": { "X-A": "0" } }'),
    '{ "path": "/web/*", "origin": { "host": "www.example.net" } }',
    page,
  ])} }`,
});

const groups = [
  row(
    "rejects more origin groups than the account's quota",
    {
      ...onSite(
        behaviors(
          [
            media("/a/*", ', "failover": { "origin": { "bucket": "client" } }'),
            media("/b/*", ', "failover": { "origin": { "bucket": "client" } }'),
            media("/c/*", ', "failover": { "origin": { "bucket": "client", "path": "/old" } }'),
            page,
          ],
          "«",
        ),
      ),
      ...raised("originGroupsPerDistribution", 1),
    },
    exceeded("distributions.site.behaviors"),
  ),
];

const headers = (count: number) => times(count, (i) => `"X-H${i}": "v"`).join(", ");
const withHeaders = (count: number, mark = "") =>
  site([
    `{ "path": "/api/*", "origin": { "server": true, "customHeaders": { ${headers(count)} } } }`,
    page,
  ]).distributions!.replace('"behaviors": [', `"behaviors": ${mark}[`);

const originHeaders = [
  row(
    "rejects 31 headers of an origin, the server's own among them",
    { distributions: withHeaders(30, "«") },
    exceeded("distributions.site.behaviors"),
  ),
  row("accepts 30 headers of an origin", { distributions: withHeaders(29) }),
];

const aliases = (count: number) => times(count, (i) => `"a${i}.example.com"`).join(", ");
const created = '"certificate": { "create": true }, "dns": { "zoneId": "Z0123456789" }';
const existing = '"certificate": { "arn": "arn:aws:acm:us-east-1:111122223333:certificate/0a1b" }';

const names = [
  row(
    "rejects a new certificate for 11 names",
    site([page], `"aliases": «[${aliases(11)}], ${created}`),
    exceeded("distributions.site.aliases"),
  ),
  row(
    "accepts 11 names under a certificate that exists",
    site([page], `"aliases": [${aliases(11)}], ${existing}`),
  ),
  row(
    "rejects as many names as the config says that the account does not have",
    { ...site([page], `"aliases": «[${aliases(3)}], ${existing}`), ...raised("aliasesPerDistribution", 2) },
    exceeded("distributions.site.aliases"),
  ),
];

const handler = `{ "handler": "require-authorization", "event": "viewer-request", "tokenSha256": ["${"0a".repeat(32)}"] }`;
const token = { edge: `{ "token": ${handler} }` };
const both = { edge: `{ "token": ${handler}, "other": ${handler} }` };
const guarded = (...ids: string[]) => ids.map((id) => media(`/${id}/*`, `, "edge": ["${id}"]`));

const functions = [
  row(
    "rejects more edge functions than the account's quota",
    {
      ...onSite(behaviors([...guarded("token", "other"), page], "«")),
      ...both,
      ...raised("edgeFunctionsPerDistribution", 1),
    },
    exceeded("distributions.site.behaviors"),
  ),
  row("counts an edge function of several behaviors once", {
    ...onSite(behaviors([...guarded("token"), media("/more/*", ', "edge": ["token"]'), page])),
    ...token,
    ...raised("edgeFunctionsPerDistribution", 1),
  }),
  row(
    "rejects one edge function on 501 distributions",
    {
      ...several(501, behaviors([...guarded("token"), page])),
      ...token,
      quotas: '{ "distributionsPerAccount": 600, "distributionsPerOac": 600 }',
    },
    ["quotas/fixed-limit", "distributions"],
  ),
];

const caches = (count: number) =>
  times(count, (i) =>
    media(`/c${i}/*`, `, "cache": { "defaultTtlSeconds": ${i} }, "forward": { "query": ["q${i}"] }`),
  );
const own = (count: number) => `«{ "site": ${behaviors([...caches(count), page])} }`;

const account = [
  row(
    "rejects 101 private buckets",
    {
      buckets: `«{ "client": { "name": "moathon-client" }, "media": { "name": "moathon-media" }, ${times(99, (i) => `"b${i}": { "name": "moathon-${i}" }`).join(", ")} }`,
    },
    exceeded("buckets"),
  ),
  row(
    "rejects 21 cache policies",
    { distributions: own(21), ...raised("originRequestPoliciesPerAccount", 100) },
    exceeded("distributions"),
  ),
  row(
    "rejects 21 origin request policies",
    { distributions: own(21), ...raised("cachePoliciesPerAccount", 100) },
    exceeded("distributions"),
  ),
  row("rejects 21 response headers policies", onHeaders(21, "«"), exceeded("distributions")),
  row("accepts 20 response headers policies, and web servers without one", onHeaders(20)),
  row("accepts 20 policies of each kind", { distributions: own(20).replace("«", "") }),
  row(
    "rejects more distributions than the account's quota",
    { ...several(3, behaviors([page])), ...raised("distributionsPerAccount", 2) },
    exceeded("distributions"),
  ),
  row(
    "rejects 101 distributions that read one bucket",
    several(101, behaviors([page])),
    exceeded("distributions"),
  ),
  rowWithFiles(
    keyFiles,
    "rejects more signed distributions than a key group takes",
    {
      ...several(2, behaviors([page.replace(/}$/, ', "signed": true }')])),
      ...signingKeys,
      ...raised("distributionsPerKeyGroup", 1),
    },
    exceeded("distributions"),
  ),
];

const at = (key: string) => `distributions.site.behaviors[0].${key}`;
const long = (count: number) => times(count, (i) => `"${String(i).padStart(120, "x")}"`).join(", ");
const keyed = (headers: string) =>
  site([media("/m/*", `, "cache": { "defaultTtlSeconds": 60, "headers": [${headers}] }`), page]);
const forwarded = (headers: string) =>
  site([media("/m/*", `, "forward": { "headers": [${headers}] }`), page]);
const notConfigurable = (key: string) => ["behaviors/header-not-configurable", at(key)] as const;

const policies = [
  row(
    "rejects names of more than 1,024 characters in a cache policy",
    site([media("/m/*", `, "cache": «{ "defaultTtlSeconds": 60, "query": [${long(9)}] }`), page]),
    ["quotas/fixed-limit", at("cache")],
  ),
  row(
    "rejects names of more than 1,024 characters in an origin request policy, all kinds together",
    site([media("/m/*", `, "forward": «{ "query": [${long(5)}], "cookies": [${long(4)}] }`), page]),
    ["quotas/fixed-limit", at("forward")],
  ),
  row("accepts 960 characters", site([media("/m/*", `, "forward": { "query": [${long(8)}] }`), page])),
  ...["Cookie", "connection", "X-Forwarded-Proto", "Proxy-Authorization", "X-Edge-Key"].flatMap((name) => [
    row(`rejects ${name} in the cache key`, keyed(`«"${name}"`), notConfigurable("cache.headers[0]")),
    row(
      `rejects ${name} among forwarded headers`,
      forwarded(`«"${name}"`),
      notConfigurable("forward.headers[0]"),
    ),
  ]),
  row("rejects a header of one viewer in the cache key", keyed('"Accept", «"CloudFront-Viewer-Address"'), [
    "behaviors/header-only-forwarded",
    at("cache.headers[1]"),
  ]),
  row("accepts the same header among forwarded ones", forwarded('"CloudFront-Viewer-Address"')),
  row("rejects the viewer's Host towards a bucket", forwarded('«"Host"'), [
    "behaviors/host-forwarded",
    at("forward.headers[0]"),
  ]),
  row("rejects the viewer's Host in the cache key", keyed('«"host"'), [
    "behaviors/host-forwarded",
    at("cache.headers[0]"),
  ]),
  row("accepts headers of the application", keyed('"Origin", "X-Tenant", "CloudFront-Viewer-Country"')),
];

export const quotaRows = [
  ...parts,
  ...groups,
  ...originHeaders,
  ...names,
  ...functions,
  ...account,
  ...policies,
];
