// Says what is wrong with a key that was read: the wrong half, algorithm, size or curve; never shows its contents.
import type { KeyObject } from "node:crypto";
import type { PemKind } from "./pem";
import { type Result, refused, type SigningProblem, type SigningProblemCode } from "./problem";

export type KeyAlgorithm = "rsa" | "ecdsa";

// Source: private-content-trusted-signers ("either an SSH-2 RSA 2048 or ECDSA 256 key pair")
export const RSA_BITS = 2048;
// Source: private-content-trusted-signers (openssl ecparam -name prime256v1)
export const EC_CURVE = "prime256v1";

/** The problem of a key that CloudFront would not take, or undefined. */
export function judgeKey(key: KeyObject): SigningProblem | undefined {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  const got = describeKey(key);
  switch (key.asymmetricKeyType) {
    case "rsa":
      if (modulusLength === RSA_BITS) return undefined;
      return problem("wrong-rsa-size", `This is ${got}; CloudFront takes RSA of 2048 bit only.`, MAKE_EITHER);
    case "ec":
      if (namedCurve === EC_CURVE) return undefined;
      return problem(
        "wrong-curve",
        `This is ${got}; CloudFront takes the curve prime256v1 (P-256) only.`,
        MAKE_EITHER,
      );
    default:
      return problem(
        "unsupported-algorithm",
        `This is ${got}; CloudFront takes RSA 2048 or ECDSA P-256.`,
        MAKE_EITHER,
      );
  }
}

/** For example "a private key (RSA, 2048 bit; contents not shown)". */
export function describeKey(key: KeyObject): string {
  const { namedCurve = "no named curve", modulusLength } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType ?? "unknown";
  const shape = type.startsWith("rsa")
    ? `${type.toUpperCase()}, ${modulusLength} bit`
    : type === "ec"
      ? `EC, ${namedCurve}`
      : type;
  return `a ${key.type} key (${shape}; contents not shown)`;
}

/** The problem of a PEM block that is not the half asked for. */
export function notThisHalf(
  wanted: "public" | "private",
  given: PemKind,
  description?: string,
): SigningProblem {
  if (given === "encrypted" && wanted === "private") return ENCRYPTED;
  if (given === "public") {
    return problem("public-key-given", "This is a public key. Signing needs the private half.", PRIVATE_HALF);
  }
  if (given === "private" || given === "encrypted") {
    const what = description ?? "a private key (contents not shown)";
    return problem("private-key-given", `This is ${what}. CloudFront needs the public half.`, PUBLIC_HALF);
  }
  return NEITHER_HALF[given];
}

export function otherAlgorithm(got: KeyAlgorithm, needed: KeyAlgorithm): SigningProblem {
  const names = { rsa: "an RSA", ecdsa: "an ECDSA" };
  const message = `This is ${names[got]} key; ${names[needed]} key is needed here.`;
  return problem("wrong-algorithm", message, `Make a pair of the other kind: ${MAKE[needed]}`);
}

export function unreadable(wanted: "public" | "private"): Result<never> {
  return refused(
    "signing-keys/unreadable",
    `The PEM block says it is a ${wanted} key, but its contents cannot be read as one (not shown).`,
    "Copy the file again in full; openssl pkey -in FILE -noout (with -pubin for a public key) must succeed.",
  );
}

const MAKE = {
  rsa: "openssl genrsa -out KEY.pem 2048",
  ecdsa: "openssl ecparam -name prime256v1 -genkey -noout -out KEY.pem",
} as const;
const MAKE_EITHER = `Make a new pair: ${MAKE.rsa}, or ${MAKE.ecdsa}`;
const PUBLIC_HALF = "openssl pkey -in PRIVATE.pem -pubout -out PUBLIC.pem";
const PRIVATE_HALF = "Give the private key file of the same pair; it cannot be made from the public key.";

const ENCRYPTED = problem(
  "encrypted-key",
  "This private key is encrypted with a passphrase, and none was given.",
  "openssl pkey -in KEY.pem -out PLAIN.pem writes it without one; keep that file out of the repository, mode 0600.",
);

const NEITHER_HALF: Readonly<Record<Exclude<PemKind, "public" | "private" | "encrypted">, SigningProblem>> = {
  certificate: problem(
    "certificate-given",
    "This is a certificate, not a key.",
    "Use the key pair made for CloudFront signing; openssl x509 -in CERT.pem -pubkey -noout prints the key inside a certificate.",
  ),
  "certificate-request": problem(
    "certificate-request-given",
    "This is a certificate signing request, not a key.",
    MAKE_EITHER,
  ),
  openssh: problem(
    "ssh-key-given",
    "This is an OpenSSH private key (contents not shown); CloudFront signing needs a PEM key pair.",
    MAKE_EITHER,
  ),
  other: problem(
    "unreadable",
    "This PEM block is neither a public nor a private key of a known format.",
    MAKE_EITHER,
  ),
};

function problem(slug: KeySlug, message: string, fix: string): SigningProblem {
  return { code: `signing-keys/${slug}`, message, fix };
}

type SlugOf<C> = C extends `signing-keys/${infer Slug}` ? Slug : never;
type KeySlug = SlugOf<SigningProblemCode>;
