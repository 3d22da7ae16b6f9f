// Decides a request as CloudFront would: signed URL or cookies against trusted keys, with the reason in words.
import { findCredentials, type Proof, readProof } from "./credentials";
import { explainBadSignature } from "./diagnosis";
import { rangeHolds } from "./ipv4";
import { type PublicKey, parseKeyPairId, parsePublicKey } from "./keys";
import {
  type Allowed,
  type Denied,
  denied,
  type Outcome,
  type SigningAssumption,
  type Unchecked,
} from "./outcome";
import { sayTime } from "./policy";
import { accepted, type Result } from "./problem";
import { matchResource } from "./resource";
import { signatureFits } from "./signer";

/** Key id → public key: the keys of the trusted key groups of one behavior. Made once: it holds the parsed keys. */
export type TrustedKeys = ReadonlyMap<string, PublicKey>;

export interface SignedRequest {
  readonly method: string;
  /** Complete URL as the viewer sent it, scheme://Host/path?query, nothing decoded or resolved. */
  readonly url: string;
  /** The value of the Cookie header. */
  readonly cookieHeader?: string | undefined;
  readonly clientIp: string;
}

/** Parses key id → PEM; the first bad key is told with its id. */
export function parseTrustedKeys(pemById: Readonly<Record<string, string>>): Result<TrustedKeys> {
  const keys = new Map<string, PublicKey>();
  for (const [id, pem] of Object.entries(pemById)) {
    const keyPairId = parseKeyPairId(id);
    if (!keyPairId.ok) return keyPairId;
    const key = parsePublicKey(pem);
    if (key.ok) keys.set(id, key.value);
    else return { ok: false, problem: { ...key.problem, message: `Key ${id}: ${key.problem.message}` } };
  }
  return accepted(keys);
}

/** `now` is epoch seconds. Checked are key id, key, signature, policy, and last what the policy says. */
export function verifyRequest(request: SignedRequest, trustedKeys: TrustedKeys, now: number): Outcome {
  // Source: private-content-signed-urls ("CloudFront doesn't require a signed URL or signed cookies for OPTIONS requests")
  if (request.method === "OPTIONS") return OPTIONS_PASS;
  const credentials = findCredentials(request.url, request.cookieHeader);
  const { via, ownUrl: url, parameters } = credentials;
  const { keyPairId = "" } = parameters;
  if (keyPairId === "") {
    const where =
      via === "url" ? "The URL has signing parameters but no" : "Neither the URL nor the cookies have a";
    return denied("MissingKey", "no-key-id", `${where} Key-Pair-Id.`);
  }
  const key = trustedKeys.get(keyPairId);
  if (key === undefined) {
    const known = [...trustedKeys.keys()].join(", ") || "none";
    return denied(
      "InvalidKey",
      "unknown-key",
      `No trusted key has the id ${JSON.stringify(keyPairId)}; trusted: ${known}.`,
    );
  }
  const proof = readProof(credentials);
  if ("code" in proof) return proof;
  if (signatureFits(proof.signed, proof.signature, key, proof.hash)) {
    return checkConditions(proof, { via, keyPairId, url, clientIp: request.clientIp }, Math.floor(now));
  }
  const reason = explainBadSignature(proof, credentials, trustedKeys);
  return denied("AccessDenied", "bad-signature", reason, proof.isCanned ? ["exact-canned-bytes"] : []);
}

const OPTIONS_PASS: Unchecked = {
  kind: "unchecked",
  reason: "CloudFront does not check signatures of OPTIONS requests.",
};

interface RequestFacts {
  readonly via: "url" | "cookies";
  readonly keyPairId: string;
  /** Without CloudFront's own parameters. */
  readonly url: string;
  readonly clientIp: string;
}

/** `now` is whole epoch seconds. */
function checkConditions(proof: Proof, request: RequestFacts, now: number): Allowed | Denied {
  const failed = checkTime(proof, now) ?? checkAddress(proof, request.clientIp);
  if (failed !== undefined) return failed;
  const assumptions = proof.isCanned ? proof.assumptions : checkResource(proof, request.url);
  if ("code" in assumptions) return assumptions;
  const { via, keyPairId } = request;
  const policy = proof.isCanned ? "canned" : "custom";
  return { kind: "allowed", via, policy, keyPairId, expiresAt: proof.policy.expiresAt, assumptions };
}

function checkTime({ policy, assumptions }: Proof, now: number): Denied | undefined {
  const { expiresAt, startsAt } = policy;
  // Source: private-content-creating-signed-url-canned-policy ("date and time that you want the URL to stop allowing access")
  if (now >= expiresAt) {
    const reason = `Expired ${now - expiresAt} s ago: valid before ${sayTime(expiresAt)}, now ${sayTime(now)}.`;
    return denied("AccessDenied", "expired", reason, assumptions);
  }
  // Source: private-content-creating-signed-url-custom-policy ("not allowed to access the file on or before")
  if (startsAt === undefined || now > startsAt) return undefined;
  const reason = `Starts in the future: valid after ${sayTime(startsAt)}, now ${sayTime(now)}.`;
  return denied("AccessDenied", "not-yet-valid", reason, assumptions);
}

function checkAddress({ policy, assumptions }: Proof, clientIp: string): Denied | undefined {
  if (policy.ipAddress === undefined || rangeHolds(policy.ipAddress, clientIp)) return undefined;
  // Source: private-content-creating-signed-url-custom-policy ("IP addresses in IPv6 format … are not supported")
  const ipv6 = clientIp.includes(":") ? " An IPv6 client never matches." : "";
  const reason = `The client ${clientIp} is outside ${policy.ipAddress.text}.${ipv6}`;
  return denied("AccessDenied", "ip-outside-range", reason, assumptions);
}

function checkResource(proof: Proof, url: string): readonly SigningAssumption[] | Denied {
  const { resource } = proof.policy;
  const match = matchResource(resource, url);
  const assumptions: SigningAssumption[] = [...proof.assumptions];
  if (match.rawQuestionMark !== "none") assumptions.push("raw-question-mark");
  if (/^http\*:/i.test(resource)) assumptions.push("http-star-protocol");
  if (match.matches) return assumptions;
  const reason = `The policy is for ${resource} (${match.explanation}); the request was for ${url}.`;
  return denied("AccessDenied", "resource-mismatch", reason, assumptions);
}
