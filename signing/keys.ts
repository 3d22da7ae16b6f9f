// Reads the keys of CloudFront signing, tells their fingerprints and makes new pairs.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair as generate,
  type KeyObject,
} from "node:crypto";
import { promisify } from "node:util";
import {
  describeKey,
  EC_CURVE,
  judgeKey,
  type KeyAlgorithm,
  notThisHalf,
  otherAlgorithm,
  RSA_BITS,
  unreadable,
} from "./key-judgement";
import { readPemBlock } from "./pem";
import { accepted, type Result, refused } from "./problem";

export interface PublicKey {
  readonly algorithm: KeyAlgorithm;
  /** SubjectPublicKeyInfo PEM, LF line ends, exactly one trailing newline: equal keys have equal text. */
  readonly pem: string;
  /** SHA-256 of the DER SubjectPublicKeyInfo, 64 lower-case hex digits. */
  readonly fingerprintSha256: string;
  readonly keyObject: KeyObject;
}

/** Holds no PEM, so that logging or serialising it cannot leak the key; the KeyObject is made once and reused. */
export interface PrivateKey {
  readonly algorithm: KeyAlgorithm;
  readonly publicKey: PublicKey;
  readonly keyObject: KeyObject;
}

export interface GeneratedKeyPair {
  readonly algorithm: KeyAlgorithm;
  /** PKCS#8 PEM. Not enumerable: console.log and JSON.stringify do not show it. */
  readonly privatePem: string;
  readonly publicKey: PublicKey;
}

export function parsePublicKey(text: string): Result<PublicKey> {
  const block = readPemBlock(text);
  if (!block.ok) return block;
  const { kind, text: pem } = block.value;
  if (kind !== "public") {
    const given = kind === "private" ? attempt(() => createPrivateKey(pem)) : undefined;
    return { ok: false, problem: notThisHalf("public", kind, given && describeKey(given)) };
  }
  const key = attempt(() => createPublicKey(pem));
  if (key === undefined) return unreadable("public");
  const problem = judgeKey(key);
  return problem ? { ok: false, problem } : accepted(toPublicKey(key));
}

export function parsePrivateKey(text: string, passphrase?: string): Result<PrivateKey> {
  const block = readPemBlock(text);
  if (!block.ok) return block;
  const { kind, text: pem } = block.value;
  if (kind !== "private" && (kind !== "encrypted" || passphrase === undefined)) {
    return { ok: false, problem: notThisHalf("private", kind) };
  }
  const key = attempt(() =>
    createPrivateKey(kind === "private" ? pem : { key: pem, passphrase: passphrase ?? "" }),
  );
  if (key === undefined) return kind === "private" ? unreadable("private") : WRONG_PASSPHRASE;
  const problem = judgeKey(key);
  return problem ? { ok: false, problem } : accepted(toPrivateKey(key));
}

/** Refuses a key of the other algorithm, for consumers that know only one (django-storages signs with RSA alone). */
export function requireAlgorithm<K extends PublicKey | PrivateKey>(
  key: K,
  algorithm: KeyAlgorithm,
): Result<K> {
  return key.algorithm === algorithm
    ? accepted(key)
    : { ok: false, problem: otherAlgorithm(key.algorithm, algorithm) };
}

/** Refuses two halves that do not belong together. */
export function requireKeyPair(privateKey: PrivateKey, publicKey: PublicKey): Result<PrivateKey> {
  const own = privateKey.publicKey.fingerprintSha256;
  if (own === publicKey.fingerprintSha256) return accepted(privateKey);
  return refused(
    "signing-keys/not-a-pair",
    `The private key belongs to the public key with SHA-256 ${own}, not to ${publicKey.fingerprintSha256}.`,
    "Use the two halves of one pair: openssl pkey -in PRIVATE.pem -pubout prints the public half.",
  );
}

/** The id under which CloudFront knows a public key, as it stands in Key-Pair-Id; refuses a key pasted in its place. */
export function parseKeyPairId(text: string): Result<string> {
  if (/^[A-Za-z0-9_-]{1,128}$/.test(text)) return accepted(text);
  if (/-----BEGIN|(?:PUBLIC|PRIVATE) KEY|^\s*(?:MI[GI]|MF[kY]|MHc|LS0tLS1)|ssh-rsa /.test(text)) {
    return refused(
      "signing-keys/key-given-as-id",
      "A key was given where the id of a public key belongs (contents not shown).",
      "Give the id that CloudFront shows for the public key, for example K2JCJMDEHXQW5F.",
    );
  }
  return refused(
    "signing-keys/malformed-id",
    `The key id has ${text.length} characters and not only letters, digits, - and _.`,
    "Give the id that CloudFront shows for the public key, for example K2JCJMDEHXQW5F, without quotes or spaces.",
  );
}

/** A new key pair from the operating system's randomness (Node's crypto takes no other source). */
export async function generateKeyPair(algorithm: KeyAlgorithm): Promise<GeneratedKeyPair> {
  const { publicKey, privateKey } =
    algorithm === "rsa"
      ? await promisify(generate)("rsa", { modulusLength: RSA_BITS })
      : await promisify(generate)("ec", { namedCurve: EC_CURVE });
  const privatePem = privateKey.export({ type: "pkcs8", format: "pem" });
  const pair = { algorithm, publicKey: toPublicKey(publicKey) };
  return Object.defineProperty(pair, "privatePem", { value: privatePem }) as GeneratedKeyPair;
}

const WRONG_PASSPHRASE = refused(
  "signing-keys/wrong-passphrase",
  "The passphrase does not open this private key.",
  "Check the passphrase.",
);

function toPublicKey(keyObject: KeyObject): PublicKey {
  const der = keyObject.export({ type: "spki", format: "der" });
  return {
    algorithm: keyObject.asymmetricKeyType === "rsa" ? "rsa" : "ecdsa",
    pem: keyObject.export({ type: "spki", format: "pem" }).toString(),
    fingerprintSha256: createHash("sha256").update(der).digest("hex"),
    keyObject,
  };
}

function toPrivateKey(keyObject: KeyObject): PrivateKey {
  const publicKey = toPublicKey(createPublicKey(keyObject));
  return { algorithm: publicKey.algorithm, publicKey, keyObject };
}

/** OpenSSL refuses bad keys by exceptions; here they are the user's mistake, and their text may quote the input. */
function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
