// Signs a URL: with a canned policy when only an expiry is given, with a custom one otherwise.
import { encodeCloudFrontBase64 } from "./encoding";
import { cannedPolicy, checkTimes, customPolicy } from "./policy";
import { accepted, type Result, refused } from "./problem";
import { matchResource, toWireResource } from "./resource";
import { type Signer, signPolicy } from "./signer";
import { toWireUrl } from "./wire-url";

export interface SignUrlInput {
  /** Complete http(s) URL; characters that cannot be on the wire are percent-encoded in the result. */
  readonly url: string;
  /** Epoch seconds; access ends at this second. */
  readonly expiresAt: number;
  /** Epoch seconds; access begins after this second. Makes the policy custom. */
  readonly startsAt?: number | undefined;
  /** One IPv4 address or CIDR range. Makes the policy custom. */
  readonly ipAddress?: string | undefined;
  /** Pattern with `*` and `?` that the URL must match; the URL itself when left out. Makes the policy custom. */
  readonly resource?: string | undefined;
}

/** `now` is epoch seconds. The result is what clients must request, byte for byte. */
export function signUrl(signer: Signer, input: SignUrlInput, now: number): Result<string> {
  const url = toWireUrl(input.url);
  if (!url.ok) return url;
  const { startsAt, ipAddress, resource } = input;
  const isCanned = startsAt === undefined && ipAddress === undefined && resource === undefined;
  const proof = isCanned
    ? cannedProof(signer, url.value, input.expiresAt, now)
    : customProof(signer, url.value, input, now);
  if (!proof.ok) return proof;
  const hash = signer.hashAlgorithm === "SHA1" ? "" : `&Hash-Algorithm=${signer.hashAlgorithm}`;
  const separator = url.value.includes("?") ? "&" : "?";
  const signed = `${url.value}${separator}${proof.value}&Key-Pair-Id=${signer.keyPairId}${hash}`;
  return signed.length > MAX_URL_BYTES ? tooLong(signed.length) : accepted(signed);
}

// Source: cloudfront-limits ("Maximum length of a URL: 8,192 bytes")
const MAX_URL_BYTES = 8192;

function cannedProof(signer: Signer, url: string, expiresAt: number, now: number): Result<string> {
  const times = checkTimes(expiresAt, undefined, now);
  if (!times.ok) return times;
  return accepted(`Expires=${expiresAt}&Signature=${signPolicy(signer, cannedPolicy(url, expiresAt))}`);
}

function customProof(signer: Signer, url: string, input: SignUrlInput, now: number): Result<string> {
  const resource = toWireResource(input.resource ?? url);
  if (!resource.ok) return resource;
  const { matches, explanation } = matchResource(resource.value, url);
  if (!matches) return doesNotMatch(url, explanation);
  const policy = customPolicy({ ...input, resource: resource.value }, now);
  if (!policy.ok) return policy;
  const encoded = encodeCloudFrontBase64(Buffer.from(policy.value));
  return accepted(`Policy=${encoded}&Signature=${signPolicy(signer, policy.value)}`);
}

function doesNotMatch(url: string, explanation: string): Result<never> {
  return refused(
    "signing-policy/resource-does-not-match",
    `The resource (${explanation}) does not match the URL ${url}, so CloudFront would refuse it.`,
    "Widen the resource, or leave it out to sign exactly this URL.",
  );
}

function tooLong(bytes: number): Result<never> {
  return refused(
    "signed-urls/too-long",
    `The signed URL would have ${bytes} bytes; CloudFront refuses more than ${MAX_URL_BYTES} with 414.`,
    "Shorten the query, or use signed cookies.",
  );
}
