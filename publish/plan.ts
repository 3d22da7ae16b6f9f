// The plan of a publish: what to write in which order, what to keep, what to delete. Pure: no clock, no files, no S3.
import { createHash } from "node:crypto";
import { copyName, type Entry, entryAt, type Release, type State } from "./release";
import {
  copiesToKeep,
  earlierReleases,
  expiry,
  goneFiles,
  iso,
  keptCopies,
  litter,
  retiredFiles,
  without,
} from "./retention";

/** An object as it shall be. */
export interface Wanted extends Omit<Entry, "etag"> {
  /** Viewer path without its leading slash. */
  readonly path: string;
  /** A local file, or the copy that the bucket keeps of this content. */
  readonly source: { readonly file: string; readonly name: string } | "copy";
}

export interface Listed {
  readonly size: number;
  /** With quotes. */
  readonly etag: string;
}

export interface PlanInput {
  readonly wanted: readonly Wanted[];
  /** What the bucket holds below the site's prefix, by viewer path. */
  readonly listed: ReadonlyMap<string, Listed>;
  /** What the bucket holds below our own prefix, by what follows it: `copies/<sha256>`, `releases/<id>.json`. */
  readonly own: ReadonlySet<string>;
  readonly state: State;
  /** Default root object: the page that goes up after all other pages. "" for none. */
  readonly rootObject: string;
  /** Whether CloudFront keeps the answer that a name is not there. */
  readonly keepsErrors: boolean;
  readonly graceDays: number;
  readonly now: Date;
  /** The release to go back to; absent for a new one. */
  readonly rollback?: Release;
}

export interface Put {
  readonly wanted: Wanted;
  /** Whether an object stands there now, which viewers and CloudFront may know. */
  readonly replaces: boolean;
  /** ETag of an object that an interrupted publish left: if its bytes and headers are these, nothing is to do. */
  readonly unless: string | null;
}

export interface Phase {
  readonly name: "new assets" | "changed assets" | "pages" | "start page" | "service workers";
  readonly puts: readonly Put[];
}

export interface Plan {
  readonly release: Release;
  /** Whether the site is that release already, so that nothing is written but what is pruned. */
  readonly isCurrent: boolean;
  readonly unchanged: number;
  /** Contents to keep a copy of before they are overwritten or deleted. */
  readonly keep: readonly { readonly path: string; readonly sha256: string; readonly etag: string }[];
  /** In order: each begins when the one before it has ended. */
  readonly phases: readonly Phase[];
  /** Pages that the new release no longer has. */
  readonly remove: readonly string[];
  /** Assets whose grace period has ended. */
  readonly prune: readonly string[];
  /** What is below our own prefix and serves no release any more, by what follows it. */
  readonly litter: readonly string[];
  /** The state while it is being done, but for `pending`: it knows all that may have to be deleted one day. */
  readonly before: State;
  /** Viewer paths, without a leading slash, of which CloudFront may hold an older answer. */
  readonly stale: readonly string[];
  /** The state once all is done, but for the ETags of what was written. */
  readonly after: State;
}

export function plan(input: PlanInput): Plan {
  const { wanted, state, keepsErrors } = input;
  const unchanged = new Map(wanted.flatMap((one) => entryIfUnchanged(one, input)));
  const puts = wanted.filter(({ path }) => !unchanged.has(path)).map((one) => put(one, input));
  const gone = goneFiles(input);
  const remove = gone.filter(({ kind }) => kind === "page").map(({ path }) => path);
  const isCurrent = puts.length + remove.length === 0 && sameFiles(state.current, unchanged);
  const release = isCurrent && state.current ? state.current : newRelease(input, unchanged);
  const keep = copiesToKeep(input, [...puts.map((one) => one.wanted.path), ...remove]);
  const retired = retiredFiles(input, gone);
  const expired = expiry(input, release);
  const kept = keptCopies(input, keep);
  const earlier = earlierReleases(input, isCurrent);
  const prune = Object.keys(retired).filter(
    (path) => retired[path]!.kind !== "page" && expired(retired[path]!.at),
  );
  const after: State = {
    version: 1,
    current: release,
    pending: null,
    retired: without(retired, [...remove, ...prune]),
    copies: without(
      kept,
      Object.keys(kept).filter((sha256) => expired(kept[sha256]!)),
    ),
    earlier,
  };
  return {
    release,
    isCurrent,
    unchanged: unchanged.size,
    keep: keep.filter(({ sha256 }) => !input.own.has(copyName(sha256))),
    phases: phases(puts, input.rootObject),
    remove,
    prune,
    litter: litter(input, after),
    before: { ...state, pending: null, retired: { ...state.retired, ...retired }, copies: kept },
    stale: [
      ...puts
        .filter((one) => mayBeCached(one) || (keepsErrors && mayBeMissed(one)))
        .map((one) => one.wanted.path),
      ...remove,
    ],
    after,
  };
}

// Unchanged: this very content, these headers, and nobody has written the object since.
function entryIfUnchanged(one: Wanted, { listed, state }: PlanInput): [string, Entry][] {
  const there = listed.get(one.path);
  const begun = entryAt(state.pending?.release.files, one.path);
  // An interrupted publish may have written other headers with these bytes, and the ETag is the same.
  if (begun?.sha256 === one.sha256 && !sameObject(begun, one)) return [];
  const known = [entryAt(state.current?.files, one.path), entryAt(state.retired, one.path)];
  const same = known.find((entry) => entry && sameObject(entry, one) && entry.etag === there?.etag);
  return same ? [[one.path, entryOf(one, same.etag)]] : [];
}

function put(one: Wanted, { listed, state }: PlanInput): Put {
  const there = listed.get(one.path);
  const begun = entryAt(state.pending?.release.files, one.path);
  const mayBeDone =
    there !== undefined && begun !== undefined && sameObject(begun, one) && there.size === one.size;
  return { wanted: one, replaces: there !== undefined, unless: mayBeDone ? there.etag : null };
}

/** @returns whether content and headers are the same */
export function sameObject(
  entry: Entry,
  { sha256, contentType, cacheControl }: Omit<Entry, "etag">,
): boolean {
  return entry.sha256 === sha256 && entry.contentType === contentType && entry.cacheControl === cacheControl;
}

// What an interrupted publish left under a name that never changes is what goes up again.
function mayBeCached({ replaces, unless, wanted }: Put): boolean {
  return replaces && !(wanted.kind === "immutable" && unless !== null);
}

// Somebody may have asked for a new name before; for one with a digest only pages ask, which go up later.
function mayBeMissed({ replaces, wanted }: Put): boolean {
  return !replaces && wanted.kind !== "immutable";
}

function sameFiles(current: Release | null, kept: ReadonlyMap<string, Entry>): boolean {
  return (
    current !== null &&
    Object.keys(current.files).every((path) => kept.has(path)) &&
    kept.size === Object.keys(current.files).length
  );
}

function entryOf({ sha256, size, contentType, cacheControl, kind }: Wanted, etag: string): Entry {
  return { sha256, size, contentType, cacheControl, kind, etag };
}

function newRelease({ wanted, now, rollback }: PlanInput, kept: ReadonlyMap<string, Entry>): Release {
  const entries = wanted.map((one) => [one.path, kept.get(one.path) ?? entryOf(one, "")] as const);
  const files = Object.fromEntries(entries);
  if (rollback) return { ...rollback, files };
  const content = createHash("sha256");
  for (const [path, { sha256, contentType, cacheControl }] of entries)
    content.update(JSON.stringify([path, sha256, contentType, cacheControl]));
  const time = iso(now).replace(/[-:]|\.\d+/g, "");
  return { id: `${time}-${content.digest("hex").slice(0, 8)}`, publishedAt: iso(now), files };
}

function phases(puts: readonly Put[], rootObject: string): Phase[] {
  const phaseOf = ({ wanted: { path, kind }, replaces }: Put): Phase["name"] => {
    if (kind === "worker") return "service workers";
    if (kind === "page") return path === rootObject ? "start page" : "pages";
    return replaces ? "changed assets" : "new assets";
  };
  const order = ["new assets", "changed assets", "pages", "start page", "service workers"] as const;
  return order
    .map((name) => ({ name, puts: puts.filter((one) => phaseOf(one) === name) }))
    .filter((phase) => phase.puts.length > 0);
}
