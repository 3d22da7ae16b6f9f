// Keys, signers and requests that the tests of signing/ share.
import { sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  createSigner,
  encodeCloudFrontBase64,
  type HashAlgorithm,
  type KeyAlgorithm,
  type Outcome,
  type PrivateKey,
  parsePrivateKey,
  parseTrustedKeys,
  type Result,
  type Signer,
  type SigningProblem,
  type TrustedKeys,
  verifyRequest,
} from "../../signing";

export const KEY_PAIR_ID = "K2JCJMDEHXQW5F";
export const ECDSA_KEY_PAIR_ID = "K3ECDSAEXAMPLE";
export const NOW = 1_767_200_000;
export const EXPIRES_AT = 1_767_290_400;
export const HOST = "https://d111111abcdef8.cloudfront.net";
export const CLIENT_IP = "192.0.2.10";
export const ALGORITHMS: readonly KeyAlgorithm[] = ["rsa", "ecdsa"];
export const HASHES: readonly HashAlgorithm[] = ["SHA1", "SHA256"];

/** The label says TESTING in the files, so that nobody and no scanner takes them for real keys. */
export function testingPem(algorithm: KeyAlgorithm): string {
  const text = readFileSync(join(__dirname, "vectors", `${algorithm}.testing.pem`), "utf8");
  return text.replaceAll("TESTING KEY", "PRIVATE KEY");
}

export function publicPem(algorithm: KeyAlgorithm): string {
  return readFileSync(join(__dirname, "vectors", `${algorithm}.pub.pem`), "utf8");
}

export function valueIn<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`);
  return result.value;
}

export function problemOf(result: Result<unknown>): SigningProblem {
  if (result.ok) throw new Error("expected a problem, got a value");
  return result.problem;
}

export function privateKeyOf(algorithm: KeyAlgorithm): PrivateKey {
  return valueIn(parsePrivateKey(testingPem(algorithm)));
}

export function signerOf(
  algorithm: KeyAlgorithm,
  hashAlgorithm?: HashAlgorithm,
  keyPairId = KEY_PAIR_ID,
): Signer {
  return valueIn(createSigner({ keyPairId, privateKey: privateKeyOf(algorithm), hashAlgorithm }));
}

export const RSA = signerOf("rsa");
export const ECDSA = signerOf("ecdsa", "SHA256", ECDSA_KEY_PAIR_ID);
export const TRUSTED: TrustedKeys = valueIn(
  parseTrustedKeys({ [KEY_PAIR_ID]: publicPem("rsa"), [ECDSA_KEY_PAIR_ID]: publicPem("ecdsa") }),
);

export interface Asked {
  readonly method?: string;
  readonly cookies?: string;
  readonly clientIp?: string;
  readonly now?: number;
  readonly trusted?: TrustedKeys;
}

export function ask(
  url: string,
  { method = "GET", cookies, clientIp = CLIENT_IP, now = NOW, trusted = TRUSTED }: Asked = {},
): Outcome {
  return verifyRequest({ method, url, cookieHeader: cookies, clientIp }, trusted, now);
}

/** "allowed", "unchecked", or CloudFront's code and our finer cause. */
export function verdict(outcome: Outcome): string {
  return outcome.kind === "denied" ? `${outcome.code}/${outcome.cause}` : outcome.kind;
}

export function trustedFor(algorithm: KeyAlgorithm): TrustedKeys {
  return valueIn(parseTrustedKeys({ [KEY_PAIR_ID]: publicPem(algorithm) }));
}

/** A request with a policy of any text, correctly signed with the RSA key and SHA-1. */
export function presentPolicy(policy: string, url: string): string {
  const signature = encodeCloudFrontBase64(sign("SHA1", Buffer.from(policy), RSA.keyObject));
  const encoded = encodeCloudFrontBase64(Buffer.from(policy));
  return `${url}${url.includes("?") ? "&" : "?"}Policy=${encoded}&Signature=${signature}&Key-Pair-Id=${KEY_PAIR_ID}`;
}

/** No run of ten characters of the key's base64 may be in a problem. */
export function expectNoKeyBytes(result: Result<unknown>, text: string): void {
  const { message, fix } = problemOf(result);
  expect(runsOf(text).filter((run) => `${message}\n${fix}`.includes(run))).toEqual([]);
  expect(message).toMatch(/\S/);
  expect(fix).toMatch(/\S/);
}

/** Every run of ten characters of a key's base64. */
export function runsOf(text: string): string[] {
  const body = text.replace(/-----[^-]*-----/g, "").replace(/(?:\\[nr]|\s|["'])+/g, "");
  return Array.from({ length: Math.max(0, body.length - 9) }, (_, at) => body.slice(at, at + 10));
}
