// Rows: headers that CloudFront adds to responses and removes from them, and cached methods.
import { row, site } from "../row";

const headers = (text: string, origin = '"bucket": "client"') =>
  site([`{ "path": "*", "origin": { ${origin} }, "responseHeaders": { ${text} } }`]);
const host = '"host": "www.example.net"';
const at = (key: string) => `distributions.site.behaviors[0].responseHeaders.${key}`;
const cors = (text: string) => headers(`"cors": { ${text}, "allowCredentials": true }`);

export const responseHeaderRows = [
  row(
    "accepts headers of every kind",
    headers(`"strictTransportSecurity": { "includeSubDomains": true, "preload": true },
      "contentSecurityPolicy": "default-src 'self'", "frameOptions": "SAMEORIGIN", "referrerPolicy": "no-referrer",
      "cors": { "allowOrigins": ["https://*.example.com"], "exposeHeaders": ["ETag"] },
      "custom": { "X-Robots-Tag": "noindex" }, "remove": ["X-Powered-By", "Server"], "serverTimingPercent": 0.5`),
  ),
  row(
    "rejects a security header among the custom ones",
    headers('"custom": { «"x-frame-options": "DENY" }'),
    ["behaviors/response-header", at("custom.x-frame-options")],
  ),
  row("rejects a custom header that CloudFront keeps", headers('"custom": { «"Via": "a" }'), [
    "behaviors/response-header",
    at("custom.Via"),
  ]),
  row("rejects to remove what CloudFront keeps", headers('"remove": ["Server", «"X-Cache"]'), [
    "behaviors/response-header",
    at("remove[1]"),
  ]),
  row("rejects a value with a line break", headers('"custom": { "X-A": «"a\\nb" }'), [
    "schema/format",
    at("custom.X-A"),
  ]),
  row("rejects security headers where nobody sends them", headers('«"frameOptions": "DENY"', host), [
    "behaviors/security-headers-off",
    at("frameOptions"),
  ]),
  row(
    "rejects security headers that are turned off",
    headers('"securityHeaders": "none", «"contentSecurityPolicy": "default-src *"'),
    ["behaviors/security-headers-off", at("contentSecurityPolicy")],
  ),
  row(
    "accepts security headers of a web server where CloudFront fills them in",
    headers('"securityHeaders": "origin", "frameOptions": "DENY"', host),
  ),
  row("accepts a web server that owns its headers", headers('"remove": ["Server"]', host)),
  row("rejects preload without sub-domains", headers('"strictTransportSecurity": { "preload": «true }'), [
    "behaviors/preload-not-possible",
    at("strictTransportSecurity.preload"),
  ]),
  row(
    "rejects preload for less than a year",
    headers(
      '"strictTransportSecurity": { "preload": «true, "includeSubDomains": true, "maxAgeSeconds": 300 }',
    ),
    ["behaviors/preload-not-possible", at("strictTransportSecurity.preload")],
  ),
  row(
    "rejects any origin with credentials",
    cors('"allowOrigins": «["*"], "allowHeaders": ["Content-Type"]'),
    ["behaviors/cors-credentials", at("cors.allowOrigins")],
  ),
  row(
    "rejects any header with credentials",
    cors('"allowOrigins": ["https://a.example.com"], "allowHeaders": «["*"]'),
    ["behaviors/cors-credentials", at("cors.allowHeaders")],
  ),
  row(
    "accepts listed origins and headers with credentials",
    cors('"allowOrigins": ["https://a.example.com"], "allowHeaders": ["Content-Type"]'),
  ),
  row(
    "rejects that OPTIONS is cached and not allowed",
    site([
      '{ "path": "*", "origin": { "bucket": "client" }, "allowedMethods": "get-head", "cachedMethods": «"read" }',
    ]),
    ["behaviors/options-not-allowed", "distributions.site.behaviors[0].cachedMethods"],
  ),
  row(
    "accepts that OPTIONS is cached and allowed",
    site(['{ "path": "*", "origin": { "bucket": "client" }, "cachedMethods": "read" }']),
  ),
];
