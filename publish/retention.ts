// What a publish keeps and for how long: old assets, copies of what is overwritten, earlier releases.
import type { Plan, PlanInput } from "./plan";
import {
  copyName,
  type Entries,
  type Entry,
  entryAt,
  type Release,
  type Retired,
  releaseName,
  type State,
} from "./release";

export interface Gone extends Entry {
  readonly path: string;
}

/** What we put there, now or in a publish that was interrupted, and nobody wants any more. */
export function goneFiles({ wanted, listed, state }: PlanInput): Gone[] {
  const stays = new Set(wanted.map(({ path }) => path));
  // A page is retired only where a publish was interrupted before it could be deleted.
  const pages = Object.entries(state.retired).filter(([, { kind }]) => kind === "page");
  const ours: Entries = {
    ...Object.fromEntries(pages),
    ...state.pending?.release.files,
    ...state.current?.files,
  };
  return Object.entries(ours).flatMap(([path, entry]) => {
    // The ETag stays the entry's own: what stands there may have been written by an interrupted publish.
    return stays.has(path) || !listed.has(path) ? [] : [{ ...entry, path }];
  });
}

export function retiredFiles(
  { wanted, listed, state, now }: PlanInput,
  gone: readonly Gone[],
): Record<string, Retired> {
  const stays = new Set(wanted.map(({ path }) => path));
  const before = Object.entries(state.retired).filter(([path]) => !stays.has(path) && listed.has(path));
  const today = gone.map(({ path, ...entry }) => [path, { ...entry, at: iso(now) }] as const);
  return Object.fromEntries([...today, ...before]);
}

// Only of what still is what the current release put there: anything else is not ours to bring back. Each content once.
export function copiesToKeep({ listed, state }: PlanInput, paths: readonly string[]): Plan["keep"] {
  const kept = paths.flatMap((path) => {
    const entry = entryAt(state.current?.files, path);
    return entry && entry.etag === listed.get(path)?.etag
      ? [[entry.sha256, { path, sha256: entry.sha256, etag: entry.etag }] as const]
      : [];
  });
  return [...new Map(kept).values()];
}

// Those that are there, and those that are about to be made; one that is needed again is kept anew.
export function keptCopies({ state, own, now }: PlanInput, keep: Plan["keep"]): Record<string, string> {
  const there = Object.entries(state.copies).filter(([sha256]) => own.has(copyName(sha256)));
  return Object.fromEntries([...there, ...keep.map(({ sha256 }) => [sha256, iso(now)] as const)]);
}

// Of a target at `v1/`; what one at `v1/docs/` remembers stands below the same prefix.
const ours = /^(copies\/[0-9a-f]{64}|releases\/[^/]+\.json)$/;

export function litter({ own }: PlanInput, { copies, earlier }: State): string[] {
  const used = new Set([...Object.keys(copies).map(copyName), ...earlier.map(({ id }) => releaseName(id))]);
  return [...own].filter((name) => ours.test(name) && !used.has(name));
}

/** @returns whether what was retired at a time may go: after the grace period, and never what the last release had */
export function expiry({ graceDays, now }: PlanInput, current: Release): (at: string) => boolean {
  const limit = iso(new Date(now.getTime() - graceDays * 86_400_000));
  return (at) => at < limit && at < current.publishedAt;
}

// A stack: a rollback takes the last one off, and the release that it leaves is not kept.
export function earlierReleases(
  { state, graceDays, now, rollback }: PlanInput,
  isCurrent: boolean,
): State["earlier"] {
  const { current, earlier } = state;
  if (rollback)
    return earlier.filter(({ id, publishedAt }) => id !== rollback.id && publishedAt < rollback.publishedAt);
  if (isCurrent || current === null) return earlier;
  const all = [...earlier, { id: current.id, publishedAt: current.publishedAt }];
  const limit = iso(new Date(now.getTime() - graceDays * 86_400_000));
  return all.filter((_, index) => index === all.length - 1 || all[index + 1]!.publishedAt >= limit);
}

export function iso(time: Date): string {
  return time.toISOString();
}

export function without<T>(record: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  const gone = new Set(keys);
  return Object.fromEntries(Object.entries(record).filter(([key]) => !gone.has(key)));
}
