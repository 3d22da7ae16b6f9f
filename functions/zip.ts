// Zips that are the same bytes on every machine.
import { type ZipOptions, type Zippable, zipSync } from "fflate";

// The first day that a zip can name. fflate writes local time, so the date is a local one.
const date = new Date(1980, 0, 1);
// A plain file, readable by all: Lambda runs as another user than the one who owns it. 3 is Unix.
const unixFile: ZipOptions = { mtime: date, os: 3, attrs: (0o100644 << 16) >>> 0 };

/** @param files texts by path; their order does not matter */
export function deterministicZip(files: Readonly<Record<string, string>>): Uint8Array {
  const zippable: Zippable = {};
  for (const path of Object.keys(files).sort()) zippable[path] = [Buffer.from(files[path]!), unixFile];
  return zipSync(zippable, { level: 9 });
}
