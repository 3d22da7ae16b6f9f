// Content types of a build's files, from the table of mime-db, with the charset that all of them are written in.
import { lookup } from "mime-types";

// Types that browsers read as text. JSON is always UTF-8 (RFC 8259 §8.1), and says so all the same: old clients guess.
const text =
  /^(text\/|application\/(javascript|json|ld\+json|manifest\+json|xml|[a-z]+\+xml)$|image\/svg\+xml$)/;

// Files that have no extension because a standard names them.
const named = new Map([
  // Apple, "Supporting associated domains": served as application/json.
  ["apple-app-site-association", "application/json"],
]);

/** @param path as below the site's root. @returns a Content-Type, for an unknown extension application/octet-stream */
export function contentType(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const type = named.get(name) ?? (name.includes(".") ? lookup(name) || undefined : undefined);
  if (type === undefined) return "application/octet-stream";
  return text.test(type) ? `${type}; charset=utf-8` : type;
}
