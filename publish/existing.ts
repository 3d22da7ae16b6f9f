// What the bucket holds before a publish: objects, copies, and its memory of releases.
import type { Site } from "./apply";
import type { Listed } from "./plan";
import { failure } from "./problem";
import { emptyState, parseState, RESERVED, STATE_NAME, type State } from "./release";

export interface Existing {
  /** Objects of the site by viewer path without leading slash. */
  readonly listed: ReadonlyMap<string, Listed>;
  /** What is below our own prefix, by what follows it. */
  readonly own: ReadonlySet<string>;
  readonly state: State;
  /** ETag of the state's object; null if there is none. */
  readonly stateTag: string | null;
}

/** @throws Failure where the bucket cannot be read, or its state cannot be understood */
export async function existing(site: Site): Promise<Existing> {
  const { storage, prefix, ownPrefix } = site;
  // First: what another publish adds from here on also changes the record, and this one then does not begin.
  const remembered = await readState(site);
  const [all, ours] = await Promise.all([
    storage.list(prefix),
    // One listing of the whole bucket has ours too.
    prefix === "" ? null : storage.list(ownPrefix),
  ]);
  const own = ours ? [...ours.keys()] : [...all.keys()].flatMap((key) => under(ownPrefix, key));
  if (prefix === "") for (const key of [...all.keys()]) if (key.startsWith(RESERVED)) all.delete(key);
  return { listed: all, own: new Set(own), ...remembered };
}

async function readState({ storage, ownPrefix }: Site): Promise<Pick<Existing, "state" | "stateTag">> {
  const key = ownPrefix + STATE_NAME;
  const read = await storage.read(key);
  const state = read === null ? emptyState : parseState(read.text);
  if (state === null) throw damaged(key);
  return { state, stateTag: read?.etag ?? null };
}

function under(prefix: string, key: string): string[] {
  return key.startsWith(prefix) ? [key.slice(prefix.length)] : [];
}

function damaged(key: string) {
  return failure(
    "publish/state-damaged",
    `The bucket's record of releases, ${key}, is not what httpsmith wrote, or a newer version wrote it.`,
    "Use that version, or delete the object: the next publish then writes every file again and deletes none.",
  );
}
