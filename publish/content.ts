// Size and digest of a file's bytes.
import { createHash, hash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { failure } from "./problem";

export interface Content {
  /** In bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

const chunk = Buffer.allocUnsafe(1 << 20);

/** @returns size and digest of a file's bytes. @throws Failure if it cannot be read */
export function hashed(absolute: string, name: string): Content {
  try {
    const descriptor = openSync(absolute, "r");
    try {
      return hashDescriptor(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw failure(
      "publish/not-a-file",
      `${name} cannot be read (${code}).`,
      "Give the user who publishes the right.",
    );
  }
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
