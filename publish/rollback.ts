// Which release a rollback brings back.
import type { Site } from "./apply";
import type { Existing } from "./existing";
import { sameObject } from "./plan";
import { type Failure, failure } from "./problem";
import { copyName, entryAt, parseRelease, type Release, releaseName } from "./release";

/**
 * The release before the current one. Where a publish was interrupted, it is the release that was current then; where
 * a rollback was, that rollback goes on.
 * @throws Failure if there is none, or if what it needs is no longer in the bucket
 */
export async function rollbackTarget({ storage, ownPrefix }: Site, there: Existing): Promise<Release> {
  const { current, pending, earlier } = there.state;
  const begun = earlier.find(({ id }) => id === pending?.release.id);
  if (pending !== null && begun === undefined && current !== null) return restorable(current, there);
  const wanted = begun ?? earlier.at(-1);
  if (wanted === undefined) throw nothing("There is no earlier release in the bucket.");
  const read = await storage.read(ownPrefix + releaseName(wanted.id));
  const release = read === null ? null : parseRelease(read.text);
  if (release === null) throw nothing(`The record of the release ${wanted.id} is gone.`);
  return restorable(release, there);
}

function restorable(release: Release, { listed, own, state }: Existing): Release {
  const missing = Object.entries(release.files).filter(([path, entry]) => {
    const known = [entryAt(state.current?.files, path), entryAt(state.retired, path)];
    const stands = known.some((one) => one && sameObject(one, entry) && one.etag === listed.get(path)?.etag);
    return !stands && !own.has(copyName(entry.sha256));
  });
  if (missing.length === 0) return release;
  throw nothing(`The release ${release.id} needs ${missing[0]![0]}, which is no longer in the bucket.`);
}

function nothing(message: string): Failure {
  return failure(
    "publish/nothing-to-roll-back",
    message,
    "Check out the commit of that release, build it, and publish the folder.",
  );
}
