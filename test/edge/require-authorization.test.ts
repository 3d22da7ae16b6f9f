// The built zip of require-authorization in a clean process: real events, attacks, arbitrary headers.
import { readdirSync } from "node:fs";
import fc from "fast-check";
import { type Asking, asFunction, asLambda, functionRequest } from "./asking";
import {
  digests,
  eventOf,
  events,
  expectRefusal,
  sha256,
  token,
  withHeader,
  withValue,
  written,
} from "./authorization-requests";
import type { Json } from "./running-handler";

let running: Asking;
beforeAll(() => {
  running = asLambda(written);
});
afterAll(() => running.stop());

const outcomes: Readonly<Record<string, "passes" | "401">> = {
  bearer: "passes",
  "bearer-lower-case": "passes",
  "bearer-upper-case": "passes",
  "body-and-query": "passes",
  "raw-token": "passes",
  "missing-header": "401",
  "several-headers": "401",
  "wrong-token": "401",
};

test("every event file has its outcome here", () => {
  expect(
    readdirSync(events)
      .filter((name) => name.startsWith("lambda-"))
      .sort(),
  ).toEqual(
    Object.keys(outcomes)
      .map((name) => `lambda-${name}.json`)
      .sort(),
  );
});

test.each(Object.entries(outcomes))("events/%s.json: %s", async (name, outcome) => {
  const answer = await running.ask(eventOf(name));
  if (outcome === "401") expectRefusal(answer);
  else expect(answer).toEqual({ findings: [], passed: true, result: eventOf(name).Records[0].cf.request });
});

test.each([
  ["the first of several tokens", "Bearer example-token-0"],
  ["spaces after the scheme", `Bearer   ${token}`],
  ["a token of the greatest length", `Bearer ${"a".repeat(4096)}`],
])("lets through %s", async (_, value) => {
  expect((await running.ask(withValue(value))).passed).toBe(true);
});

const inherited = Object.fromEntries([["__proto__", { authorization: [{ value: token }] }]]);
const withRequest = (change: object): Json => {
  const event = eventOf("missing-header");
  Object.assign(event.Records[0].cf.request, change);
  return event;
};
const ofType = (eventType: string): Json => {
  const event = eventOf("bearer");
  event.Records[0].cf.config.eventType = eventType;
  return event;
};

describe("rejects", () => {
  test.each<[string, Json]>([
    ["an empty value", withValue("")],
    ["the scheme alone", withValue("Bearer")],
    ["the scheme and a space", withValue("Bearer ")],
    ["a token in another case", withValue(`Bearer ${token.toUpperCase()}`)],
    ["another scheme", withValue(`Basic ${token}`)],
    ["the scheme twice", withValue(`Bearer Bearer ${token}`)],
    ["the scheme without a space", withValue(`Bearer${token}`)],
    ["a tab after the scheme", withValue(`Bearer\t${token}`)],
    ["a prefix of the token", withValue(`Bearer ${token.slice(0, -1)}`)],
    ["the token and more", withValue(`Bearer ${token}1`)],
    ["two tokens with a comma", withValue(`Bearer ${token}, Bearer ${token}`)],
    ["a line break after the token", withValue(`Bearer ${token}\n`)],
    ["a line before the token", withValue(`x\nBearer ${token}`)],
    ["a NUL after the token", withValue(`Bearer ${token}\0`)],
    ["the digest as token", withValue(`Bearer ${sha256(token)}`)],
    ["an accepted token that is too long", withValue(`Bearer ${"a".repeat(4097)}`)],
    ["a megabyte", withValue(`Bearer ${"a".repeat(1 << 20)}`)],
    ["full-width letters of the token", withValue(`Bearer ｅxample-token-1`)],
    ["a zero-width space in the token", withValue(`Bearer ${token}\u200b`)],
    ["a scheme with a long s or a Kelvin sign", withValue(`bearer\u017f ${token}`)],
    ["a lone surrogate", withValue(`Bearer \ud800`)],
    ["a list as value", withValue([token])],
    ["an object as value", withValue({ toString: token })],
    ["a number as value", withValue(1)],
    ["null as value", withValue(null)],
    ["no value", withHeader([{ key: "Authorization" }])],
    ["two headers, the right one first", withHeader([{ value: token }, { value: "x" }])],
    ["two headers, the right one last", withHeader([{ value: "x" }, { value: token }])],
    ["an empty list of headers", withHeader([])],
    ["a list with nothing in it", withHeader([null])],
    ["text instead of a list", withHeader(token)],
    ["an object that looks like a list", withHeader({ 0: { value: token }, length: 1 })],
    ["the token in another header", withRequest({ headers: { "x-authorization": [{ value: token }] } })],
    [
      "the name in upper case, which CloudFront never sends",
      withRequest({ headers: { Authorization: [{ value: token }] } }),
    ],
    ["__proto__ as header", withRequest({ headers: inherited })],
    ["the token as query string", withRequest({ querystring: `authorization=${token}` })],
    ["no headers", withRequest({ headers: null })],
    ["no request", { Records: [{ cf: { config: { eventType: "viewer-request" } } }] }],
    ["no records", { Records: [] }],
    ["an empty event", {}],
    ["null", null],
    ["text", token],
    ["an origin request, whose answer would be cached for all", ofType("origin-request")],
    ["a viewer response", ofType("viewer-response")],
  ])("%s", async (_, event) => expectRefusal(await running.ask(event)));
});

test("nothing but a valid token gets through", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(token, ...digests, "Bearer", "bearer ", "toString", "constructor"),
    fc.nat({ max: token.length }).map((length) => token.slice(0, length)),
    fc.string({ unit: fc.constantFrom(...token, "B", " ") }),
  );
  const value = fc.oneof(
    fc.array(text, { maxLength: 3 }).map((parts) => parts.join("")),
    fc.tuple(fc.constantFrom("Bearer ", "bEARER  ", ""), text).map((parts) => parts.join("")),
  );
  const header = fc.oneof(
    { weight: 3, arbitrary: value.map((one) => [{ key: "Authorization", value: one }]) },
    fc.array(fc.record({ key: fc.string(), value: fc.oneof(value, fc.jsonValue()) })),
    fc.jsonValue(),
  );
  let passes = 0;
  await fc.assert(
    fc.asyncProperty(header, async (authorization: Json) => {
      const answer = await running.ask(withHeader(authorization));
      const only =
        Array.isArray(authorization) && authorization.length === 1 ? authorization[0]?.value : null;
      // Written anew and not taken from the handler: what stands after an optional scheme is the token.
      const bare = typeof only === "string" ? only.replace(/^[Bb][Ee][Aa][Rr][Ee][Rr] +/, "") : null;
      if (bare === token) passes++;
      if (bare === token) expect(answer.passed).toBe(true);
      else expectRefusal(answer);
    }),
    { numRuns: 1500 },
  );
  expect(passes).toBeGreaterThan(0);
});

describe("as a CloudFront Function", () => {
  const asked = asFunction(written);
  const withAuthorization = (value: string | readonly string[]) =>
    asked.ask(functionRequest({ authorization: value }));

  test.each([
    ["a token", `Bearer ${token}`],
    ["a token without a scheme", token],
    ["a scheme in capitals", `BEARER ${token}`],
    ["a token of the greatest length", "a".repeat(4096)],
  ])("lets through %s", async (_, value) => {
    const { passed, findings } = await withAuthorization(value);
    expect({ passed, findings }).toEqual({ passed: true, findings: [] });
  });

  const refused = (result: Json) =>
    expect(result).toMatchObject({
      passed: false,
      findings: [],
      result: {
        statusCode: 401,
        headers: {
          "www-authenticate": { value: 'Bearer realm="protected"' },
          "cache-control": { value: "no-cache" },
        },
        body: { encoding: "text", data: '{"meta":{"code":401,"error_message":"Unauthorized"},"data":{}}' },
      },
    });

  test.each<[string, string | readonly string[]]>([
    ["an empty value", ""],
    ["another token", "Bearer example-token-2"],
    ["a token in another case", token.toUpperCase()],
    ["two headers, the right one first", [token, "x"]],
    ["two headers, the right one last", ["x", token]],
    ["the digest as token", sha256(token)],
    ["an accepted token that is too long", "a".repeat(4097)],
    ["a line break after the token", `${token}\n`],
    ["a zero-width space", `${token}\u200b`],
    ["a long s for the s", `Bearer\u017f ${token}`],
  ])("rejects %s", async (_, value) => refused(await withAuthorization(value)));

  test.each<[string, Json]>([
    ["no header", functionRequest({})],
    ["a value that is no text", functionRequest({}, { headers: { authorization: { value: 1 } } })],
    ["what every object inherits", functionRequest({}, { headers: {} })],
    ["no headers", functionRequest({}, { headers: null })],
    ["an empty event", {}],
    [
      "a viewer response",
      { ...functionRequest({ authorization: token }), context: { eventType: "viewer-response" } },
    ],
  ])("rejects %s", async (_, event) => refused(await asked.ask(event)));

  test("nothing but a valid token gets through", async () => {
    const part = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(token, "Bearer ", ...digests),
      fc.nat({ max: 15 }).map((n) => token.slice(0, n)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 3 }), async (parts) => {
        const value = parts.join("");
        const answer = await withAuthorization(value);
        if (value.replace(/^[Bb][Ee][Aa][Rr][Ee][Rr] +/, "") === token) expect(answer.passed).toBe(true);
        else refused(answer);
      }),
      { numRuns: 500 },
    );
  });
});
