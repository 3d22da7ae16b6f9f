// The one type in which a user's mistake is told: a code, a message and a fix; never an exception, never key bytes.

/** Every code, `section/slug`; docs and catalogues are built from this list. */
export const SIGNING_PROBLEM_CODES = [
  "signing-keys/empty",
  "signing-keys/private-key-given",
  "signing-keys/public-key-given",
  "signing-keys/certificate-given",
  "signing-keys/certificate-request-given",
  "signing-keys/ssh-key-given",
  "signing-keys/encrypted-key",
  "signing-keys/wrong-passphrase",
  "signing-keys/literal-newlines",
  "signing-keys/byte-order-mark",
  "signing-keys/indented",
  "signing-keys/quoted",
  "signing-keys/line-breaks-lost",
  "signing-keys/several-keys",
  "signing-keys/incomplete-pem",
  "signing-keys/base64-of-pem",
  "signing-keys/not-pem",
  "signing-keys/unreadable",
  "signing-keys/wrong-curve",
  "signing-keys/wrong-rsa-size",
  "signing-keys/unsupported-algorithm",
  "signing-keys/wrong-algorithm",
  "signing-keys/not-a-pair",
  "signing-keys/key-given-as-id",
  "signing-keys/malformed-id",
  "signing-keys/sha1-unavailable",
  "signed-urls/not-http",
  "signed-urls/credentials",
  "signed-urls/malformed-host",
  "signed-urls/fragment",
  "signed-urls/reserved-parameter",
  "signed-urls/control-character",
  "signed-urls/not-unicode",
  "signed-urls/dot-segment",
  "signed-urls/too-long",
  "signing-policy/expiry-not-epoch-seconds",
  "signing-policy/expiry-in-past",
  "signing-policy/start-not-epoch-seconds",
  "signing-policy/start-not-before-expiry",
  "signing-policy/malformed-ip",
  "signing-policy/ipv6",
  "signing-policy/host-bits-set",
  "signing-policy/malformed-resource",
  "signing-policy/resource-does-not-match",
  "signed-cookies/malformed-attribute",
  "signed-cookies/wildcard-path",
  "signed-cookies/public-suffix",
] as const;

export type SigningProblemCode = (typeof SIGNING_PROBLEM_CODES)[number];

export interface SigningProblem {
  readonly code: SigningProblemCode;
  readonly message: string;
  readonly fix: string;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: SigningProblem };

export function accepted<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refused(code: SigningProblemCode, message: string, fix: string): Result<never> {
  return { ok: false, problem: { code, message, fix } };
}
