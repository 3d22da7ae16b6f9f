// The zip of a Lambda@Edge function: its handler and its settings, the same bytes on every machine.
import { createHash } from "node:crypto";
import { type ZipOptions, type Zippable, zipSync } from "fflate";
import type { EdgeFunction } from "../config/project";
import requireAuthorization from "../edge/require-authorization/handler.edge.js";

export interface EdgePackage {
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes in base64, as Lambda and `source_code_hash` have it. */
  readonly sourceCodeHash: string;
  /** The same, short enough for file names. */
  readonly hash: string;
}

const handlers: Readonly<Record<EdgeFunction["handler"], string>> = {
  "require-authorization": requireAuthorization,
};

// Compressed size, for all events (reference edge.md §0 #1).
const mostPackageBytes = 50 * 1024 * 1024;

// The first day that a zip can name. fflate writes local time, so the date is a local one.
const date = new Date(1980, 0, 1);
// A plain file, readable by all: Lambda runs as another user than the one who owns it. 3 is Unix.
const unixFile: ZipOptions = { mtime: date, os: 3, attrs: (0o100644 << 16) >>> 0 };

/** Lambda@Edge has no environment variables, so the settings are a file beside the code. */
export function edgePackage(edgeFunction: EdgeFunction, mostBytes = mostPackageBytes): EdgePackage {
  const bytes = deterministicZip({
    "index.js": handlers[edgeFunction.handler].replaceAll("\r\n", "\n"),
    "settings.json": `${JSON.stringify(settings(edgeFunction))}\n`,
  });
  if (bytes.length > mostBytes)
    throw new Error(`The edge function ${edgeFunction.id} may have ${mostBytes} bytes; got ${bytes.length}.`);
  const digest = createHash("sha256").update(bytes).digest();
  return { bytes, sourceCodeHash: digest.toString("base64"), hash: digest.toString("hex").slice(0, 12) };
}

/** @param files texts by path; their order does not matter */
export function deterministicZip(files: Readonly<Record<string, string>>): Uint8Array {
  const zippable: Zippable = {};
  for (const path of Object.keys(files).sort()) zippable[path] = [Buffer.from(files[path]!), unixFile];
  return zipSync(zippable, { level: 9 });
}

// In the order of the digests and not of the config: to order them anew is no reason to deploy.
function settings({ tokenSha256 }: EdgeFunction): object {
  return { tokenSha256: [...tokenSha256].sort() };
}
