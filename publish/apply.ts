// Does what a plan says, in an order in which no page ever goes up before what it needs.
import { each } from "./each";
import { type Guard, guard } from "./guard";
import type { Phase, Plan, Put } from "./plan";
import { copyName, type Entry, releaseName, STATE_NAME, type State, stateText } from "./release";
import type { Cdn, Storage } from "./storage";

export interface Site {
  readonly storage: Storage;
  readonly cdn: Cdn;
  /** Of the site's keys: "" or one that ends in a slash. */
  readonly prefix: string;
  /** Of what httpsmith remembers about the site. */
  readonly ownPrefix: string;
}

export interface Duties {
  /** Paths that CloudFront shall forget, those of an interrupted publish included. */
  readonly paths: readonly string[];
  /** ETag of the state that the plan was made of; null for none. */
  readonly stateTag: string | null;
  /** Names the invalidation, so that a repeated request is the same one. */
  readonly reference: string;
}

/** Files above this size, in bytes, go up few at a time: they fill a line all the same, and lie in memory meanwhile. */
const LARGE = 1 << 20;
const PARALLEL_LARGE = 4;

/** Hears of each object that is up, with the bytes that it has. */
export type OnObject = (phase: Phase["name"], bytes: number) => void;

/**
 * What is there at each moment: before the pages, the old site and new names that it does not use; while the pages go
 * up, old and new pages, each with all its assets; then the new site. The next run finishes what was interrupted.
 * @returns the id of the invalidation, null if none was needed
 */
export async function apply(
  plan: Plan,
  site: Site,
  duties: Duties,
  onObject: OnObject,
): Promise<string | null> {
  const { storage, cdn, ownPrefix, prefix } = site;
  const { paths, stateTag, reference } = duties;
  const begun = { ...plan.before, pending: { release: plan.release, invalidate: paths } };
  const tag = await storage.putText(ownPrefix + STATE_NAME, stateText(begun), stateTag);
  const isStillOurs = guard(site, tag);
  await archive(plan, site);
  const etags = new Map<string, string>();
  const writeAll = async ({ name, puts }: Phase) => {
    const writeOne = async (put: Put) => {
      await isStillOurs("if it is long ago");
      etags.set(put.wanted.path, await write(put, site, isStillOurs));
      onObject(name, put.wanted.size);
    };
    const isLarge = ({ wanted }: Put) => wanted.size > LARGE;
    await each(
      puts.filter((put) => !isLarge(put)),
      writeOne,
    );
    await each(puts.filter(isLarge), writeOne, PARALLEL_LARGE);
  };
  for (const phase of plan.phases.filter(({ name }) => name === "new assets")) await writeAll(phase);
  // From here on objects are overwritten.
  await keepCopies(plan, site, isStillOurs);
  for (const phase of plan.phases.filter(({ name }) => name !== "new assets")) {
    await isStillOurs("now");
    await writeAll(phase);
  }
  await isStillOurs("now");
  const gone = [...plan.remove, ...plan.prune].map((path) => prefix + path);
  await storage.delete(gone, () => isStillOurs("now"));
  const invalidation = paths.length === 0 ? null : await cdn.invalidate(paths, reference);
  await storage.putText(ownPrefix + STATE_NAME, stateText(withTags(plan.after, etags)), tag);
  // The state no longer counts on these; what is left of them by an interruption the next run finds.
  const litter = plan.litter.map((name) => ownPrefix + name);
  await storage.delete(litter, async () => {});
  return invalidation;
}

// The release that is about to be an earlier one gets an object of its own.
async function archive({ before, after }: Plan, { storage, ownPrefix }: Site): Promise<void> {
  const { current, earlier } = before;
  const isSuperseded = current !== null && after.earlier.some(({ id }) => id === current.id);
  if (!isSuperseded || earlier.some(({ id }) => id === current.id)) return;
  await storage.putText(ownPrefix + releaseName(current.id), JSON.stringify(current));
}

// What a copy is served with does not matter: it is never served, and a rollback writes the release's own headers.
const copyHeaders = { contentType: "application/octet-stream", cacheControl: "no-store" };

async function keepCopies(
  { keep }: Plan,
  { storage, ownPrefix, prefix }: Site,
  isStillOurs: Guard,
): Promise<void> {
  if (keep.length > 0) await isStillOurs("now");
  await each(keep, async ({ path, sha256, etag }) => {
    await isStillOurs("if it is long ago");
    await storage.copy(prefix + path, ownPrefix + copyName(sha256), copyHeaders, etag);
  });
}

async function write(
  { wanted, unless }: Put,
  { storage, ownPrefix, prefix }: Site,
  isStillOurs: Guard,
): Promise<string> {
  const { path, source, sha256, size } = wanted;
  if (source === "copy") return storage.copy(ownPrefix + copyName(sha256), prefix + path, wanted, null);
  return storage.putFile(
    prefix + path,
    { path: source.file, name: source.name, size, sha256, unless, mayEnd: () => isStillOurs("now") },
    wanted,
  );
}

function withTags(state: State, etags: ReadonlyMap<string, string>): State {
  const { current } = state;
  if (current === null) return state;
  const files = Object.entries(current.files).map(([path, entry]): [string, Entry] => [
    path,
    { ...entry, etag: etags.get(path) ?? entry.etag },
  ]);
  return { ...state, current: { ...current, files: Object.fromEntries(files) } };
}
