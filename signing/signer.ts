// A signer: one private key, its CloudFront id and a hash; made once, so that each signature costs little beside the arithmetic.
import { createVerify, type KeyObject, sign } from "node:crypto";
import { encodeCloudFrontBase64 } from "./encoding";
import { type PrivateKey, type PublicKey, parseKeyPairId } from "./keys";
import { accepted, type Result, refused } from "./problem";

// Source: private-content-creating-signed-url-canned-policy, Hash-Algorithm ("Supported values are SHA1 and SHA256")
export type HashAlgorithm = "SHA1" | "SHA256";

/**
 * What signers here use unless told otherwise. CloudFront takes SHA-256 since April 2026, for RSA and ECDSA alike, when
 * Hash-Algorithm=SHA256 is sent along; hardened OpenSSL builds no longer make SHA-1 signatures at all.
 * Choose "SHA1" for verifiers older than that (emulators, other CDNs): those ignore the parameter and refuse the signature.
 */
export const DEFAULT_SIGNING_HASH: HashAlgorithm = "SHA256";

// Source: private-content-creating-signed-url-canned-policy ("If you don't specify this parameter, CloudFront defaults to SHA1")
export const HASH_WITHOUT_PARAMETER: HashAlgorithm = "SHA1";

export interface SignerInput {
  /** The id that CloudFront gave the public key. */
  readonly keyPairId: string;
  readonly privateKey: PrivateKey;
  readonly hashAlgorithm?: HashAlgorithm | undefined;
}

export interface Signer {
  readonly keyPairId: string;
  readonly hashAlgorithm: HashAlgorithm;
  readonly keyObject: KeyObject;
}

export function createSigner(input: SignerInput): Result<Signer> {
  const id = parseKeyPairId(input.keyPairId);
  if (!id.ok) return id;
  const hashAlgorithm = input.hashAlgorithm ?? DEFAULT_SIGNING_HASH;
  const { keyObject } = input.privateKey;
  if (hashAlgorithm === "SHA1" && !canSignWithSha1(keyObject)) return SHA1_UNAVAILABLE;
  return accepted({ keyPairId: id.value, hashAlgorithm, keyObject });
}

/** The signature of a policy's UTF-8 bytes in CloudFront's base64: PKCS#1 v1.5 for RSA, ASN.1 DER for ECDSA, as openssl writes them. */
export function signPolicy(signer: Signer, policy: string): string {
  // Source: private-content-linux-openssl (openssl sha1 -sign KEY; "either RSA 2048 or ECDSA 256")
  return encodeCloudFrontBase64(sign(signer.hashAlgorithm, Buffer.from(policy), signer.keyObject));
}

export function signatureFits(
  signed: string | Buffer,
  signature: Buffer,
  key: PublicKey,
  hash: HashAlgorithm,
): boolean {
  return createVerify(hash).update(signed).verify(key.keyObject, signature);
}

const SHA1_UNAVAILABLE = refused(
  "signing-keys/sha1-unavailable",
  "The OpenSSL of this system refuses to make SHA-1 signatures.",
  'Use the hash "SHA256", which CloudFront takes since April 2026.',
);

function canSignWithSha1(key: KeyObject): boolean {
  try {
    sign("SHA1", Buffer.alloc(0), key);
    return true;
  } catch {
    return false;
  }
}
