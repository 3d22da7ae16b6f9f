// Rows: settings that Terraform plans and AWS refuses, or that open what should stay closed.
import { host, row, site } from "../row";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const api = (rest: string) => site([`{ "path": "/api/*", "origin": { "server": true }${rest} }`, page]);
const at = (key: string) => `distributions.site.behaviors[0].${key}`;
const keyed = (cache: string) =>
  site([`{ "path": "*", "origin": { "bucket": "client" }, "cache": ${cache} }`]);
const buckets = (rest: string) => ({
  buckets: `{ "client": { "name": "moathon-client"${rest} }, "media": { "name": "moathon-media" } }`,
});
const policy = (text: string) =>
  site(
    [page],
    `"aliases": ["a.example.com"], "certificate": { "arn": "arn:aws:acm:us-east-1:111122223333:certificate/0a1b" }, ${text}`,
  );

export const refusedByAwsRows = [
  row(
    "rejects a server that has only an address as an origin",
    {
      ...host('{ "kind": "ip", "ip": "54.180.1.2" }'),
      ...site(['{ "path": "/api/*", "origin": { "server": «true } }', page]),
    },
    ["behaviors/server-is-an-address", at("origin.server")],
  ),
  row(
    "accepts a server with an address that CloudFront does not ask",
    host('{ "kind": "ip", "ip": "54.180.1.2" }'),
  ),
  row(
    "rejects Authorization forwarded by itself",
    api(', "forward": { "headers": ["Accept", «"authorization"] }'),
    ["behaviors/authorization-alone", at("forward.headers[1]")],
  ),
  row(
    "accepts Authorization in the cache key",
    api(
      ', "forward": { "headers": ["Authorization"] }, "cache": { "defaultTtlSeconds": 10, "headers": ["Authorization"] }',
    ),
  ),
  row(
    "rejects that CloudFront waits longer than Nginx",
    {
      ...site(['{ "path": "/api/*", "origin": { "server": true, "readTimeoutSeconds": «90 } }', page]),
    },
    ["behaviors/timeout-order", at("origin.readTimeoutSeconds")],
  ),
  row(
    "rejects that CloudFront gives up before Gunicorn",
    {
      ...site(['{ "path": "/api/*", "origin": { "server": true, "readTimeoutSeconds": «20 } }', page]),
    },
    ["behaviors/timeout-order", at("origin.readTimeoutSeconds")],
  ),
  row(
    "rejects a cache key without a cache",
    keyed('«{ "defaultTtlSeconds": 0, "maxTtlSeconds": 0, "query": "all" }'),
    ["behaviors/key-without-cache", at("cache")],
  ),
  row("accepts no cache without a key", keyed('{ "defaultTtlSeconds": 0, "maxTtlSeconds": 0 }')),
  row("rejects a website that lists its objects", buckets(', "access": "website", "listBucket": «true'), [
    "buckets/public-listing",
    "buckets.client.listBucket",
  ]),
  row(
    "rejects two buckets with one name",
    { buckets: '{ "client": { "name": "moathon-client" }, "media": { "name": «"moathon-client" } }' },
    ["buckets/name-twice", "buckets.media.name"],
  ),
  row(
    "rejects an alias that is the server's name",
    site(
      [page],
      '"aliases": [«"api.example.com"], "certificate": { "arn": "arn:aws:acm:us-east-1:111122223333:certificate/0a1b" }',
    ),
    ["distributions/alias-is-server", "distributions.site.aliases[0]"],
  ),
  row(
    "rejects a variable that has the prefix already",
    { frontend: '{ "distribution": "site", "envFile": "a/.env", "variables": { «"VITE_TITLE": "x" } }' },
    ["frontend/prefixed-variable", "frontend.variables.VITE_TITLE"],
  ),
  row("accepts a private bucket that CloudFront may list", buckets(', "listBucket": true')),
  row(
    "rejects TLS 1.3 alone with a provider that does not know it",
    { ...policy('"minimumProtocolVersion": «"TLSv1.3_2025"'), terraform: '{ "awsProvider": "5.100" }' },
    ["distributions/provider-too-old", "distributions.site.minimumProtocolVersion"],
  ),
  row("accepts TLS 1.3 alone with provider 6", policy('"minimumProtocolVersion": "TLSv1.3_2025"')),
];
