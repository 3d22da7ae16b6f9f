// A release: which object stood where, and with which headers. State: what the bucket remembers about its releases.
import type { CacheKind } from "./cache-control";

/** What decides whether an object must be written again. */
export interface Entry {
  /** Of the content, lower-case hexadecimal. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  readonly contentType: string;
  readonly cacheControl: string;
  readonly kind: CacheKind;
  /** As S3 answered it when the object was written, quotes included; "" while it is not known. */
  readonly etag: string;
}

/** Entries by viewer path without its leading slash. */
export type Entries = Readonly<Record<string, Entry>>;

export interface Release {
  /** Time and content: `20261126T224000Z-1a2b3c4d`. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly publishedAt: string;
  readonly files: Entries;
}

/** An object that no page refers to any more, and that pages opened earlier still ask for. */
export interface Retired extends Entry {
  /** When it ceased to be part of the site, ISO 8601. */
  readonly at: string;
}

export interface State {
  readonly version: 1;
  /** null before the first publish has ended. */
  readonly current: Release | null;
  /** A publish that began and, as far as the bucket knows, has not ended. */
  readonly pending: {
    readonly release: Release;
    /** Paths of CloudFront that it owes an invalidation. */
    readonly invalidate: readonly string[];
  } | null;
  readonly retired: Readonly<Record<string, Retired>>;
  /** Copies of overwritten objects by SHA-256, with the time from which they are kept, ISO 8601. */
  readonly copies: Readonly<Record<string, string>>;
  /** Earlier releases, oldest first; each has its own object. */
  readonly earlier: readonly { readonly id: string; readonly publishedAt: string }[];
}

/** @returns what a record has at a path, which may be the name of something that every object has: `constructor` */
export function entryAt<T>(record: Readonly<Record<string, T>> | undefined, path: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, path) ? record[path] : undefined;
}

export const emptyState: State = {
  version: 1,
  current: null,
  pending: null,
  retired: {},
  copies: {},
  earlier: [],
};

/**
 * Keys below this prefix belong to httpsmith. Bucket policies made by httpsmith hide it from CloudFront and from the
 * public, and nothing in it is a secret: names and digests of published files, and copies of what was public.
 */
export const RESERVED = ".httpsmith/";

/** Names below the prefix of a site. */
export const STATE_NAME = "state.json";

export function copyName(sha256: string): string {
  return `copies/${sha256}`;
}

export function releaseName(id: string): string {
  return `releases/${id}.json`;
}

/**
 * @param owner the distribution's id in the config: two that share a bucket do not touch each other's objects
 * @param prefix of the site's keys: "" or one that ends in a slash
 * @returns the prefix of what httpsmith remembers about the site
 */
export function ownPrefix(owner: string, prefix: string): string {
  return `${RESERVED}${owner}/${prefix === "" ? "root/" : `at/${prefix}`}`;
}

export function stateText(state: State): string {
  return JSON.stringify(state);
}

/** @returns null if the text is no state of this version: nothing may then be concluded from it */
export function parseState(text: string): State | null {
  const value = parsed(text);
  if (!isRecord(value) || value["version"] !== 1) return null;
  const { current, pending, retired, copies, earlier } = value;
  const fits =
    (current === null || isRelease(current)) &&
    (pending === null ||
      (isRecord(pending) && isRelease(pending["release"]) && isTexts(pending["invalidate"]))) &&
    isEntries(retired) &&
    isRecord(copies) &&
    isTexts(Object.values(copies)) &&
    Array.isArray(earlier) &&
    earlier.every((one) => isRecord(one) && isTexts([one["id"], one["publishedAt"]]));
  return fits ? (value as unknown as State) : null;
}

/** @returns null if the text is no release */
export function parseRelease(text: string): Release | null {
  const value = parsed(text);
  return isRelease(value) ? value : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRelease(value: unknown): value is Release {
  return isRecord(value) && isTexts([value["id"], value["publishedAt"]]) && isEntries(value["files"]);
}

function isEntries(value: unknown): value is Entries {
  return isRecord(value) && Object.values(value).every(isEntry);
}

function isEntry(value: unknown): boolean {
  return (
    isRecord(value) &&
    isTexts([value["sha256"], value["contentType"], value["cacheControl"], value["kind"], value["etag"]]) &&
    typeof value["size"] === "number"
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
