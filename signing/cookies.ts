// Signed cookies: their names and values, and the headers that carry them.
import { encodeCloudFrontBase64 } from "./encoding";
import { type CustomPolicyInput, cannedPolicy, checkTimes, customPolicy } from "./policy";
import { accepted, type Result, refused } from "./problem";
import { type Signer, signPolicy } from "./signer";
import { toWireUrl } from "./wire-url";

/** One URL until a time (canned policy), or a pattern with conditions (custom policy). */
export type SignCookiesInput = { readonly url: string; readonly expiresAt: number } | CustomPolicyInput;

/** In the order in which they are best sent. CloudFront-Hash-Algorithm is left out for SHA-1, its default. */
export interface SignedCookies {
  readonly "CloudFront-Expires"?: string;
  readonly "CloudFront-Policy"?: string;
  readonly "CloudFront-Signature": string;
  readonly "CloudFront-Key-Pair-Id": string;
  readonly "CloudFront-Hash-Algorithm"?: string;
}

export interface CookieAttributes {
  /** The host that serves the files or a parent of it; left out, the host that sets the cookies. */
  readonly domain?: string | undefined;
  /** A path prefix without wildcard; "/" when left out. */
  readonly path?: string | undefined;
  /** "cross-site" when the page lives on another site than the files: SameSite=None; Partitioned. */
  readonly audience?: "same-site" | "cross-site" | undefined;
}

/** `now` is epoch seconds. */
export function signCookies(signer: Signer, input: SignCookiesInput, now: number): Result<SignedCookies> {
  const policy = "url" in input ? cannedFor(input.url, input.expiresAt, now) : customPolicy(input, now);
  if (!policy.ok) return policy;
  return accepted({
    ...("url" in input
      ? { "CloudFront-Expires": String(input.expiresAt) }
      : { "CloudFront-Policy": encodeCloudFrontBase64(Buffer.from(policy.value)) }),
    "CloudFront-Signature": signPolicy(signer, policy.value),
    "CloudFront-Key-Pair-Id": signer.keyPairId,
    ...(signer.hashAlgorithm === "SHA1" ? {} : { "CloudFront-Hash-Algorithm": signer.hashAlgorithm }),
  });
}

/** The value of a request's Cookie header, for curl and tests. */
export function toCookieHeader(cookies: SignedCookies): string {
  return Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");
}

/** One Set-Cookie value per cookie: session cookies, Secure and HttpOnly as the guide advises. */
export function toSetCookieHeaders(
  cookies: SignedCookies,
  attributes: CookieAttributes,
): Result<readonly string[]> {
  const { domain, path = "/", audience = "same-site" } = attributes;
  const problem = badPath(path) ?? (domain === undefined ? undefined : badDomain(domain));
  if (problem !== undefined) return problem;
  const scope = `${domain === undefined ? "" : `; Domain=${domain}`}; Path=${path}; Secure; HttpOnly`;
  const site = audience === "cross-site" ? "; SameSite=None; Partitioned" : "; SameSite=Lax";
  return accepted(Object.entries(cookies).map(([name, value]) => `${name}=${value}${scope}${site}`));
}

function cannedFor(url: string, expiresAt: number, now: number): Result<string> {
  const wire = toWireUrl(url);
  if (!wire.ok) return wire;
  const times = checkTimes(expiresAt, undefined, now);
  return times.ok ? accepted(cannedPolicy(wire.value, expiresAt)) : times;
}

function badPath(path: string): Result<never> | undefined {
  if (!/^\/[\x20-\x3A\x3C-\x7E]*$/.test(path)) {
    return refused(
      "signed-cookies/malformed-attribute",
      `The cookie path ${JSON.stringify(path)} does not begin with / or has a character that a cookie cannot carry.`,
      'Give a path prefix such as "/" or "/media/".',
    );
  }
  // Browsers compare the path literally (RFC 6265 section 5.1.4), although examples in the guide show /images/*.
  if (!path.includes("*")) return undefined;
  return refused(
    "signed-cookies/wildcard-path",
    `The cookie path ${JSON.stringify(path)} has a wildcard; browsers would take the * literally and never send the cookie.`,
    "Give the folder, for example /images/ in place of /images/*.",
  );
}

function badDomain(domain: string): Result<never> | undefined {
  if (!/^\.?(?:[a-z0-9-]+\.)+[a-z0-9-]+$/i.test(domain)) {
    return refused(
      "signed-cookies/malformed-attribute",
      `The cookie domain ${JSON.stringify(domain)} is not a host name.`,
      "Give the host that serves the files, without scheme, port or wildcard.",
    );
  }
  // Source: private-content-setting-signed-cookie-custom-policy ("you can't specify *.cloudfront.net")
  if (!/^\.?cloudfront\.net$/i.test(domain)) return undefined;
  return refused(
    "signed-cookies/public-suffix",
    "cloudfront.net is a public suffix; browsers drop cookies for it.",
    "Give the distribution's own host (d….cloudfront.net), or better an alternate domain name shared with the page.",
  );
}
