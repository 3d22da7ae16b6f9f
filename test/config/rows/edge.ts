// Rows: edge functions, and the behaviors that have them.
import { generateKeyPairSync } from "node:crypto";
import { row, rowWithFiles, type Sections, site } from "../row";

const digest = "0a".repeat(32);
const token = `{ "handler": "require-authorization", "event": "viewer-request", "tokenSha256": ["${digest}"] }`;
const page = '{ "path": "*", "origin": { "bucket": "client" }, "edge": ["x"] }';

/** A config whose only function is `x`, on the behavior of all paths. */
const x = (text: string, more: Sections = {}): Sections => ({
  ...site([page]),
  edge: `{ "x": ${text} }`,
  ...more,
});
const custom = (rest: string, file = '"edge/a.js"') => x(`{ "handler": "custom", "file": ${file}, ${rest} }`);
const old = { terraform: '{ "awsProvider": "5.100" }' };

const runtimes = [
  row("accepts a token check", x(token)),
  row("accepts handlers of one's own on all events", {
    ...site(['{ "path": "*", "origin": { "bucket": "client" }, "edge": ["a", "b", "c", "d"] }']),
    edge: `{
      "a": { "handler": "custom", "file": "edge/a.ts", "event": "viewer-request" },
      "b": { "handler": "custom", "file": "edge/a.ts", "event": "origin-request", "includeBody": true, "memoryMb": 512 },
      "c": { "handler": "custom", "file": "edge/a.py", "event": "origin-response", "runtime": "python3.14" },
      "d": { "handler": "custom", "file": "edge/a.mjs", "event": "viewer-response" }
    }`,
  }),
  row(
    "rejects a CloudFront Function on an origin event",
    custom('"event": "origin-request", "runtime": «"cloudfront-js-2.0"'),
    ["edge/event-of-function", "edge.x.runtime"],
  ),
  row(
    "rejects Python in a runtime of Node",
    custom('"event": "origin-request", "runtime": «"nodejs22.x"', '"a.py"'),
    ["edge/runtime-of-file", "edge.x.runtime"],
  ),
  row(
    "rejects TypeScript in a runtime of Python",
    custom('"event": "origin-request", "runtime": «"python3.13"'),
    ["edge/runtime-of-file", "edge.x.runtime"],
  ),
  row(
    "rejects a runtime that provider 5.100 does not know",
    { ...custom('"event": "origin-request", "runtime": «"nodejs24.x"'), ...old },
    ["edge/provider-too-old", "edge.x.runtime"],
  ),
  row("accepts the default runtimes with provider 5.100", x(token, old)),
  row(
    "rejects limits of Lambda on a CloudFront Function",
    custom(
      '"event": "viewer-request", "runtime": "cloudfront-js-2.0", «"memoryMb": 256, «"includeBody": false',
    ),
    ["edge/limit-of-function", "edge.x.memoryMb"],
    ["edge/limit-of-function", "edge.x.includeBody"],
  ),
  row("rejects the body of a response", custom('"event": "origin-response", "includeBody": «true'), [
    "edge/body-of-response",
    "edge.x.includeBody",
  ]),
  row("warns of much memory on a viewer event", custom('"event": "viewer-response", "memoryMb": «256'), [
    "edge/viewer-memory",
    "edge.x.memoryMb",
    "warning",
  ]),
  row(
    "rejects a time limit above that of Lambda@Edge",
    custom('"event": "origin-request", "timeoutSeconds": «31'),
    ["schema/range", "edge.x.timeoutSeconds"],
  ),
  row("rejects a file outside of the project", custom('"event": "origin-request"', '«"../a.js"'), [
    "paths/outside-project",
    "edge.x.file",
  ]),
  row("warns of a function that no behavior has", { edge: `{ «"x": ${token} }` }, [
    "edge/unused",
    "edge.x",
    "warning",
  ]),
];

const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
const publicJwk = { ...pair.publicKey.export({ format: "jwk" }), kid: "a" };
const set = (...keys: object[]) => ({ "keys/jwks.json": JSON.stringify({ keys }) });
const jwt = (rest: string) =>
  x(`{ "handler": "require-jwt", "event": "viewer-request", "issuer": "https://a.example", ${rest} }`);
const pinned = '"audience": ["b"], "jwksFile": "keys/jwks.json"';
const keyFile = (name: string, files: Record<string, string>, code: string) =>
  rowWithFiles(files, name, jwt('"audience": ["b"], "jwksFile": «"keys/jwks.json"'), [
    code,
    "edge.x.jwksFile",
  ]);

const tokens = [
  rowWithFiles(set(publicJwk), "accepts pinned keys", jwt(pinned)),
  row(
    "accepts fetched keys",
    jwt('"claims": { "client_id": "c" }, "jwksUrl": "https://a.example/jwks.json"'),
  ),
  row("rejects keys over plain HTTP", jwt('"audience": ["b"], "jwksUrl": «"http://a.example/jwks.json"'), [
    "schema/format",
    "edge.x.jwksUrl",
  ]),
  row(
    "rejects a token check for any application",
    x(
      '«{ "handler": "require-jwt", "event": "viewer-request", "issuer": "a", "jwksUrl": "https://a.example/k" }',
    ),
    ["edge/any-audience", "edge.x"],
  ),
  row(
    "rejects a token check without keys",
    x('«{ "handler": "require-jwt", "event": "viewer-request", "issuer": "a", "audience": ["b"] }'),
    ["edge/one-key-source", "edge.x"],
  ),
  keyFile("rejects a JWK set that is not there", {}, "edge/file-not-found"),
  keyFile(
    "rejects a private key in a JWK set",
    set(pair.privateKey.export({ format: "jwk" })),
    "edge/private-key-in-jwks",
  ),
  keyFile(
    "rejects a symmetric key in a JWK set",
    set({ kty: "oct", k: "c2VjcmV0" }),
    "edge/private-key-in-jwks",
  ),
  keyFile("rejects a set that is no JSON", { "keys/jwks.json": "-----BEGIN PUBLIC KEY-----" }, "edge/jwks"),
  keyFile("rejects a set without keys", set(), "edge/jwks"),
  keyFile(
    "rejects a set of keys for other algorithms",
    set({ kty: "OKP", crv: "Ed25519", x: "AA" }),
    "edge/jwks",
  ),
  keyFile("rejects a short RSA key", set({ kty: "RSA", n: "AAAA", e: "AQAB" }), "edge/jwks"),
  keyFile("rejects a key for encryption", set({ ...publicJwk, use: "enc" }), "edge/jwks"),
  keyFile("rejects two keys with one id", set(publicJwk, publicJwk), "edge/jwks"),
];

const redirects = (...rules: string[]) =>
  x(`{ "handler": "redirects", "event": "viewer-request", "rules": [${rules.join(", ")}] }`);

const handlers = [
  row(
    "accepts redirects to the bare domain",
    redirects(
      '{ "host": "www.example.com", "to": "https://example.com/*" }',
      '{ "path": "/a", "to": "/b?c=d" }',
    ),
  ),
  row(
    "rejects a redirect to another site by two slashes",
    redirects('{ "path": "/a", "to": «"//evil.example" }'),
    ["edge/redirect-target", "edge.x.rules[0].to"],
  ),
  row("rejects a redirect with nothing to put in", redirects('{ "path": "/a", "to": «"/b/*" }'), [
    "edge/redirect-target",
    "edge.x.rules[0].to",
  ]),
  row("rejects a redirect to its own path", redirects('«{ "path": "/a/*", "to": "/a/b" }'), [
    "edge/redirect-loop",
    "edge.x.rules[0]",
  ]),
  row(
    "rejects redirects in a circle",
    redirects('«{ "path": "/a", "to": "/b" }', '«{ "path": "/b", "to": "/a" }'),
    ["edge/redirect-loop", "edge.x.rules[0]"],
    ["edge/redirect-loop", "edge.x.rules[1]"],
  ),
  row("rejects a script as a redirect", redirects('{ "path": "/a", "to": «"javascript:alert(1)" }'), [
    "schema/format",
    "edge.x.rules[0].to",
  ]),
  row(
    "rejects a header that CloudFront keeps to itself",
    x(
      '{ "handler": "security-headers", "event": "viewer-response", "headers": [{ "name": «"Via", "value": "1" }] }',
    ),
    ["edge/fixed-header", "edge.x.headers[0].name"],
  ),
  row(
    "rejects a header with a line break",
    x(
      '{ "handler": "security-headers", "event": "viewer-response", "headers": [{ "name": "A", "value": «"1\\n2" }] }',
    ),
    ["schema/format", "edge.x.headers[0].value"],
  ),
];

const both = (behavior: string, a: string, b: string, rest = "") => ({
  ...site([behavior], rest),
  edge: `{ "a": ${a}, "b": ${b} }`,
});
const two = '{ "path": "*", "origin": { "bucket": "client" }, "edge": ["a", «"b"] }';
const headers = (runtime: string) =>
  `{ "handler": "security-headers", "event": "viewer-response", "runtime": "${runtime}", "headers": [{ "name": "A", "value": "1" }] }`;
const fallback = '{ "handler": "spa-fallback", "event": "origin-request" }';
const signature = '{ "handler": "origin-signature", "event": "viewer-request" }';
const api = (rest: string) => ({
  ...site([`{ "path": "*", "origin": { "server": true }, "edge": [${rest} }`]),
  edge: `{ "x": ${signature} }`,
});

const behaviors = [
  row("rejects two functions on one event", both(two, token, token), [
    "behaviors/two-on-one-event",
    "distributions.site.behaviors[0].edge[1]",
  ]),
  row("rejects both kinds on viewer events", both(two, token, headers("cloudfront-js-2.0")), [
    "distributions/function-and-lambda",
    "distributions.site.behaviors[0].edge[1]",
  ]),
  row("accepts one kind on both viewer events", both(two.replace("«", ""), token, headers("nodejs22.x"))),
  row("accepts both kinds where one is on the origin request", both(two.replace("«", ""), token, fallback)),
  row(
    "rejects a function beside the router's fallback",
    { ...site([page.replace('"x"', '«"x"')], '"spa": true'), edge: `{ "x": ${token} }` },
    ["behaviors/two-on-one-event", "distributions.site.behaviors[0].edge[0]"],
  ),
  row(
    "rejects a Lambda function on the viewer response of a single-page app",
    { ...site([page.replace('"x"', '«"x"')], '"spa": true'), edge: `{ "x": ${headers("nodejs22.x")} }` },
    ["distributions/function-and-lambda", "distributions.site.behaviors[0].edge[0]"],
  ),
  row("accepts a signature for the server", api('"x"]')),
  row("rejects a signature that is not forwarded", api('«"x"], "cache": "static"'), [
    "edge/signature-unread",
    "distributions.site.behaviors[0].edge[0]",
  ]),
  row(
    "rejects a signature for a bucket",
    { ...site([page.replace('"x"', '«"x"')]), edge: `{ "x": ${signature} }` },
    ["edge/signature-unread", "distributions.site.behaviors[0].edge[0]"],
  ),
];

export const edgeRows = [...runtimes, ...tokens, ...handlers, ...behaviors];
