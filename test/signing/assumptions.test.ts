// The guesses about CloudFront that no primary source settles: one test each, and each outcome names the guess it rests on.
import { matchResource, SIGNING_ASSUMPTIONS, signCookies, signUrl, toCookieHeader } from "../../signing";
import { ask, EXPIRES_AT, HOST, KEY_PAIR_ID, NOW, presentPolicy, RSA, valueIn, verdict } from "./fixtures";

const PHOTO = `${HOST}/photo.jpg`;
const signed = (url = PHOTO) => valueIn(signUrl(RSA, { url, expiresAt: EXPIRES_AT }, NOW));
const custom = (resource: string, more: object = {}) =>
  `{"Statement":[{"Resource":"${resource}","Condition":{"DateLessThan":{"AWS:EpochTime":${EXPIRES_AT}}}${JSON.stringify(
    more,
  )
    .slice(1, -1)
    .replace(/^(?=.)/, ",")}}]}`;

test("assumption: exact-canned-bytes: port, escapes and the order of the query count", () => {
  const changed = [
    signed("http://localhost:8443/a").replace(":8443", ":9443"),
    signed(`${HOST}/a%2Fb`).replace("%2F", "%2f"),
    signed(`${HOST}/a?x=1&y=2`).replace("x=1&y=2", "y=2&x=1"),
  ];
  for (const url of changed) {
    expect(verdict(ask(url))).toBe("AccessDenied/bad-signature");
    expect(ask(url)).toMatchObject({ assumptions: ["exact-canned-bytes"] });
  }
});

test("assumption: malformed-order: a bad signature is told before a bad policy", () => {
  const outcome = ask(`${PHOTO}?Policy=!&Signature=!&Key-Pair-Id=${KEY_PAIR_ID}`);
  expect(verdict(outcome)).toBe("MalformedSignature/malformed-signature");
  expect(outcome).toMatchObject({ assumptions: ["malformed-order"] });
});

test("assumption: raw-question-mark: it begins the query when the request has one, and else may be one character", () => {
  const resource = `${HOST}/a?b`;
  expect(matchResource(resource, `${HOST}/a?b`)).toMatchObject({ matches: true, rawQuestionMark: "query" });
  expect(matchResource(resource, `${HOST}/aXb`)).toMatchObject({
    matches: true,
    rawQuestionMark: "one-character",
  });
  expect(matchResource(resource, `${HOST}/aXb?c`).matches).toBe(false);
  expect(ask(presentPolicy(custom(resource), `${HOST}/a?b`))).toMatchObject({
    kind: "allowed",
    assumptions: ["raw-question-mark"],
  });
});

test.each(["", "Signature&", "Signature=&"])(
  "assumption: missing-signature: %j is AccessDenied",
  (signature) => {
    const outcome = ask(`${PHOTO}?Expires=${EXPIRES_AT}&${signature}Key-Pair-Id=${KEY_PAIR_ID}`);
    expect(verdict(outcome)).toBe("AccessDenied/no-signature");
    expect(outcome).toMatchObject({ assumptions: ["missing-signature"] });
  },
);

test.each(["", "Expires=soon&", "Expires=-1&", "Expires=1.5&", "Expires=&"])(
  "assumption: missing-policy: %j in place of Policy or Expires is MalformedPolicy",
  (expires) => {
    const outcome = ask(`${PHOTO}?${expires}Signature=QUJD&Key-Pair-Id=${KEY_PAIR_ID}`);
    expect(verdict(outcome)).toBe("MalformedPolicy/malformed-policy");
    expect(outcome).toMatchObject({ assumptions: ["missing-policy"] });
  },
);

test("assumption: policy-over-expires: Policy counts where both are given", () => {
  const outcome = ask(`${presentPolicy(custom(`${HOST}/*`), PHOTO)}&Expires=1`);
  expect(outcome).toMatchObject({ kind: "allowed", policy: "custom", assumptions: ["policy-over-expires"] });
});

test.each(["sha256", "SHA512", ""])("assumption: unknown-hash-algorithm: %j is AccessDenied", (hash) => {
  const outcome = ask(signed().replace("Hash-Algorithm=SHA256", `Hash-Algorithm=${hash}`));
  expect(verdict(outcome)).toBe("AccessDenied/unknown-hash-algorithm");
  expect(outcome).toMatchObject({ assumptions: ["unknown-hash-algorithm"] });
});

test("assumption: repeated-parameter: one given twice in the URL is AccessDenied, of cookies the first counts", () => {
  const twice = ask(`${signed()}&Expires=${EXPIRES_AT}`);
  expect(verdict(twice)).toBe("AccessDenied/repeated-parameter");
  expect(twice).toMatchObject({ assumptions: ["repeated-parameter"] });
  const cookies = toCookieHeader(valueIn(signCookies(RSA, { url: PHOTO, expiresAt: EXPIRES_AT }, NOW)));
  expect(verdict(ask(PHOTO, { cookies: `${cookies}; CloudFront-Expires=1` }))).toBe("allowed");
  expect(verdict(ask(PHOTO, { cookies: `CloudFront-Expires=1; ${cookies}` }))).not.toBe("allowed");
});

test.each([
  ["around the statement", `{"Version":"2012-10-17",${custom("*").slice(1)}`],
  ["in the statement", custom("*", { Effect: "Allow" })],
  ["in the condition", custom("*").replace('"DateLessThan"', '"Bool":{},"DateLessThan"')],
])(
  "assumption: strict-policy-keys: a key that the guide does not name, %s, is MalformedPolicy",
  (_where, policy) => {
    const outcome = ask(presentPolicy(policy, PHOTO));
    expect(verdict(outcome)).toBe("MalformedPolicy/malformed-policy");
    expect(outcome).toMatchObject({ assumptions: ["strict-policy-keys"] });
  },
);

test("assumption: http-star-protocol: http*:// matches both schemes", () => {
  const resource = "http*://d111111abcdef8.cloudfront.net/*";
  for (const url of [PHOTO, PHOTO.replace("https", "http")]) {
    expect(ask(presentPolicy(custom(resource), url))).toMatchObject({
      kind: "allowed",
      assumptions: ["http-star-protocol"],
    });
  }
});

test("every assumption says what it assumes, and documented behaviour rests on none", () => {
  for (const { says } of Object.values(SIGNING_ASSUMPTIONS)) expect(says).toMatch(/\.$/);
  expect(ask(signed())).toMatchObject({ kind: "allowed", assumptions: [] });
});
