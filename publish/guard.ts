// Stops a publish that another one has overtaken: it lay suspended, or it was slow, and what it writes is no longer wanted.
import type { Site } from "./apply";
import { failure } from "./problem";
import { STATE_NAME } from "./release";

/** Resolves while the site's record is still the one that this publish wrote. @throws Failure once it is not */
export type Guard = (how: "now" | "if it is long ago") => Promise<void>;

/** Milliseconds after which the record is looked at again before the next object is written. */
const LONG_AGO = 1000;

/** @param tag ETag of the record that this publish has just written */
export function guard({ storage, ownPrefix }: Site, tag: string): Guard {
  // The wall clock, since the other one stands still while a machine sleeps.
  let seen = Date.now();
  let asking: Promise<void> | null = null;
  const ask = async () => {
    const began = Date.now();
    if ((await storage.etag(ownPrefix + STATE_NAME)) !== tag) throw overtaken();
    seen = began;
  };
  return async (how) => {
    if (how !== "now" && Math.abs(Date.now() - seen) < LONG_AGO) return;
    // All that write at one time wait for one answer.
    asking ??= ask().finally(() => {
      asking = null;
    });
    await asking;
  };
}

function overtaken() {
  return failure(
    "publish/another-publish",
    "Another publish has begun since and goes on; this one stopped, so that it writes nothing over a newer release.",
    "If the release of this one is the right one, run it again when the other has ended. In CI, let jobs of one environment queue.",
  );
}
