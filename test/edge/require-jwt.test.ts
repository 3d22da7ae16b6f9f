// The built require-jwt in a clean process, with keys that it holds: tokens, forgeries, arbitrary ones.
import fc from "fast-check";
import { type Asked, asLambda, eventFile, lambdaRequest } from "./asking";
import type { Json } from "./running-handler";
import {
  claims,
  confused,
  es256,
  issuer,
  jwk,
  keySet,
  now,
  publicPem,
  rs256,
  rsa,
  signedAs,
  stranger,
} from "./tokens";

const written = {
  handler: "require-jwt",
  event: "viewer-request",
  issuer,
  audience: ["media", "other"],
  claims: { sub: "u1" },
  cookie: "__Host-token",
  jwksFile: "jwks.json",
};
const asking = asLambda(written, { "jwks.json": keySet });
afterAll(() => asking.stop());

const bearer = (token: string) => asking.ask(lambdaRequest({ authorization: `Bearer ${token}` }));
const byCookie = (...cookies: string[]) => asking.ask(lambdaRequest({ cookie: cookies }));

function refused({ result, passed, findings }: Asked): void {
  expect({ passed, findings, status: result.status }).toEqual({ passed: false, findings: [], status: "401" });
  expect(result.headers["www-authenticate"][0].value).toMatch(
    /^Bearer realm="protected"(, error="invalid_token")?$/,
  );
}

describe("lets through", () => {
  test.each<[string, () => string]>([
    ["RS256", () => rs256()],
    ["ES256", () => es256()],
    ["one of several audiences", () => rs256({ payload: claims({ aud: ["x", "other"] }) })],
    ["a token that expired within the allowed skew", () => rs256({ payload: claims({ exp: now() - 10 }) })],
    ["a token that begins within the allowed skew", () => rs256({ payload: claims({ nbf: now() + 10 }) })],
    ["a token without a key id, of which one key fits", () => es256({ header: { kid: undefined } })],
  ])("%s", async (_, make) => {
    const token = make();
    expect(await bearer(token)).toMatchObject({ passed: true, findings: [] });
    // From memory.
    expect((await bearer(token)).passed).toBe(true);
  });

  test("a token in the cookie, and in any case of the scheme", async () => {
    expect((await byCookie(`a=b; __Host-token=${rs256()}; c=d`)).passed).toBe(true);
    expect((await asking.ask(lambdaRequest({ authorization: `bEARER  ${es256()}` }))).passed).toBe(true);
  });
});

describe("rejects", () => {
  test.each<[string, () => string]>([
    ["alg none", () => rs256({ header: { alg: "none" }, signature: () => "" })],
    ["alg none with a signature", () => rs256({ header: { alg: "none" } })],
    ["alg None in capitals", () => rs256({ header: { alg: "nOnE" }, signature: () => "" })],
    ["the public key as a shared secret, PEM", () => confused(publicPem)],
    [
      "the public key as a shared secret, modulus",
      () => confused(Buffer.from(rsa.publicKey.export({ format: "jwk" }).n!, "base64url")),
    ],
    [
      "a key of its own in the header",
      () => rs256({ key: stranger.privateKey, header: { jwk: jwk(stranger.publicKey, {}) } }),
    ],
    [
      "an address of keys in the header",
      () => rs256({ key: stranger.privateKey, header: { jku: "https://evil.example/jwks" } }),
    ],
    ["a stranger's signature", () => rs256({ key: stranger.privateKey })],
    ["a key id that is not there", () => rs256({ header: { kid: "r2" } })],
    ["the key id of the other type", () => rs256({ header: { kid: "e1" } })],
    ["a path as key id", () => rs256({ header: { kid: "../../dev/null" } })],
    ["an algorithm that is not allowed", () => rs256({ header: { alg: "PS256" } })],
    ["a right signature by RS512", () => signedAs("RS512")],
    ["a right signature by PS256", () => signedAs("PS256")],
    ["RS512 in name", () => rs256({ header: { alg: "RS512" } })],
    ["a critical header that nobody knows", () => rs256({ header: { crit: ["x"], x: 1 } })],
    ["an ECDSA signature as DER", () => es256({}, "der")],
    ["an ECDSA signature of zeros", () => es256().replace(/[^.]+$/, Buffer.alloc(64).toString("base64url"))],
    ["no signature", () => rs256({ signature: () => "" })],
    ["half a signature", () => rs256().slice(0, -100)],
    [
      "another payload under the signature",
      () =>
        rs256().replace(
          /\.[^.]+\./,
          `.${Buffer.from(JSON.stringify(claims({ sub: "u1", admin: true }))).toString("base64url")}.`,
        ),
    ],
    ["an expired token", () => rs256({ payload: claims({ exp: now() - 3600 }) })],
    ["a token that never expires", () => rs256({ payload: claims({ exp: undefined }) })],
    ["an expiry that is text", () => rs256({ payload: claims({ exp: "2099-01-01" }) })],
    ["a token that does not begin yet", () => rs256({ payload: claims({ nbf: now() + 3600 }) })],
    ["another audience", () => rs256({ payload: claims({ aud: "admin" }) })],
    ["no audience", () => rs256({ payload: claims({ aud: undefined }) })],
    ["a part of the audience", () => rs256({ payload: claims({ aud: "medi" }) })],
    ["another issuer", () => rs256({ payload: claims({ iss: "https://login.example.com" }) })],
    ["no issuer", () => rs256({ payload: claims({ iss: undefined }) })],
    ["another value of a claim", () => rs256({ payload: claims({ sub: "u2" }) })],
    ["a list with the value of a claim", () => rs256({ payload: claims({ sub: ["u1"] }) })],
    ["a payload that is no object", () => rs256({ payload: ["media"] })],
    ["four parts", () => `${rs256()}.x`],
    ["a token with padding", () => `${rs256()}=`],
    ["a space in it", () => rs256().replace(".", " .")],
    ["a very long token", () => rs256({ payload: claims({ x: "a".repeat(20_000) }) })],
  ])("%s", async (_, make) => refused(await bearer(make())));

  test.each<[string, () => Json]>([
    ["no token", () => lambdaRequest({})],
    ["two headers", () => lambdaRequest({ authorization: [`Bearer ${rs256()}`, "Bearer x"] })],
    ["another scheme", () => lambdaRequest({ authorization: `Basic ${rs256()}` })],
    [
      "a bad header beside a good cookie",
      () => lambdaRequest({ authorization: "Bearer x", cookie: `__Host-token=${rs256()}` }),
    ],
    ["the cookie twice", () => lambdaRequest({ cookie: `__Host-token=${rs256()}; __Host-token=x` })],
    [
      "the cookie in two headers",
      () => lambdaRequest({ cookie: [`__Host-token=${rs256()}`, "__Host-token=x"] }),
    ],
    ["a cookie whose name ends so", () => lambdaRequest({ cookie: `x__Host-token=${rs256()}` })],
    ["the token in the query string", () => lambdaRequest({}, { querystring: `token=${rs256()}` })],
    ["an empty event", () => ({})],
    ["null", () => null],
  ])("%s", async (_, make) => refused(await asking.ask(make())));

  test("a token of a key for another use, of two keys that could have signed it", async () => {
    const two = JSON.stringify({
      keys: [jwk(rsa.publicKey, { kid: "a" }), jwk(stranger.publicKey, { kid: "b" })],
    });
    const other = asLambda({ ...written, algorithms: ["RS256"] }, { "jwks.json": two });
    const ask = (token: string) => other.ask(lambdaRequest({ authorization: `Bearer ${token}` }));
    refused(await ask(rs256({ header: { kid: undefined } })));
    refused(await ask(es256()));
    expect((await ask(rs256({ header: { kid: "a" } }))).passed).toBe(true);
    await other.stop();
  });
});

test("nothing but a valid token gets through", async () => {
  const good = [rs256(), es256()];
  const [header, payload, signature] = good[0]!.split(".") as [string, string, string];
  const piece = fc.oneof(
    fc.constantFrom(header, payload, signature, "", ...good[1]!.split(".")),
    fc.string(),
    fc.base64String(),
  );
  const changed = fc
    .tuple(fc.constantFrom(...good), fc.nat(), fc.constantFrom(..."ABCxyz019-_."))
    .map(([token, at, char]) => {
      const index = at % token.length;
      return token.slice(0, index) + char + token.slice(index + 1);
    });
  const token = fc.oneof(
    changed,
    fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(".")),
    fc.constantFrom(...good),
  );
  // The last character of a signature has bits that base64url leaves open: another spelling of the same bytes.
  const same = (one: string) =>
    good.some(
      (valid) =>
        Buffer.from(one.split(".")[2] ?? "", "base64url").equals(
          Buffer.from(valid.split(".")[2]!, "base64url"),
        ) && one.slice(0, -1) === valid.slice(0, -1),
    );
  await fc.assert(
    fc.asyncProperty(token, async (one) => {
      const answer = await bearer(one);
      if (same(one)) return;
      if (good.includes(one)) expect(answer.passed).toBe(true);
      else refused(answer);
    }),
    { numRuns: 500 },
  );
  expect((await bearer(good[0]!)).passed).toBe(true);
});

test("event files", async () => {
  refused(await asking.ask(eventFile("require-jwt", "lambda-no-token")));
  refused(await asking.ask(eventFile("require-jwt", "lambda-alg-none")));
  refused(await asking.ask(eventFile("require-jwt", "lambda-expired")));
});

test("its log has codes, and no part of a token", async () => {
  const logging = asLambda(written, { "jwks.json": keySet });
  const token = rs256({ payload: claims({ aud: "admin" }) });
  await logging.ask(lambdaRequest({ authorization: `Bearer ${token}` }));
  const log = await logging.stop();
  expect(log).toContain("ERR_JWT_CLAIM_VALIDATION_FAILED");
  for (const part of token.split(".")) expect(log).not.toContain(part);
});
