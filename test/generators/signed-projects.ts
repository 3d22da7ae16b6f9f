// Projects that sign: the testing keys of test/signing as signing keys, a private distribution, and the two signers.
import type { Project, PythonSigner, SigningKey, Storage } from "../../config/project";
import type { KeyAlgorithm } from "../../signing";
import { moathon } from "../projects";
import { ECDSA_KEY_PAIR_ID, KEY_PAIR_ID, publicPem, testingPem } from "../signing/fixtures";

export const DOMAIN = "d222222abcdef8.cloudfront.net";

export const rsaKey: SigningKey = signingKey("2026-11", "rsa", "active", KEY_PAIR_ID);
export const ecdsaKey: SigningKey = signingKey("2026-12", "ecdsa", "staged", ECDSA_KEY_PAIR_ID);

export const rsaPem = testingPem("rsa");
export const ecdsaPem = testingPem("ecdsa");

/** With the generated signer; `signingKeys` are the RSA key, active, and the ECDSA key unless others are given. */
export function signerProject(
  signer: Partial<PythonSigner> = {},
  signingKeys: readonly SigningKey[] = [rsaKey, ecdsaKey],
): Project {
  const file = "backend/media/cloudfront_signer.py";
  return {
    ...moathon,
    signer: { file, hashAlgorithm: "SHA256", keyId: KEY_PAIR_ID, ...signer },
    signingKeys,
  };
}

/** With uploaded files behind signed URLs. */
export function storageProject(storage: Partial<Storage> = {}, rest: Partial<Project> = {}): Project {
  return {
    ...moathon,
    signingKeys: [rsaKey, ecdsaKey],
    ...rest,
    django: {
      ...moathon.django!,
      storage: {
        distribution: "media",
        bucket: "moathon-media",
        region: "ap-northeast-2",
        domain: DOMAIN,
        location: "uploads",
        expireSeconds: 600,
        signed: true,
        keyId: KEY_PAIR_ID,
        ...storage,
      },
    },
  };
}

function signingKey(
  id: string,
  algorithm: KeyAlgorithm,
  phase: SigningKey["phase"],
  keyId: string | null,
): SigningKey {
  return { id, publicKeyFile: `keys/${id}.pub.pem`, publicKeyPem: publicPem(algorithm), phase, keyId };
}
