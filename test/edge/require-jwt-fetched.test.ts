// The built require-jwt with keys that it fetches: kept for their time, found when new, and refused without them.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { handlerCode } from "../../functions";
import { deterministicZip } from "../../functions/zip";
import { lambdaRequest } from "./asking";
import { type RunningHandler, runHandler } from "./running-handler";
import { issuer, jwk, rs256, rsa, stranger } from "./tokens";

let server: Server;
let answer: { status: number; body: string };
let fetches = 0;
let running: RunningHandler;

beforeEach(async () => {
  fetches = 0;
  answer = { status: 200, body: JSON.stringify({ keys: [jwk(rsa.publicKey, { kid: "r1" })] }) };
  server = createServer((_, response) => {
    fetches++;
    response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const settings = {
    issuer,
    audience: ["media"],
    claims: [],
    algorithms: ["RS256"],
    clockSkewSeconds: 30,
    cookie: null,
    keys: { url: `http://127.0.0.1:${port}/jwks.json`, maxAgeSeconds: 600 },
  };
  running = runHandler(deterministicZip({ "index.js": handlerCode("require-jwt", "lambda", settings) }));
});

afterEach(async () => {
  await running.stop();
  await new Promise((done) => server.close(done));
});

const ask = async (token: string) => {
  const { passed, result } = await running.ask(lambdaRequest({ authorization: `Bearer ${token}` }));
  return passed ? "passed" : result.status;
};

test("keys are fetched once for many tokens", async () => {
  for (let i = 0; i < 5; i++) expect(await ask(rs256({ header: { typ: `t${i}` } }))).toBe("passed");
  expect(fetches).toBe(1);
});

test("made-up key ids cause no flood of fetches", async () => {
  for (let i = 0; i < 5; i++) expect(await ask(rs256({ header: { kid: `k${i}` } }))).toBe("401");
  expect(fetches).toBe(1);
});

test("rejects a key that the issuer does not have", async () => {
  expect(await ask(rs256({ key: stranger.privateKey }))).toBe("401");
});

test.each([
  ["an error of the key server", { status: 500, body: "" }],
  ["an answer that is no JSON", { status: 200, body: "<html>" }],
  ["an answer that is no JWK set", { status: 200, body: "{}" }],
])("%s is a 503, and the next request tries again", async (_, broken) => {
  const right = answer;
  answer = broken;
  expect(await ask(rs256())).toBe("503");
  answer = right;
  expect(await ask(rs256())).toBe("passed");
});

test("a key server that is away is a 503", async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  expect(await ask(rs256())).toBe("503");
  server.listen(0, "127.0.0.1");
});
