// Where a request's proof is looked for, which key it needs, and why a signature does not fit.
import {
  createSigner,
  type Denied,
  generateKeyPair,
  parsePrivateKey,
  parseTrustedKeys,
  type SignUrlInput,
  signCookies,
  signUrl,
  toCookieHeader,
  withoutSigningParameters,
} from "../../signing";
import {
  ALGORITHMS,
  ask,
  ECDSA,
  ECDSA_KEY_PAIR_ID,
  EXPIRES_AT,
  HASHES,
  HOST,
  KEY_PAIR_ID,
  NOW,
  problemOf,
  publicPem,
  RSA,
  signerOf,
  testingPem,
  trustedFor,
  valueIn,
  verdict,
} from "./fixtures";

const PHOTO = `${HOST}/images/photo.jpg`;
const signed = (input: Partial<SignUrlInput> = {}) =>
  valueIn(signUrl(RSA, { url: PHOTO, expiresAt: EXPIRES_AT, ...input }, NOW - 86_400));
const reason = (url: string, asked = {}) => (ask(url, asked) as Denied).reason;

describe("what is looked at", () => {
  const cookies = toCookieHeader(
    valueIn(signCookies(RSA, { resource: `${HOST}/*`, expiresAt: EXPIRES_AT }, NOW)),
  );

  test("OPTIONS requests pass unchecked, other methods do not", () => {
    expect(verdict(ask(PHOTO, { method: "OPTIONS" }))).toBe("unchecked");
    for (const method of ["GET", "HEAD", "POST", "options"])
      expect(verdict(ask(PHOTO, { method }))).toMatch(/^MissingKey/);
  });

  test("cookies count where the URL has no signing parameter", () => {
    expect(ask(`${PHOTO}?size=large`, { cookies })).toMatchObject({ kind: "allowed", via: "cookies" });
  });

  test.each(["Expires", "Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"])(
    "the URL wins over good cookies as soon as it has %s",
    (name) => {
      expect(verdict(ask(`${PHOTO}?${name}=`, { cookies }))).toMatch(/^MissingKey/);
      expect(verdict(ask(`${PHOTO}?${name}`, { cookies }))).toMatch(/^MissingKey/);
    },
  );

  test("a good signed URL is allowed in spite of bad cookies", () => {
    expect(verdict(ask(signed(), { cookies: "CloudFront-Signature=x; CloudFront-Key-Pair-Id=KOTHER" }))).toBe(
      "allowed",
    );
  });

  test("cookies of others around the signed ones do not matter, nor does their order", () => {
    const shuffled = `a=1; ${cookies.split("; ").reverse().join(";")} ; CloudFront-Viewer-Country=KR; =x; novalue`;
    expect(verdict(ask(PHOTO, { cookies: shuffled }))).toBe("allowed");
  });

  test("the order of the parameters does not matter, nor does their place among one's own", () => {
    const [base = "", query = ""] = signed({ url: `${PHOTO}?x=1&y=2` }).split("?");
    const [x, y, ...own] = query.split("&");
    expect(verdict(ask(`${base}?${own.reverse().join("&")}&${x}&${y}`))).toBe("allowed");
    expect(verdict(ask(`${base}?${x}&${own.join("&")}&${y}`))).toBe("allowed");
    expect(verdict(ask(`${base}?${y}&${own.join("&")}&${x}`))).toBe("AccessDenied/bad-signature");
  });

  test("a ~ that a client wrote as %7E is understood", () => {
    expect(verdict(ask(signed().replaceAll("~", "%7E")))).toBe("allowed");
  });

  test.each([
    [`${PHOTO}?Expires=1&a=1&Signature=s&b=&Key-Pair-Id=K&Hash-Algorithm=SHA256&Policy=p`, `${PHOTO}?a=1&b=`],
    [`${PHOTO}?Expires=1`, PHOTO],
    [`${PHOTO}?&a=1&&Expires=1&`, `${PHOTO}?&a=1&&`],
    [`${PHOTO}?`, PHOTO],
    [`${PHOTO}?&Expires=1`, PHOTO],
    [`${PHOTO}?Expires&x=1`, `${PHOTO}?x=1`],
    [PHOTO, PHOTO],
    [`${PHOTO}?expires=1&XExpires=2`, `${PHOTO}?expires=1&XExpires=2`],
  ])("the signing parameters are stripped and nothing else: %s", (url, own) => {
    expect(withoutSigningParameters(url)).toBe(own);
  });
});

describe("several keys", () => {
  test("each key opens what it signed, and only with its own id", () => {
    const byEcdsa = valueIn(signUrl(ECDSA, { url: PHOTO, expiresAt: EXPIRES_AT }, NOW));
    expect(verdict(ask(signed()))).toBe("allowed");
    expect(verdict(ask(byEcdsa))).toBe("allowed");
    expect(verdict(ask(byEcdsa.replace(ECDSA_KEY_PAIR_ID, KEY_PAIR_ID)))).toBe("AccessDenied/bad-signature");
  });

  test("a key that was removed from the group no longer opens anything", () => {
    const trusted = valueIn(parseTrustedKeys({ [ECDSA_KEY_PAIR_ID]: publicPem("ecdsa") }));
    expect(verdict(ask(signed(), { trusted }))).toBe("InvalidKey/unknown-key");
    expect(reason(signed(), { trusted })).toBe(
      `No trusted key has the id "${KEY_PAIR_ID}"; trusted: ${ECDSA_KEY_PAIR_ID}.`,
    );
  });

  test.each(ALGORITHMS.flatMap((algorithm) => HASHES.map((hash) => [algorithm, hash] as const)))(
    "%s with %s is signed and verified, in URLs and cookies",
    (algorithm, hash) => {
      const signer = signerOf(algorithm, hash);
      const trusted = trustedFor(algorithm);
      expect(
        verdict(ask(valueIn(signUrl(signer, { url: PHOTO, expiresAt: EXPIRES_AT }, NOW)), { trusted })),
      ).toBe("allowed");
      const cookies = toCookieHeader(
        valueIn(signCookies(signer, { url: PHOTO, expiresAt: EXPIRES_AT }, NOW)),
      );
      expect(verdict(ask(PHOTO, { trusted, cookies }))).toBe("allowed");
      expect(verdict(ask(`${PHOTO}?x=1`, { trusted, cookies }))).toBe("AccessDenied/bad-signature");
    },
  );

  test("rejects a bad key among the trusted ones and names its id", () => {
    const problem = problemOf(parseTrustedKeys({ [KEY_PAIR_ID]: publicPem("rsa"), KBAD: testingPem("rsa") }));
    expect(problem.code).toBe("signing-keys/private-key-given");
    expect(problem.message).toMatch(/^Key KBAD: /);
  });
});

describe("why a signature does not fit", () => {
  test("tells which key signed when it is another trusted one", () => {
    const url = valueIn(signUrl(ECDSA, { url: PHOTO, expiresAt: EXPIRES_AT }, NOW)).replace(
      ECDSA_KEY_PAIR_ID,
      KEY_PAIR_ID,
    );
    expect(reason(url)).toBe(
      `The signature was made with the private key of ${ECDSA_KEY_PAIR_ID}, not of ${KEY_PAIR_ID}.`,
    );
  });

  test.each([
    [
      "SHA256 without saying so",
      signed().replace("&Hash-Algorithm=SHA256", ""),
      "no Hash-Algorithm, which means SHA1",
    ],
    ["SHA256 under the name of SHA1", signed().replace("=SHA256", "=SHA1"), "says SHA1"],
  ])("tells %s", (_what, url, mention) => {
    expect(reason(url)).toContain("The signature was made with SHA256");
    expect(reason(url)).toContain(mention);
  });

  test.each([
    ["the other scheme", signed().replace("https:", "http:"), PHOTO],
    [
      "a raw spelling of what was signed encoded",
      signed({ url: `${HOST}/a b` }).replace("%20", " "),
      `${HOST}/a%20b`,
    ],
    ["a query added afterwards", `${signed()}&size=large`, PHOTO],
    ["an escape that a client wrote anew", signed({ url: `${HOST}/a'b` }).replace("'", "%27"), `${HOST}/a'b`],
  ])("tells the URL that was signed: %s", (_what, url, original) => {
    expect(reason(url)).toContain(`signed was ${original}, requested `);
  });

  test("otherwise shows the string that was expected", async () => {
    const stranger = await generateKeyPair("rsa");
    const privateKey = valueIn(parsePrivateKey(stranger.privatePem));
    const signer = valueIn(createSigner({ keyPairId: KEY_PAIR_ID, privateKey }));
    const url = valueIn(signUrl(signer, { url: PHOTO, expiresAt: EXPIRES_AT }, NOW));
    expect(reason(url)).toContain(
      `{"Statement":[{"Resource":"${PHOTO}","Condition":{"DateLessThan":{"AWS:EpochTime":${EXPIRES_AT}}}}]}`,
    );
  });
});
