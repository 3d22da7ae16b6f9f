// How the check of a request can end: CloudFront's answer on one side, what it means for people on the other.

// Source: captured 403 responses of real distributions (the guide does not list them); the values are the Messages.
export const DENIALS = {
  MissingKey: "Missing Key-Pair-Id query parameter or cookie value",
  InvalidKey: "Unknown Key",
  MalformedSignature: "Could not unencode Signature",
  MalformedPolicy: "Malformed Policy",
  AccessDenied: "Access denied",
} as const;

export type DenialCode = keyof typeof DENIALS;

/** What was wrong, finer than CloudFront tells. */
export type DenialCause =
  | "no-key-id"
  | "unknown-key"
  | "repeated-parameter"
  | "no-signature"
  | "malformed-signature"
  | "malformed-policy"
  | "unknown-hash-algorithm"
  | "bad-signature"
  | "expired"
  | "not-yet-valid"
  | "ip-outside-range"
  | "resource-mismatch";

export interface Denied {
  readonly kind: "denied";
  readonly code: DenialCode;
  readonly message: string;
  readonly status: 403;
  readonly contentType: "text/xml";
  /** CloudFront's XML body, byte for byte. */
  readonly body: string;
  readonly cause: DenialCause;
  /** One or two sentences for people: what was wrong, with the values that were compared. */
  readonly reason: string;
  readonly assumptions: readonly SigningAssumption[];
}

export interface Allowed {
  readonly kind: "allowed";
  readonly via: "url" | "cookies";
  readonly policy: "canned" | "custom";
  readonly keyPairId: string;
  readonly expiresAt: number;
  readonly assumptions: readonly SigningAssumption[];
}

/** OPTIONS requests pass without any check. */
export interface Unchecked {
  readonly kind: "unchecked";
  readonly reason: string;
}

export type Outcome = Allowed | Denied | Unchecked;

export function denied(
  code: DenialCode,
  cause: DenialCause,
  reason: string,
  assumptions: readonly SigningAssumption[] = [],
): Denied {
  const message = DENIALS[code];
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return {
    kind: "denied",
    code,
    message,
    status: 403,
    contentType: "text/xml",
    body,
    cause,
    reason,
    assumptions,
  };
}

/**
 * What CloudFront does where no primary source says so: one named guess each, with a test named "assumption: …".
 * `ledger` is the row of the fidelity ledger (preview), null where that ledger has no row yet.
 */
export const SIGNING_ASSUMPTIONS = {
  "exact-canned-bytes": {
    ledger: 2,
    says: "A canned policy is rebuilt from the URL exactly as sent: port, percent-encoding and parameter order count.",
  },
  "malformed-order": {
    ledger: 18,
    says: "A signature that cannot be decoded is reported before a policy that cannot be parsed.",
  },
  "raw-question-mark": {
    ledger: 19,
    says: "A raw ? in Resource begins the query when the request has one; otherwise it may also stand for one character.",
  },
  "missing-signature": {
    ledger: null,
    says: "A key id without any signature is answered AccessDenied.",
  },
  "missing-policy": {
    ledger: null,
    says: "Neither Policy nor Expires, or an Expires that is not an integer, is answered MalformedPolicy.",
  },
  "policy-over-expires": {
    ledger: null,
    says: "Where both Policy and Expires are given, Policy counts and Expires is ignored.",
  },
  "unknown-hash-algorithm": {
    ledger: null,
    says: "A Hash-Algorithm other than exactly SHA1 or SHA256 is answered AccessDenied.",
  },
  "repeated-parameter": {
    ledger: null,
    says: "A signing parameter given twice in one URL is answered AccessDenied; of a repeated cookie the first counts.",
  },
  "strict-policy-keys": {
    ledger: null,
    says: "A policy with a key that the guide does not name is answered MalformedPolicy.",
  },
  "http-star-protocol": {
    ledger: null,
    says: "http*:// in Resource, found in older examples, matches both schemes.",
  },
} as const;

export type SigningAssumption = keyof typeof SIGNING_ASSUMPTIONS;
