// The committed vectors: policies and wire URLs written by hand, signatures made by the openssl command line.
import { createSigner, signCookies, signUrl, toCookieHeader, verifyRequest } from "../../signing";
import { privateKeyOf, trustedFor, valueIn } from "./fixtures";
import vectors from "./vectors/vectors.json";

type Case = (typeof vectors.cases)[number] & {
  keyType: "rsa" | "ecdsa";
  hashAlgorithm: "SHA1" | "SHA256";
  input: { url: string; expiresAt: number; startsAt?: number; ipAddress?: string; resource?: string };
};

const cases = vectors.cases as readonly Case[];
const titled = cases.map(
  (vector) => [`${vector.name} (${vector.keyType}, ${vector.hashAlgorithm})`, vector] as const,
);
const rsaOnly = titled.filter(([, { keyType }]) => keyType === "rsa");

function signerFor({ keyType, hashAlgorithm }: Case) {
  return valueIn(
    createSigner({ keyPairId: vectors.keyPairId, privateKey: privateKeyOf(keyType), hashAlgorithm }),
  );
}

describe("committed vectors", () => {
  test.each(rsaOnly)("the RSA signature is byte for byte that of openssl: %s", (_title, vector) => {
    expect(valueIn(signUrl(signerFor(vector), vector.input, vectors.now))).toBe(vector.signedUrl);
  });

  test.each(titled)("the URL and the policy are the expected bytes: %s", (_title, vector) => {
    const signed = valueIn(signUrl(signerFor(vector), vector.input, vectors.now));
    expect(signed.startsWith(vector.wireUrl)).toBe(true);
    const encoded = /[?&]Policy=([^&]+)/.exec(signed)?.[1] ?? "";
    const standard = encoded.replace(/[-_~]/g, (digit) => ({ "-": "+", _: "=", "~": "/" })[digit] ?? "");
    if (encoded !== "") expect(Buffer.from(standard, "base64").toString()).toBe(vector.policy);
  });

  test.each(titled)("the verifier allows openssl's signature in the URL: %s", (_title, vector) => {
    const request = { method: "GET", url: vector.signedUrl, clientIp: vectors.clientIp };
    expect(verifyRequest(request, trustedFor(vector.keyType), vectors.now)).toMatchObject({
      kind: "allowed",
      via: "url",
      policy: "CloudFront-Policy" in vector.cookies ? "custom" : "canned",
      expiresAt: vector.input.expiresAt,
    });
  });

  test.each(titled)("the verifier allows openssl's signature in cookies: %s", (_title, vector) => {
    const cookieHeader = Object.entries(vector.cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join("; ");
    const request = { method: "GET", url: vector.wireUrl, cookieHeader, clientIp: vectors.clientIp };
    expect(verifyRequest(request, trustedFor(vector.keyType), vectors.now)).toMatchObject({
      kind: "allowed",
      via: "cookies",
    });
  });

  test.each(rsaOnly)("the signed cookies are those of openssl: %s", (_title, vector) => {
    const { url, resource, expiresAt, ...conditions } = vector.input;
    const isCanned = "CloudFront-Expires" in vector.cookies;
    const input = isCanned ? { url, expiresAt } : { resource: resource ?? url, expiresAt, ...conditions };
    const cookies = valueIn(signCookies(signerFor(vector), input, vectors.now));
    expect(cookies).toEqual(vector.cookies);
    expect(toCookieHeader(cookies).split("; ").sort()).toEqual(
      Object.entries(vector.cookies)
        .map(([name, value]) => `${name}=${value}`)
        .sort(),
    );
  });
});
