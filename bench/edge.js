// Edge handlers: one request, a cold import and the bytes of the bundle, beside public handlers and an empty one.
const { createHash, generateKeyPairSync, sign } = require("node:crypto");
const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { spawnSync } = require("node:child_process");
const { env, interleaved, row } = require("./measure");

const root = join(__dirname, "..");
const empty = "exports.handler = async (event) => event.Records[0].cf.request;\n";
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const digests = Array.from({ length: 20 }, (_, index) => sha256(`example-token-${index}`));

const issuer = "https://login.example.com/";
const userPoolId = "us-east-1_Abcdefghi";
const cognito = `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;
const clientId = "1example23456789";
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwks = {
  keys: [{ ...pair.publicKey.export({ format: "jwk" }), kid: "k1", alg: "RS256", use: "sig" }],
};

async function run() {
  const work = mkdtempSync(join(tmpdir(), "httpsmith-bench-"));
  try {
    const handlers = written(work);
    return [...(await requestRows(handlers)), ...(await importRows(work)), ...byteRows(handlers)];
  } finally {
    rmSync(work, { recursive: true });
  }
}

const jwtSettings = {
  issuer,
  audience: ["media"],
  claims: [],
  algorithms: ["RS256"],
  clockSkewSeconds: 30,
  cookie: null,
  keys: jwks.keys.map(({ kty, kid, n, e }) => ({ kty, kid, n, e })),
};

const settings = {
  "require-authorization": { tokenSha256: digests },
  "basic-auth": { credentialSha256: [...digests.slice(1), sha256("alice:secret")], realm: "x" },
  "require-jwt": jwtSettings,
  redirects: { rules: [{ host: null, path: "/old/", open: true, to: "/new/", toOpen: true, status: 308 }] },
  "spa-fallback": { startPage: "/index.html" },
};

// As they are deployed: ours from the build, the peers bundled in the same way.
function written(work) {
  const { handlerCode } = require("../dist/edge.js");
  const ours = Object.entries(settings).map(([name, one]) => [name, handlerCode(name, "lambda", one)]);
  const peers = ["guide-authorization", "aws-jwt-verify", "cognito-at-edge"].map((name) => [
    name,
    bundle(name),
  ]);
  for (const [name, text] of [...ours, ...peers, ["empty", empty]]) {
    mkdirSync(join(work, name));
    writeFileSync(join(work, name, "index.js"), text);
  }
  const load = createRequire(join(work, "x.js"));
  return Object.fromEntries(
    [...ours, ...peers, ["empty", empty]].map(([name, text]) => [
      name,
      { module: load(`./${name}/index.js`), bytes: Buffer.byteLength(text) },
    ]),
  );
}

function bundle(name) {
  const options = require("../functions/bundle-options.json").lambda;
  const entryPoints = [join(__dirname, "peers", `${name}.js`)];
  const { outputFiles } = require("esbuild").buildSync({ ...options, entryPoints, external: ["@aws-sdk/*"] });
  return outputFiles[0].text;
}

async function requestRows(handlers) {
  const handler = (name) => handlers[name].module.handler;
  const peer = (name, options) => handlers[name].module.handlerFor(options);
  const bearer = (value) => eventWith({ authorization: `Bearer ${value}` });
  const basic = eventWith({ authorization: `Basic ${Buffer.from("alice:secret").toString("base64")}` });
  const byAws = peer("aws-jwt-verify", { issuer, audience: "media", jwks });
  const byCognito = peer("cognito-at-edge", { userPoolId, clientId, jwks });
  const fresh = tokens(2000);
  const signedIn = eventWith({ cookie: cognitoCookies() });
  const times = await interleaved({
    empty: () => perRequest(handler("empty"), () => bearer("x"), 20_000),
    valid: () => perRequest(handler("require-authorization"), once(bearer("example-token-1")), 20_000),
    wrong: () => perRequest(handler("require-authorization"), once(bearer("wrong")), 20_000),
    guide: () =>
      perRequest(callback(handler("guide-authorization")), once(bearer("example-token-1")), 20_000),
    basic: () => perRequest(handler("basic-auth"), once(basic), 20_000),
    first: () => perRequest(handler("require-jwt"), (i) => bearer(fresh[i % fresh.length]), 1000),
    awsFirst: () => perRequest(byAws, (i) => bearer(fresh[i % fresh.length]), 1000),
    again: () => perRequest(handler("require-jwt"), once(bearer(fresh[0])), 20_000),
    cognito: () => perRequest(byCognito, once(signedIn), 500),
    redirect: () => perRequest(handler("redirects"), once(eventWith({}, "/old/a")), 20_000),
    page: () => perRequest(handler("spa-fallback"), once(eventWith({}, "/users/7")), 20_000),
  });
  const aim = "at most 20 µs";
  return [
    row(
      "require-authorization, valid token of 20",
      times.valid,
      "guide, one token in clear",
      times.guide,
      aim,
      "µs",
    ),
    row("require-authorization, wrong token of 20", times.wrong, "empty handler", times.empty, aim, "µs"),
    row("basic-auth, valid password of 20", times.basic, "empty handler", times.empty, aim, "µs"),
    row("require-jwt, a token seen before", times.again, "cognito-at-edge", times.cognito, aim, "µs"),
    row("require-jwt, a new RS256 token", times.first, "aws-jwt-verify", times.awsFirst, "at most 1", "µs"),
    row("redirects", times.redirect, "empty handler", times.empty, "", "µs"),
    row("spa-fallback", times.page, "empty handler", times.empty, "", "µs"),
  ];
}

const once = (event) => () => event;
const callback = (handler) => (event) =>
  new Promise((resolve) => handler(event, {}, (_, value) => resolve(value)));

/** @returns microseconds */
async function perRequest(handler, eventOf, requests) {
  const events = Array.from({ length: Math.min(requests, 2000) }, (_, index) => eventOf(index));
  const start = process.hrtime.bigint();
  for (let i = 0; i < requests; i++) await handler(events[i % events.length]);
  return Number(process.hrtime.bigint() - start) / 1e3 / requests;
}

async function importRows(work) {
  const cold = (name) => () => importTime(join(work, name, "index.js"));
  const names = ["require-authorization", "basic-auth", "require-jwt", "aws-jwt-verify", "cognito-at-edge"];
  const candidates = Object.fromEntries([...names, "empty"].map((name) => [name, cold(name)]));
  const times = await interleaved(candidates);
  const aim = "at most 5 ms more";
  return names.map((name) =>
    row(
      `cold import, ${name}`,
      times[name],
      "empty handler",
      times.empty,
      name.includes("aws") || name.includes("cognito") ? "" : aim,
    ),
  );
}

/** @returns milliseconds that `require` of the file takes in a process that has loaded nothing else */
function importTime(file) {
  const script = `const s=process.hrtime.bigint();require(${JSON.stringify(file)});process.stdout.write(String(Number(process.hrtime.bigint()-s)/1e6))`;
  const runner = join(file, "../../runner.js");
  writeFileSync(runner, script);
  return Number(spawnSync(process.execPath, [runner], { env, encoding: "utf8" }).stdout);
}

function byteRows(handlers) {
  const bytes = (name) => [handlers[name].bytes];
  const rows = [
    ["require-authorization", "cognito-at-edge"],
    ["require-authorization", "guide-authorization"],
    ["require-jwt", "aws-jwt-verify"],
    ["require-jwt", "cognito-at-edge"],
  ];
  return rows.map(([ours, peer]) =>
    row(`bundle, ${ours}`, bytes(ours), peer, bytes(peer), "below 1", "bytes"),
  );
}

function eventWith(headers, uri = "/ex-img/cat.png") {
  const file = join(root, "edge/events/lambda-viewer-request.json");
  const event = JSON.parse(readFileSync(file, "utf8"));
  const { request } = event.Records[0].cf;
  request.uri = uri;
  for (const [name, value] of Object.entries(headers)) request.headers[name] = [{ key: name, value }];
  return event;
}

function token(payload) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const expires = Math.floor(Date.now() / 1000) + 86_400;
  const input = `${part({ alg: "RS256", kid: "k1" })}.${part({ exp: expires, iat: expires - 90_000, ...payload })}`;
  return `${input}.${sign("sha256", Buffer.from(input), pair.privateKey).toString("base64url")}`;
}

function tokens(count) {
  return Array.from({ length: count }, (_, index) => token({ iss: issuer, aud: "media", sub: `u${index}` }));
}

function cognitoCookies() {
  const prefix = `CognitoIdentityServiceProvider.${clientId}`;
  const id = token({ iss: cognito, aud: clientId, token_use: "id", sub: "u1", "cognito:username": "u1" });
  return `${prefix}.LastAuthUser=u1; ${prefix}.u1.idToken=${id}; ${prefix}.u1.accessToken=${id}`;
}

module.exports = { run };
