// Size and digest of a file's bytes.
import { createHash, hash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { type Failure, failure } from "./problem";

export interface Content {
  /** In bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

const chunk = Buffer.allocUnsafe(1 << 20);

/** @returns size and digest of a file's bytes. @throws Failure if it cannot be read */
export function hashed(absolute: string, name: string): Content {
  return reading(name, () => {
    const descriptor = openSync(absolute, "r");
    try {
      return hashDescriptor(descriptor);
    } finally {
      closeSync(descriptor);
    }
  });
}

/** @returns what is read. @throws Failure where the file or folder of that name cannot be read */
export function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw changed(name);
    throw failure(
      "publish/not-a-file",
      `${name} cannot be read (${code}).`,
      "Give the user who publishes the right.",
    );
  }
}

/** @returns null if the file cannot be read (any more) */
export function bytesOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

/** @returns what to say of a file that is no longer what it was when it was listed or hashed */
export function changed(name: string): Failure {
  return failure(
    "publish/file-changed",
    `${name} was changed or removed while it was being published.`,
    "Let the build end, and run it again: that finishes the job.",
  );
}

function hashDescriptor(descriptor: number): Content {
  const first = readSync(descriptor, chunk, 0, chunk.length, 0);
  if (first < chunk.length) return { size: first, sha256: hash("sha256", chunk.subarray(0, first), "hex") };
  const digest = createHash("sha256");
  let done = 0;
  for (let got = first; got > 0; got = readSync(descriptor, chunk, 0, chunk.length, done)) {
    digest.update(chunk.subarray(0, got));
    done += got;
  }
  return { size: done, sha256: digest.digest("hex") };
}
