// Rows: origins of behaviors, their settings and headers, and failover.
import { row, rowWithFiles, type Sections, server, site } from "../row";
import { keyFiles as files, signingKeys } from "./keys";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const behavior = (origin: string, rest = "") =>
  site([`{ "path": "/img/*", "origin": { ${origin} }${rest} }`, page]);
const host = (rest: string) => behavior(`"host": "images.example.net", ${rest}`);
const failover = (origin: string, rest = "") =>
  behavior('"bucket": "client"', `, "failover": { "origin": { ${origin} }${rest} }`);
const at = (key: string) => `distributions.site.behaviors[0].${key}`;
const backend: Sections = {
  terraform: '{ "backend": { "s3": { "bucket": "states", "key": "a.tfstate", "region": "eu-west-1" } } }',
};
// Terraform: "reserved due to its special meaning inside module blocks".
const reserved = [
  "version",
  "source",
  "count",
  "for_each",
  "provider",
  "providers",
  "lifecycle",
  "depends_on",
  "locals",
];
const certificate =
  '"certificate": { "arn": "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-1111-2222-3333-444455556666" }';

const places = [
  row("accepts a host", behavior('"host": "images.example.net"')),
  row("accepts every setting of a host", {
    ...host(`"path": "/v1", "id": "images", "httpPort": 8080, "httpsPort": 8443, "sslProtocols": ["TLSv1.2"],
      "readTimeoutSeconds": 60, "keepaliveTimeoutSeconds": 30, "connectionAttempts": 1, "connectionTimeoutSeconds": 2,
      "shieldRegion": "eu-west-1", "customHeaders": { "X-Site": "a b" }, "secretHeaders": { "X-Verify": "verify" }`),
    ...backend,
  }),
  row(
    "rejects three origins in one",
    site([
      '{ "path": "/img/*", "origin": «{ "bucket": "client", "server": true, "host": "a.example.net" } }',
      page,
    ]),
    ["behaviors/one-origin", at("origin")],
  ),
  row("rejects a host with a scheme", behavior('"host": «"https://images.example.net"'), [
    "behaviors/origin-host",
    at("origin.host"),
  ]),
  row("rejects a host that CloudFront does not find", behavior('"host": «"docs.corp.internal"'), [
    "behaviors/origin-host",
    at("origin.host"),
  ]),
  row("rejects an address as a host", behavior('"host": «"54.180.1.2"'), [
    "behaviors/origin-host",
    at("origin.host"),
  ]),
  row(
    "rejects a website endpoint over HTTPS",
    behavior('"host": «"docs.s3-website-us-east-1.amazonaws.com"'),
    ["behaviors/website-over-https", at("origin.host")],
  ),
  row(
    "accepts a website endpoint over HTTP",
    behavior('"host": "docs.s3-website.ap-northeast-2.amazonaws.com", "protocol": "http-only"'),
  ),
  row("rejects a port that CloudFront does not reach", host('"httpsPort": «444'), [
    "behaviors/origin-port",
    at("origin.httpsPort"),
  ]),
  row("rejects a port of a bucket", behavior('"bucket": "client", «"httpsPort": 8443'), [
    "behaviors/origin-setting",
    at("origin.httpsPort"),
  ]),
  row("rejects a protocol of the server", behavior('"server": true, «"protocol": "http-only"'), [
    "behaviors/origin-setting",
    at("origin.protocol"),
  ]),
  row(
    "rejects a name of a host that is also an alias",
    site(
      ['{ "path": "*", "origin": { "host": "www.example.com" } }'],
      `"aliases": [«"www.example.com"], ${certificate}`,
    ),
    ["distributions/alias-is-origin", "distributions.site.aliases[0]"],
  ),
];

const ids = [
  row(
    "rejects one id for two hosts",
    site([
      '{ "path": "/a/*", "origin": { "host": "a.example.net", "id": "images" } }',
      '{ "path": "/b/*", "origin": { "host": "b.example.net", "id": «"images" } }',
      page,
    ]),
    ["behaviors/origin-id-twice", "distributions.site.behaviors[1].origin.id"],
  ),
  row(
    "rejects the id that another origin has by itself",
    site([
      '{ "path": "/a/*", "origin": { "host": "a.example.net", "id": "bucket_client" } }',
      '{ "path": "*", "origin": «{ "bucket": "client" } }',
    ]),
    ["behaviors/origin-id-twice", "distributions.site.behaviors[1].origin"],
  ),
  row(
    "accepts one id for two behaviors of one origin, in any order of keys",
    site([
      '{ "path": "/a/*", "origin": { "host": "a.example.net", "id": "images" } }',
      '{ "path": "/b/*", "origin": { "id": "images", "host": "a.example.net" } }',
      page,
    ]),
  ),
];

const safety = [
  row("rejects plain HTTP to a host", host('"protocol": «"http-only"'), [
    "behaviors/plain-http-origin",
    at("origin.protocol"),
  ]),
  row("accepts the viewer's protocol where viewers come over HTTPS", host('"protocol": "match-viewer"')),
  row(
    "rejects the viewer's protocol where viewers may come over HTTP",
    behavior(
      '"host": "images.example.net", "protocol": «"match-viewer"',
      ', "viewerProtocolPolicy": «"allow-all"',
    ),
    ["behaviors/plain-http-origin", at("origin.protocol")],
    ["behaviors/plain-http-viewers", at("viewerProtocolPolicy")],
  ),
  row("rejects TLS 1.1 towards a host", host('"sslProtocols": ["TLSv1.2", «"TLSv1.1"]'), [
    "behaviors/old-origin-tls",
    at("origin.sslProtocols[1]"),
  ]),
  row("rejects SSL 3 towards a host", host('"sslProtocols": [«"SSLv3"]'), [
    "schema/not-allowed",
    at("origin.sslProtocols[0]"),
  ]),
  row("rejects a Host header", host('"customHeaders": { «"host": "a.example.com" }'), [
    "behaviors/header-not-allowed",
    at("origin.customHeaders.host"),
  ]),
  row(
    "rejects a header of AWS's own",
    { ...host('"secretHeaders": { «"X-Amz-Token": "token" }'), ...backend },
    ["behaviors/header-not-allowed", at("origin.secretHeaders.X-Amz-Token")],
  ),
  row(
    "rejects one header as a custom and as a secret one",
    { ...host('"customHeaders": { "X-Site": "a" }, "secretHeaders": { «"x-site": "site" }'), ...backend },
    ["behaviors/header-twice", at("origin.secretHeaders.x-site")],
  ),
  row("rejects a secret name in clear", host('"customHeaders": { "X-Api-Key": «"a" }'), [
    "behaviors/header-looks-secret",
    at("origin.customHeaders.X-Api-Key"),
  ]),
  row(
    "rejects a secret value in clear",
    host('"customHeaders": { "X-Verify": «"8f14e45fceea167a5a36dedd4bea2543" }'),
    ["behaviors/header-looks-secret", at("origin.customHeaders.X-Verify")],
  ),
  row("rejects a header name with a space", host('"customHeaders": { «"X Site": "a" }'), [
    "schema/format",
    at('origin.customHeaders["X Site"]'),
  ]),
  row(
    "rejects a secret in the place of a variable's name",
    { ...host('"secretHeaders": { "X-Verify": «"S3cret!" }'), ...backend },
    ["schema/format", at("origin.secretHeaders.X-Verify")],
  ),
  ...[
    ["secretHeaders", "my_secret", '"originVerify": true'],
    ["customHeaders", "a", '"ingress": { "from": "cloudfront" }'],
  ].map(([headers, value, verified]) =>
    row(
      `rejects the header of origin verification in ${headers} with ${verified}`,
      {
        ...behavior(`"server": true, "${headers}": { «"x-origin-verify": "${value}" }`),
        ...server(...(verified!.match(/"(.*?)": (.*)/)!.slice(1) as [string, string])),
        ...backend,
      },
      ["behaviors/header-twice", at(`origin.${headers}.x-origin-verify`)],
    ),
  ),
  row("accepts X-Origin-Verify for a server that does not ask for it", {
    ...behavior('"server": true, "secretHeaders": { "X-Origin-Verify": "my_secret" }'),
    ...backend,
  }),
  row("accepts X-Origin-Verify for another host", {
    ...site([
      '{ "path": "/img/*", "origin": { "host": "a.example.net", "secretHeaders": { "X-Origin-Verify": "my_secret" } } }',
      '{ "path": "/api/*", "origin": { "server": true } }',
      page,
    ]),
    ...server("originVerify", "true"),
    ...backend,
  }),
  ...reserved.map((name) =>
    row(
      `rejects a variable called ${name}, which Terraform reserves`,
      { ...host(`"secretHeaders": { "X-Verify": «"${name}" }`), ...backend },
      ["schema/format", at("origin.secretHeaders.X-Verify")],
    ),
  ),
  row("accepts a variable whose name begins with a reserved one", {
    ...host('"secretHeaders": { "X-Verify": "source_token" }'),
    ...backend,
  }),
  row("warns of secrets in a local state", host('«"secretHeaders": { "X-Verify": "verify" }'), [
    "behaviors/secret-in-local-state",
    at("origin.secretHeaders"),
    "warning",
  ]),
];

const failovers = [
  row("accepts a second origin", failover('"bucket": "media"', ', "statusCodes": [404, 503]')),
  row("rejects a failover to what is not there", failover('"bucket": «"gone"'), [
    "behaviors/unknown-bucket",
    at("failover.origin.bucket"),
  ]),
  row(
    "rejects a failover to itself",
    site([
      '{ "path": "/img/*", "origin": { "bucket": "client" }, "failover": { "origin": «{ "bucket": "client" } } }',
      page,
    ]),
    ["behaviors/failover-to-itself", at("failover.origin")],
  ),
  row(
    "rejects a failover where POST is allowed",
    behavior(
      '"server": true',
      ', "failover": { "origin": { "bucket": "client" } }, "allowedMethods": «"all"',
    ),
    ["behaviors/failover-writes", at("allowedMethods")],
  ),
  row("rejects a status that no group takes", failover('"bucket": "media"', ', "statusCodes": [«501]'), [
    "schema/not-allowed",
    at("failover.statusCodes[0]"),
  ]),
  row(
    "rejects that a cached web server in the second place gets cookies",
    behavior(
      '"bucket": "client"',
      ', "failover": { "origin": { "host": "a.example.net" } }, "forward": «{ "cookies": "all" }',
    ),
    ["behaviors/private-response-cached", at("forward")],
  ),
  rowWithFiles(
    files,
    "rejects a signature on what a second, public origin serves",
    {
      buckets: '{ "client": { "name": "a-client" }, "docs": { "name": "a-docs", "access": "website" } }',
      ...site([
        '{ "path": "*", "origin": { "bucket": "client" }, "failover": { "origin": { "bucket": "docs" } }, "signed": «true }',
      ]),
      ...signingKeys,
    },
    ["behaviors/signed-website", "distributions.site.behaviors[0].signed"],
  ),
];

export const originRows = [...places, ...ids, ...safety, ...failovers];
