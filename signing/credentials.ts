// Reads what a request brings: the signing parameters of its URL or cookies, and the proof that they encode.
import { decodeCloudFrontBase64 } from "./encoding";
import { type Denied, denied, type SigningAssumption } from "./outcome";
import { cannedPolicy, type ReadPolicy, readPolicy } from "./policy";
import { HASH_WITHOUT_PARAMETER, type HashAlgorithm } from "./signer";

export interface SigningParameters {
  expires: string | undefined;
  policy: string | undefined;
  signature: string | undefined;
  keyPairId: string | undefined;
  hashAlgorithm: string | undefined;
  /** The name of a parameter that the URL gives twice. */
  repeated: string | undefined;
}

export interface Credentials {
  readonly via: "url" | "cookies";
  /** The request's URL without CloudFront's parameters, otherwise untouched. */
  readonly ownUrl: string;
  readonly parameters: Readonly<SigningParameters>;
}

export interface Proof {
  readonly isCanned: boolean;
  readonly policy: ReadPolicy;
  /** Exactly what the signature must fit; a string stands for its UTF-8 bytes. */
  readonly signed: string | Buffer;
  readonly signature: Buffer;
  readonly hash: HashAlgorithm;
  readonly assumptions: readonly SigningAssumption[];
}

/** `url` is complete, as the viewer sent it; `cookieHeader` is the value of its Cookie header. */
export function findCredentials(url: string, cookieHeader: string | undefined): Credentials {
  const { ownUrl, parameters } = splitUrl(url);
  // Source: private-content-choosing-signed-urls-cookies: with any of the five parameters, cookies are not looked at
  if (parameters !== undefined) return { via: "url", ownUrl, parameters };
  return { via: "cookies", ownUrl, parameters: readCookies(cookieHeader ?? "") };
}

/** What CloudFront passes on and keys its cache by: the URL without the signing parameters. */
export function withoutSigningParameters(url: string): string {
  return splitUrl(url).ownUrl;
}

/** Assumption "malformed-order": repeated parameters, then the signature, then the policy, then the hash. */
export function readProof({ ownUrl, parameters }: Credentials): Proof | Denied {
  const { expires, policy, hashAlgorithm: hash = HASH_WITHOUT_PARAMETER } = parameters;
  const signature = readSignature(parameters);
  if ("code" in signature) return signature;
  const read = policy === undefined ? readCanned(ownUrl, expires) : readCustom(policy);
  if ("code" in read) return read;
  if (hash !== "SHA1" && hash !== "SHA256") {
    const reason = `Hash-Algorithm is ${JSON.stringify(hash)}, not SHA1 or SHA256.`;
    return denied("AccessDenied", "unknown-hash-algorithm", reason, ["unknown-hash-algorithm"]);
  }
  const isCanned = policy === undefined;
  const assumptions = isCanned || expires === undefined ? NO_ASSUMPTION : POLICY_COUNTS;
  return { isCanned, policy: read.policy, signed: read.signed, signature, hash, assumptions };
}

// Source: private-content-creating-signed-url-canned-policy, -custom-policy
const URL_PARAMETERS: ReadonlyMap<string, keyof SigningParameters> = new Map([
  ["Expires", "expires"],
  ["Policy", "policy"],
  ["Signature", "signature"],
  ["Key-Pair-Id", "keyPairId"],
  ["Hash-Algorithm", "hashAlgorithm"],
]);
// Source: private-content-setting-signed-cookie-canned-policy, -custom-policy
const COOKIE_PREFIX = "CloudFront-";
// Source: private-content-creating-signed-url-canned-policy ("a 64-bit integer … no later than 9223372036854775807")
const MAX_EXPIRES = 9223372036854775807n;

const NO_ASSUMPTION: readonly SigningAssumption[] = [];
const POLICY_COUNTS: readonly SigningAssumption[] = ["policy-over-expires"];

/** Walks the query by index and not by split(): this runs for every request, next to 20–80 µs of arithmetic. */
function splitUrl(url: string): { ownUrl: string; parameters: SigningParameters | undefined } {
  const queryAt = url.indexOf("?");
  if (queryAt < 0) return { ownUrl: url, parameters: undefined };
  let parameters: SigningParameters | undefined;
  let ownUrl = url.slice(0, queryAt);
  let separator = "?";
  for (let at = queryAt + 1, end = at; end < url.length; at = end + 1) {
    end = url.indexOf("&", at);
    if (end < 0) end = url.length;
    const equalsAt = url.indexOf("=", at);
    const nameEnd = equalsAt < 0 || equalsAt > end ? end : equalsAt;
    const field = URL_PARAMETERS.get(url.slice(at, nameEnd));
    if (field !== undefined) {
      parameters ??= noParameters();
      if (parameters[field] === undefined) parameters[field] = unescaped(url.slice(nameEnd + 1, end));
      else parameters.repeated = url.slice(at, nameEnd);
    } else {
      ownUrl += separator + url.slice(at, end);
      separator = "&";
    }
  }
  // An empty query has no ? of its own in the string that was signed.
  if (ownUrl.length === queryAt + 1) ownUrl = url.slice(0, queryAt);
  return { ownUrl, parameters };
}

function readCookies(header: string): SigningParameters {
  const parameters = noParameters();
  for (const pair of header.split(";")) {
    const equalsAt = pair.indexOf("=");
    const name = pair.slice(0, Math.max(equalsAt, 0)).trim();
    const field = name.startsWith(COOKIE_PREFIX)
      ? URL_PARAMETERS.get(name.slice(COOKIE_PREFIX.length))
      : undefined;
    if (field !== undefined) parameters[field] ??= pair.slice(equalsAt + 1).trim();
  }
  return parameters;
}

/** Every field is there from the start: objects of one shape are filled faster. */
function noParameters(): SigningParameters {
  return {
    expires: undefined,
    policy: undefined,
    signature: undefined,
    keyPairId: undefined,
    hashAlgorithm: undefined,
    repeated: undefined,
  };
}

/** Some clients write the ~ of CloudFront's base64 as %7E. */
function unescaped(value: string): string {
  if (!value.includes("%")) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function readSignature({ signature: text, repeated }: SigningParameters): Buffer | Denied {
  if (repeated !== undefined) {
    const reason = `The URL has ${repeated} twice.`;
    return denied("AccessDenied", "repeated-parameter", reason, ["repeated-parameter"]);
  }
  if (text === undefined || text === "") {
    const reason = "There is a Key-Pair-Id but no Signature.";
    return denied("AccessDenied", "no-signature", reason, ["missing-signature"]);
  }
  const signature = decodeCloudFrontBase64(text);
  if (signature !== undefined) return signature;
  const reason =
    "Signature is not CloudFront's base64: A-Z a-z 0-9 - ~, padded with _ to a multiple of four.";
  return denied("MalformedSignature", "malformed-signature", reason, ["malformed-order"]);
}

type PolicyPart = Pick<Proof, "policy" | "signed">;

function readCanned(ownUrl: string, expires: string | undefined): PolicyPart | Denied {
  if (expires !== undefined && isExpires(expires)) {
    return {
      policy: { resource: ownUrl, expiresAt: Number(expires) },
      signed: cannedPolicy(ownUrl, expires),
    };
  }
  const what =
    expires === undefined
      ? "neither Policy nor Expires"
      : `Expires ${JSON.stringify(expires)}, not an integer`;
  return denied("MalformedPolicy", "malformed-policy", `The request has ${what}.`, ["missing-policy"]);
}

function readCustom(encoded: string): PolicyPart | Denied {
  const signed = decodeCloudFrontBase64(encoded);
  if (signed === undefined) {
    return denied("MalformedPolicy", "malformed-policy", "Policy is not CloudFront's base64.");
  }
  const policy = readPolicy(signed.toString());
  if (!("fault" in policy)) return { policy, signed };
  return denied(
    "MalformedPolicy",
    "malformed-policy",
    `The policy is malformed: ${policy.fault}.`,
    policy.assumptions,
  );
}

function isExpires(text: string): boolean {
  return /^\d{1,19}$/.test(text) && (text.length < 19 || BigInt(text) <= MAX_EXPIRES);
}
