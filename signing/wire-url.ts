// Turns a URL into the one spelling that every client sends unchanged, because what is signed must be what is on the wire.
import { accepted, type Result, refused } from "./problem";

/**
 * Percent-encodes (UTF-8) what clients would encode, and `*` and a second `?`, which CloudFront would read as wildcards;
 * drops what clients drop (default port, upper case in the host, empty query pairs); refuses what clients would resolve.
 * Existing percent-escapes and `+` stay as they are. Idempotent.
 */
export function toWireUrl(url: string): Result<string> {
  // Most URLs are in wire form already; one regular expression sees it at a tenth of the cost.
  if (ALREADY_WIRE.test(url) && !url.includes("/.")) return accepted(url);
  const fault = FAULTS.find(({ found }) => found(url));
  if (fault !== undefined) return refused(fault.code, fault.message, fault.fix);
  const [, scheme = "", authority = "", rest = ""] = HTTP_URL.exec(url) ?? [];
  const host = hostOnWire(scheme.toLowerCase(), authority);
  if (host === undefined) {
    return refused(
      "signed-urls/malformed-host",
      `"${authority}" is not a host name.`,
      "Write the host that viewers use.",
    );
  }
  const queryAt = rest.indexOf("?");
  const path = queryAt < 0 ? rest : rest.slice(0, queryAt);
  if (path.split("/").some((segment) => DOT_SEGMENT.test(segment))) return DOT_SEGMENT_REFUSED;
  const query = queryAt < 0 ? "" : rest.slice(queryAt + 1);
  return withQuery(`${scheme.toLowerCase()}://${host}${encodePath(path) || "/"}`, query);
}

/** What a policy's Resource may contain beyond a URL's path: `*` and `?` stay wildcards. */
export function encodeResourceText(text: string): string {
  return encodeIllegal(text, /(?:%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()+,;=:@/%*?])+/gu);
}

// Source: private-content-creating-signed-url-canned-policy and -custom-policy ("can't be named …"; both lists together)
const PARAMETER_NAMES = ["Expires", "Policy", "Signature", "Key-Pair-Id", "Hash-Algorithm"];
export const SIGNING_PARAMETERS: ReadonlySet<string> = new Set(PARAMETER_NAMES);

export const CONTROL_CHARACTER = /[\u0000-\u001F\u007F]/;
export const UNPAIRED_SURROGATE = /\p{Surrogate}/u;

const PAIR = `(?!(?:${PARAMETER_NAMES.join("|")})(?:[=&]|$))[\\w\\-.~!$()+,;:@/]+(?:=(?:[\\w\\-.~!$()+,;=:@/]|%[0-9A-Fa-f]{2})*)?`;
const HTTP_URL = /^(https?):\/\/([^/?#\\]+)((?:[/?][\s\S]*)?)$/i;
// Host with a dot and no upper case, path, non-empty query pairs; no reserved or escaped names, no escaped dots.
const ALREADY_WIRE = new RegExp(
  `^https?:\\/\\/[a-z0-9](?:[a-z0-9-]*\\.)+[a-z]+\\/(?:[\\w\\-.~!$&'()+,;=:@/]|%(?!2[eE])[0-9A-Fa-f]{2})*` +
    `(?:\\?${PAIR}(?:&${PAIR})*)?$`,
);
// Source: URL Standard, "single-dot" and "double-dot URL path segment"
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;

const FAULTS = [
  {
    code: "signed-urls/control-character",
    found: (url: string) => CONTROL_CHARACTER.test(url),
    message:
      "The URL contains a control character (tab, line break or the like), which clients drop or refuse.",
    fix: "Remove it; where it belongs to an object key write it percent-encoded, for example %09.",
  },
  {
    code: "signed-urls/not-unicode",
    found: (url: string) => UNPAIRED_SURROGATE.test(url),
    message: "The URL contains half of a surrogate pair, which has no UTF-8 form.",
    fix: "Build the URL from whole characters, or percent-encode the bytes that are meant.",
  },
  {
    code: "signed-urls/fragment",
    found: (url: string) => url.includes("#"),
    message: "The URL has a fragment (#…); clients never send it, so it cannot be signed.",
    fix: "Leave it out, or write %23 where # belongs to the path; append the fragment after signing.",
  },
  {
    code: "signed-urls/not-http",
    found: (url: string) => !HTTP_URL.test(url),
    message: "Only a complete http:// or https:// URL can be signed.",
    fix: "Write it in full: https://HOST/PATH.",
  },
  {
    code: "signed-urls/credentials",
    found: (url: string) => HTTP_URL.exec(url)?.[2]?.includes("@") === true,
    message:
      "The URL has a user name or password before its host (not shown); clients do not send them in the URL.",
    fix: "Remove everything between // and @.",
  },
] as const;

const DOT_SEGMENT_REFUSED = refused(
  "signed-urls/dot-segment",
  "The path has a segment . or .. (also as %2e), which clients resolve before they send it.",
  "Write the path as it is after resolving.",
);

function hostOnWire(scheme: string, authority: string): string | undefined {
  try {
    return new URL(`${scheme}://${authority}`).host;
  } catch {
    return undefined;
  }
}

function withQuery(base: string, query: string): Result<string> {
  const pairs = query.split("&").filter((pair) => pair !== "");
  const reserved = pairs.map(nameOf).find((name) => SIGNING_PARAMETERS.has(name));
  if (reserved !== undefined) {
    return refused(
      "signed-urls/reserved-parameter",
      `The query has the parameter ${reserved}, which CloudFront keeps for signing.`,
      "Sign the URL before it was signed, or rename your parameter.",
    );
  }
  return accepted(pairs.length === 0 ? base : `${base}?${pairs.map(encodeQuery).join("&")}`);
}

function nameOf(pair: string): string {
  const name = pair.split("=", 1)[0] ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function encodePath(path: string): string {
  return encodeIllegal(path, /(?:%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()+,;=:@/%])+/gu);
}

/** As the path, but `'` as well, which the URL Standard encodes in a query and not in a path. */
function encodeQuery(query: string): string {
  return encodeIllegal(query, /(?:%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&()+,;=:@/%])+/gu);
}

function encodeIllegal(text: string, illegal: RegExp): string {
  return text.replace(illegal, (run) =>
    // encodeURIComponent leaves these two alone.
    encodeURIComponent(run).replaceAll("*", "%2A").replaceAll("'", "%27"),
  );
}
