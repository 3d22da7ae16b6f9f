// Rows: who sees what a behavior serves.
import { remoteState, row, rowWithFiles, type Sections, server, site } from "../row";
import { keyFiles, signingKeys } from "./keys";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const at = (index: number, key: string) => `distributions.site.behaviors[${index}].${key}`;
const bucket = (path: string, rest = "") => `{ "path": ${path}, "origin": { "bucket": "media" }${rest} }`;
const api = (rest: string) => `{ "path": "/api/*", "origin": { "server": true }, ${rest} }`;

const signed = ', "signed": true';
const notWithoutKeys = (changed: Sections) => ({ ...signingKeys, ...changed });

const signatures = [
  row(
    "rejects a signature without a key",
    site([page.replace(" }", " }").replace(/}$/, ', "signed": «true }')]),
    ["behaviors/signed-without-keys", at(0, "signed")],
  ),
  rowWithFiles(
    keyFiles,
    "rejects a signature on what the server gives everybody",
    notWithoutKeys(site([api('"signed": «true'), page])),
    ["behaviors/signed-server", at(0, "signed")],
  ),
  rowWithFiles(
    keyFiles,
    "accepts a signature in front of a server that asks CloudFront to prove itself",
    notWithoutKeys({
      ...server("originVerify", "true"),
      ...site([api('"signed": true'), page]),
      ...remoteState,
    }),
  ),
  rowWithFiles(
    keyFiles,
    "rejects an unsigned path that crosses a signed one",
    notWithoutKeys(site([bucket('"*.jpg"'), bucket('"/private/*"', ', "signed": «true'), page])),
    ["behaviors/signed-bypass", at(1, "signed")],
  ),
  rowWithFiles(
    keyFiles,
    "accepts a crossing path with other content",
    notWithoutKeys(
      site(['{ "path": "*.jpg", "origin": { "bucket": "client" } }', bucket('"/private/*"', signed), page]),
    ),
  ),
  rowWithFiles(
    keyFiles,
    "accepts a crossing path with another origin path",
    notWithoutKeys(
      site([
        '{ "path": "*.jpg", "origin": { "bucket": "media", "path": "/public" } }',
        bucket('"/private/*"', signed),
        page,
      ]),
    ),
  ),
  rowWithFiles(
    keyFiles,
    "accepts a crossing path that is signed too",
    notWithoutKeys(site([bucket('"*.jpg"', signed), bucket('"/private/*"', signed), page])),
  ),
  rowWithFiles(
    keyFiles,
    "accepts a public folder before a signed default",
    notWithoutKeys(site([bucket('"/public/*"'), bucket('"*"', signed)])),
  ),
  rowWithFiles(
    keyFiles,
    "accepts a crossing path that asks for a token",
    notWithoutKeys({
      ...site([bucket('"*.jpg"', ', "edge": ["token"]'), bucket('"/private/*"', signed), page]),
      edge: `{ "token": { "handler": "require-authorization", "event": "viewer-request", "tokenSha256": ["${"0a".repeat(32)}"] } }`,
    }),
  ),
  rowWithFiles(
    keyFiles,
    "rejects a crossing path whose function guards nothing",
    notWithoutKeys({
      ...site([
        bucket('"*.jpg"', ', "edge": ["app"]'),
        bucket('"/private/*"', signed.replace('"signed": ', '"signed": «')),
        page,
      ]),
      edge: '{ "app": { "handler": "spa-fallback", "event": "viewer-request" } }',
    }),
    ["behaviors/signed-bypass", "distributions.site.behaviors[1].signed"],
  ),
  rowWithFiles(
    keyFiles,
    "rejects a signature on a public website",
    notWithoutKeys({
      buckets:
        '{ "client": { "name": "moathon-client" }, "media": { "name": "moathon-media", "access": "website" } }',
      ...site([bucket('"/private/*"', ', "signed": «true'), page]),
    }),
    ["behaviors/signed-website", at(0, "signed")],
  ),
];

const leak = ["behaviors/private-response-cached", at(0, "forward")] as const;

const privacy = [
  row(
    "rejects cached answers to all cookies",
    site([api('"cache": "static", "forward": «{ "cookies": "all" }'), page]),
    leak,
  ),
  row(
    "rejects cached answers to one cookie",
    site([
      api(
        '"cache": { "defaultTtlSeconds": 60, "cookies": ["lang"] }, "forward": «{ "cookies": ["sessionid", "lang"] }',
      ),
      page,
    ]),
    leak,
  ),
  row(
    "rejects cached answers to Authorization",
    site([api('"cache": "static", "forward": «{ "headers": ["authorization"] }'), page]),
    leak,
  ),
  row(
    "rejects cached answers to all headers",
    site([
      api('"cache": { "defaultTtlSeconds": 0, "maxTtlSeconds": 60 }, "forward": «{ "headers": "all" }'),
      page,
    ]),
    leak,
  ),
  row(
    "accepts cookies that are part of the cache key",
    site([
      api(
        '"cache": { "defaultTtlSeconds": 60, "cookies": ["sessionid"] }, "forward": { "cookies": ["sessionid"] }',
      ),
      page,
    ]),
  ),
  row(
    "accepts Authorization in the cache key",
    site([
      api(
        '"cache": { "defaultTtlSeconds": 60, "headers": ["Authorization"] }, "forward": { "headers": ["authorization"] }',
      ),
      page,
    ]),
  ),
  row(
    "accepts headers that identify nobody",
    site([api('"cache": "static", "forward": { "headers": ["Accept-Language"], "query": "all" }'), page]),
  ),
  row("accepts all cookies where nothing is cached", site([api('"forward": { "cookies": "all" }'), page])),
  row(
    "accepts all cookies where times are zero",
    site([
      api('"cache": { "defaultTtlSeconds": 0, "maxTtlSeconds": 0 }, "forward": { "cookies": "all" }'),
      page,
    ]),
  ),
  row(
    "accepts cookies to a bucket, which answers everybody alike",
    site([bucket('"/media/*"', ', "forward": { "cookies": "all" }'), page]),
  ),
];

export const behaviorAccessRows = [...signatures, ...privacy];
