// Matches a request's URL against the Resource of a custom policy, section by section, and says how it was read.
import { accepted, type Result, refused } from "./problem";
import { CONTROL_CHARACTER, encodeResourceText, UNPAIRED_SURROGATE } from "./wire-url";

export interface ResourcePattern {
  readonly protocol: string;
  readonly domain: string;
  readonly path: string;
  readonly query: string;
}

/** Which meaning a raw `?` in Resource had: the start of the query, or any one character. */
export type RawQuestionMark = "none" | "query" | "one-character";

export interface ResourceMatch {
  readonly matches: boolean;
  readonly rawQuestionMark: RawQuestionMark;
  /** The pattern in its four sections, for people. */
  readonly explanation: string;
}

/**
 * `url` is the request's URL without CloudFront's own parameters.
 * Assumption "raw-question-mark": a raw ? begins the query; where the request has no query it may also be a wildcard.
 */
export function matchResource(resource: string, url: string): ResourceMatch {
  const raw = /(?<!\\)\?/.test(resource);
  const asQuery = matchAs(resource, url, raw ? "query" : "none");
  if (asQuery.matches || !raw || url.includes("?")) return asQuery;
  const asCharacter = matchAs(resource, url, "one-character");
  return asCharacter.matches ? asCharacter : asQuery;
}

/** The four sections with the guide's exceptions applied; undefined when the protocol section is none of its forms. */
export function readResource(
  resource: string,
  rawQuestionMark: RawQuestionMark,
): ResourcePattern | undefined {
  // Source: private-content-creating-signed-url-custom-policy ("must begin with http://, https://, or *://"); http* is the assumption "http-star-protocol"
  const protocol = /^(https?|http\*|\*):\/\//i.exec(resource);
  // Source: same page, "can omit the protocol section and start with an asterisk in the domain section"; so does "*" alone
  if (protocol === null && !resource.startsWith("*")) return undefined;
  const rest = protocol === null ? resource : resource.slice(protocol[0].length);
  const sections = rawQuestionMark === "query" ? QUERY_AFTER_ANY : QUERY_AFTER_ESCAPED;
  const [, left = "", query] = sections.exec(rest) ?? [];
  const slashAt = left.indexOf("/");
  const domain = slashAt < 0 ? left : left.slice(0, slashAt);
  // Source: same page, "A trailing asterisk in the domain section implies an asterisk in both the path and query"
  const path = slashAt >= 0 ? left.slice(slashAt) : domain.endsWith("*") ? "/*" : "/";
  // Source: same page, "A trailing asterisk in the path section implies an asterisk in the query string section"
  const impliedQuery = path.endsWith("*") ? "*" : "";
  return {
    protocol: protocol?.[1]?.toLowerCase() ?? "*",
    domain: domain.toLowerCase(),
    path,
    query: query ?? impliedQuery,
  };
}

/** What a signer writes: unescaped `?`, lower-case host, percent-encoded like a URL on the wire; wildcards stay. */
export function toWireResource(resource: string): Result<string> {
  if (resource === "*") return accepted("*");
  const [, protocol = "", domain = "", rest = ""] =
    /^(https?:\/\/|\*:\/\/|(?=\*))([^/?\\]+)([\s\S]*)$/i.exec(resource) ?? [];
  if (domain === "") {
    return malformed(
      `The resource "${printable(resource)}" does not begin with http://, https:// or *://, or lacks a host.`,
    );
  }
  if (CONTROL_CHARACTER.test(resource) || UNPAIRED_SURROGATE.test(resource)) {
    return malformed("The resource contains a control character or half of a surrogate pair.");
  }
  if (resource.includes("#")) return malformed("The resource has a fragment (#…), which clients never send.");
  if (/[^A-Za-z0-9.*?:[\]_-]/.test(domain))
    return malformed(`"${domain}" is not a host name; write it in ASCII (punycode).`);
  const defaultPort = { "https://": ":443", "http://": ":80" }[protocol.toLowerCase()];
  const host = defaultPort && domain.endsWith(defaultPort) ? domain.slice(0, -defaultPort.length) : domain;
  // Source: private-content-creating-signed-url-custom-policy ("don't use a backslash character to escape")
  return accepted((protocol + host).toLowerCase() + encodeResourceText(rest.replace("\\?", "?")));
}

/** Both wildcards in one section. No regular expression: time is at worst pattern × text, so no policy can stall it. */
export function wildcardMatches(pattern: string, text: string): boolean {
  let p = 0;
  let star = -1;
  let starText = 0;
  for (let t = 0; t < text.length; ) {
    if (pattern[p] === "*") {
      star = p++;
      starText = t;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++starText;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(p));
}

function matchAs(resource: string, url: string, rawQuestionMark: RawQuestionMark): ResourceMatch {
  const pattern = readResource(resource, rawQuestionMark);
  if (pattern === undefined) {
    return {
      matches: false,
      rawQuestionMark,
      explanation: "not a pattern: it begins with none of http://, https://, *://, *",
    };
  }
  const { protocol, domain, path, query } = pattern;
  const [, urlProtocol = "", urlDomain = "", urlPath = "", urlQuery = ""] = URL_SECTIONS.exec(url) ?? [];
  const matches =
    wildcardMatches(protocol, urlProtocol.toLowerCase()) &&
    wildcardMatches(domain, urlDomain.toLowerCase()) &&
    wildcardMatches(path, urlPath || "/") &&
    wildcardMatches(query, urlQuery);
  return {
    matches,
    rawQuestionMark,
    explanation: `protocol ${protocol}, domain ${domain}, path ${path}, query ${query || "none"}`,
  };
}

const QUERY_AFTER_ANY = /^([\s\S]*?)(?:\\?\?([\s\S]*))?$/;
const QUERY_AFTER_ESCAPED = /^([\s\S]*?)(?:\\\?([\s\S]*))?$/;
const URL_SECTIONS = /^([^:/?]*):\/\/([^/?]*)([^?]*)(?:\?([\s\S]*))?$/;

function malformed(message: string): Result<never> {
  return refused(
    "signing-policy/malformed-resource",
    message,
    "Write [protocol]://[host]/[path], with * for any characters and ? for one, for example https://HOST/media/*.",
  );
}

function printable(text: string): string {
  return JSON.stringify(text.slice(0, 80)).slice(1, -1);
}
