// How long browsers and CloudFront may keep a file, by what its name promises about its content.
import { matches } from "../config/file-pattern";

/**
 * `immutable`: the name has a digest of the content, so it never changes. `page` and `worker` decide what else is
 * loaded, so they go up last. `asset`: all others, whose content may change under the same name.
 */
export type CacheKind = "immutable" | "asset" | "page" | "worker";

export interface CacheRule {
  /** Pattern of paths; without a slash it is about file names. */
  readonly path: string;
  /** The Cache-Control header. */
  readonly value: string;
}

export interface Caching {
  readonly kind: CacheKind;
  readonly cacheControl: string;
}

// One year, the longest that RFC 9111 §1.2.2 lets a cache count on; `immutable` is RFC 8246.
const IMMUTABLE = "public, max-age=31536000, immutable";
// Keep it, and ask before each use: the answer is 304 while it has not changed (RFC 9111 §5.2.2.4).
const REVALIDATE = "no-cache";

/** @param rules of the config, of which the first that matches wins. @returns what the path gets */
export function caching(path: string, rules: readonly CacheRule[]): Caching {
  const own = rules.find((rule) => matches(rule.path, path));
  const kind = kindOf(path);
  if (own === undefined) return { kind, cacheControl: kind === "immutable" ? IMMUTABLE : REVALIDATE };
  if (kind === "page" || kind === "worker") return { kind, cacheControl: own.value };
  return { kind: /\bimmutable\b/i.test(own.value) ? "immutable" : "asset", cacheControl: own.value };
}

// Names that service workers and web app manifests have in the tools that make them.
const worker =
  /^(sw|service-?worker|firebase-messaging-sw|ngsw-worker|ngsw|registerSW|workbox-sw)\.(m?js|json)$|\.webmanifest$|^manifest\.json$/i;

function kindOf(path: string): CacheKind {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (worker.test(name)) return "worker";
  if (/\.x?html?$/i.test(name)) return "page";
  return hasDigest(path, name) ? "immutable" : "asset";
}

// Folders whose every file is named by its content or by the build: SvelteKit, Next.js.
const wholeFolders = /(^|\/)(_app\/immutable|_next\/static)\//;
// Folders of files that bundlers name by their content: Vite, webpack's and CRA's, Nuxt, Astro, Parcel and others.
const bundled = /(^|\/)(assets|static\/(js|css|media)|_nuxt|_astro|_assets|js|css|chunks|build)\//;

/**
 * Whether a bundler put a digest of the content into the name. A wrong yes would freeze a file in browsers for a year,
 * a wrong no costs a request that answers 304; so the folder must be a bundler's, and the mark must look like chance.
 */
function hasDigest(path: string, name: string): boolean {
  if (wholeFolders.test(path)) return true;
  const [, mark] = /[.-]([A-Za-z0-9_-]{8}|[0-9a-f]{8,64}|[A-Z0-9]{8})(\.[a-z0-9]+)+$/.exec(name) ?? [];
  if (mark === undefined) return false;
  if (/^(?=.*\d)(?=.*[a-f])[0-9a-f]{8,64}$/.test(mark)) return bundled.test(path) || mark.length >= 16;
  return bundled.test(path) && looksLikeChance(mark);
}

// A word, a number, a date or a size is no digest; eight of 64 characters by chance are hardly ever one of these.
function looksLikeChance(mark: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(mark)).length;
  return kinds >= 2 && !/^[A-Z]?[a-z]+[-_]?\d*$|^\d+x\d+$/.test(mark);
}
