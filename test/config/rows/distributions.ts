// Rows: a distribution's own settings.
import { row, site } from "../row";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const arn = (region: string) => `"arn:aws:acm:${region}:111122223333:certificate/0a1b2c3d"`;
const certificate = `"certificate": { "arn": ${arn("us-east-1")} }`;
const alias = (text: string) => site([page], `"aliases": [${text}], ${certificate}`);
const at = (key: string) => `distributions.site.${key}`;
const badAlias = ["distributions/alias-name", at("aliases[0]")] as const;

const names = [
  row("accepts an alias with a certificate", alias('"app.example.com"')),
  row("accepts a wildcard alias", alias('"*.example.com"')),
  row("rejects an alias with a scheme", alias('«"https://app.example.com"'), badAlias),
  row("rejects an alias that nobody certifies", alias('«"app.shop.test"'), badAlias),
  row("rejects two wildcards in an alias", alias('«"*.*.example.com"'), badAlias),
  row("rejects capitals in an alias", alias('«"App.example.com"'), badAlias),
  row("rejects an address as an alias", alias('«"54.180.1.2"'), badAlias),
  row(
    "rejects one alias on two distributions",
    {
      distributions: `{
    "site": { "behaviors": [${page}], "aliases": ["app.example.com"], ${certificate} },
    "media": { "behaviors": [${page}], "aliases": ["media.example.com", «"app.example.com"], ${certificate} }
  }`,
    },
    ["distributions/alias-twice", "distributions.media.aliases[1]"],
  ),
];

const certificates = [
  row("rejects aliases without a certificate", site([page], '"aliases": «["app.example.com"]'), [
    "distributions/alias-without-certificate",
    at("aliases"),
  ]),
  row("rejects a certificate without aliases", site([page], `«${certificate}`), [
    "distributions/certificate-without-alias",
    at("certificate"),
  ]),
  row("rejects a DNS zone without aliases", site([page], '«"dns": { "zoneId": "Z0123456789" }'), [
    "distributions/certificate-without-alias",
    at("dns"),
  ]),
  row(
    "rejects a new certificate without a DNS zone",
    site([page], '"aliases": ["app.example.com"], "certificate": «{ "create": true }'),
    ["distributions/certificate-without-dns", at("certificate")],
  ),
  row(
    "accepts a new certificate with a DNS zone",
    site(
      [page],
      '"aliases": ["app.example.com"], "certificate": { "create": true }, "dns": { "zoneId": "Z0123456789" }',
    ),
  ),
  row(
    "rejects a certificate of another region",
    site([page], `"aliases": ["app.example.com"], "certificate": { "arn": «${arn("ap-northeast-2")} }`),
    ["distributions/certificate-region", at("certificate.arn")],
  ),
];

const errorPages = [
  row(
    "rejects two error pages for one status",
    site([page], '"errorPages": [{ "status": 404, "page": "/404.html" }, { "status": «404 }]'),
    ["distributions/error-page-twice", at("errorPages[1].status")],
  ),
  row(
    "rejects a response status without a page",
    site([page], '"errorPages": [«{ "status": 403, "responseStatus": 404 }]'),
    ["distributions/error-page-incomplete", at("errorPages[0]")],
  ),
  row(
    "accepts error pages",
    site(
      [page],
      '"errorPages": [{ "status": 404, "page": "/404.html" }, { "status": 403, "ttlSeconds": 0 }]',
    ),
  ),
];

const token = `{ "token": { "handler": "require-authorization", "event": "viewer-request", "tokenSha256": ["${"0a".repeat(32)}"] } }`;
const guarded = '"origin": { "bucket": "client" }, "edge": ["token"]';

const spa = [
  row(
    "rejects a single-page app that comes from the server",
    site(['{ "path": "*", "origin": { "server": true } }'], '"spa": «true'),
    ["distributions/spa-without-bucket", at("spa")],
  ),
  row("accepts a Lambda function on another behavior", {
    ...site([`{ "path": "/img/*", ${guarded} }`, page], '"spa": true'),
    edge: token,
  }),
];

export const distributionRows = [...names, ...certificates, ...errorPages, ...spa];
