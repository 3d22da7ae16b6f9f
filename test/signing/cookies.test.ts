// Signed cookies: names, values and the headers that carry them.
import { generateKeyPairSync } from "node:crypto";
import {
  createSigner,
  type SignedCookies,
  signCookies,
  toCookieHeader,
  toSetCookieHeaders,
} from "../../signing";
import {
  EXPIRES_AT,
  HOST,
  KEY_PAIR_ID,
  NOW,
  privateKeyOf,
  problemOf,
  RSA,
  signerOf,
  valueIn,
} from "./fixtures";

const canned = valueIn(signCookies(RSA, { url: `${HOST}/a b.jpg`, expiresAt: EXPIRES_AT }, NOW));
const custom = valueIn(signCookies(RSA, { resource: `${HOST}/*`, expiresAt: EXPIRES_AT }, NOW));

describe("signed cookies", () => {
  test("a canned policy needs Expires, a custom one Policy, both a hash when it is not SHA-1", () => {
    const rest = ["CloudFront-Signature", "CloudFront-Key-Pair-Id", "CloudFront-Hash-Algorithm"];
    expect(Object.keys(canned)).toEqual(["CloudFront-Expires", ...rest]);
    expect(Object.keys(custom)).toEqual(["CloudFront-Policy", ...rest]);
    expect(canned).toMatchObject({
      "CloudFront-Expires": String(EXPIRES_AT),
      "CloudFront-Key-Pair-Id": KEY_PAIR_ID,
    });
  });

  test("SHA-1, CloudFront's default, needs no fourth cookie", () => {
    const cookies = valueIn(
      signCookies(signerOf("rsa", "SHA1"), { url: `${HOST}/a`, expiresAt: EXPIRES_AT }, NOW),
    );
    expect(Object.keys(cookies)).not.toContain("CloudFront-Hash-Algorithm");
  });

  test("values need no quoting in a cookie", () => {
    for (const value of Object.values(custom)) expect(value).toMatch(/^[A-Za-z0-9~_-]+$/);
  });

  test.each([
    ["a URL with a fragment", { url: `${HOST}/a#b`, expiresAt: EXPIRES_AT }, "signed-urls/fragment"],
    ["a canned expiry in the past", { url: `${HOST}/a`, expiresAt: NOW }, "signing-policy/expiry-in-past"],
    ["a custom expiry in the past", { resource: "*", expiresAt: NOW }, "signing-policy/expiry-in-past"],
    ["IPv6", { resource: "*", expiresAt: EXPIRES_AT, ipAddress: "::1" }, "signing-policy/ipv6"],
    [
      "a resource without protocol",
      { resource: "example.com/*", expiresAt: EXPIRES_AT },
      "signing-policy/malformed-resource",
    ],
  ])("rejects %s", (_what, input, code) => {
    expect(problemOf(signCookies(RSA, input, NOW)).code).toBe(code);
  });
});

describe("cookie headers", () => {
  test("a request carries name=value pairs", () => {
    expect(toCookieHeader(canned)).toMatch(
      /^CloudFront-Expires=\d+; CloudFront-Signature=[\w~-]+; CloudFront-Key-Pair-Id=K2JCJMDEHXQW5F; CloudFront-Hash-Algorithm=SHA256$/,
    );
  });

  test("a response sets one session cookie each: Secure, HttpOnly, no Expires", () => {
    const headers = valueIn(toSetCookieHeaders(canned, {}));
    expect(headers).toHaveLength(4);
    expect(headers[0]).toBe(`CloudFront-Expires=${EXPIRES_AT}; Path=/; Secure; HttpOnly; SameSite=Lax`);
    for (const header of headers) expect(header).not.toMatch(/; (?:Expires|Max-Age)=/);
  });

  test("domain and path are written, and partitioned cookies for another site", () => {
    const attributes = { domain: "example.com", path: "/media/", audience: "cross-site" } as const;
    expect(valueIn(toSetCookieHeaders(canned, attributes))[0]).toBe(
      `CloudFront-Expires=${EXPIRES_AT}; Domain=example.com; Path=/media/; Secure; HttpOnly; SameSite=None; Partitioned`,
    );
  });

  test.each([
    [
      "a path with a wildcard, which browsers take literally",
      { path: "/images/*" },
      "signed-cookies/wildcard-path",
    ],
    ["a path that would inject an attribute", { path: "/; Max-Age=1" }, "signed-cookies/malformed-attribute"],
    ["a path with a line break", { path: "/\r\nX: y" }, "signed-cookies/malformed-attribute"],
    ["a path that is not absolute", { path: "media" }, "signed-cookies/malformed-attribute"],
    ["a domain with a scheme", { domain: "https://example.com" }, "signed-cookies/malformed-attribute"],
    ["a domain with a wildcard", { domain: "*.example.com" }, "signed-cookies/malformed-attribute"],
    [
      "a domain that would inject an attribute",
      { domain: "example.com; Secure" },
      "signed-cookies/malformed-attribute",
    ],
    ["the public suffix cloudfront.net", { domain: "cloudfront.net" }, "signed-cookies/public-suffix"],
    ["the public suffix with a dot", { domain: ".CloudFront.net" }, "signed-cookies/public-suffix"],
  ])("rejects %s", (_what, attributes, code) => {
    expect(problemOf(toSetCookieHeaders(custom as SignedCookies, attributes)).code).toBe(code);
  });

  test("a distribution's own host is no public suffix", () => {
    expect(toSetCookieHeaders(custom, { domain: "d111111abcdef8.cloudfront.net" }).ok).toBe(true);
  });
});

describe("signers", () => {
  test("rejects SHA-1 where the system's OpenSSL no longer makes such signatures", () => {
    // An Ed25519 key makes no SHA-1 signature anywhere, and so stands for such an OpenSSL.
    const privateKey = { ...privateKeyOf("rsa"), keyObject: generateKeyPairSync("ed25519").privateKey };
    const input = { keyPairId: KEY_PAIR_ID, privateKey };
    expect(problemOf(createSigner({ ...input, hashAlgorithm: "SHA1" })).code).toBe(
      "signing-keys/sha1-unavailable",
    );
  });
});
