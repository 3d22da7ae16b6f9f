// The manifest: which files httpsmith made, and what they were when it made them. Committed beside the config.
import { join } from "node:path";
import type { Problem } from "../../config/problem";
import { readLoosely } from "./read-file";

export const MANIFEST = ".httpsmith/manifest.json";

export interface Manifest {
  /** SHA-256 of each file as written, by path. */
  readonly files: Readonly<Record<string, string>>;
}

export function sha256(text: string): string {
  // Where every file is clean, nothing is hashed, and node:crypto takes its time to load.
  const { createHash } = require("node:crypto") as typeof import("node:crypto");
  return createHash("sha256").update(text).digest("hex");
}

/** @returns the manifest of a project folder; empty where there is none yet; null where it is damaged */
export function readManifest(root: string, name: string): Manifest | null {
  const text = readLoosely(join(root, MANIFEST), name);
  if (text === null) return { files: {} };
  try {
    const { files } = JSON.parse(text);
    const entries = Object.entries(files as object);
    if (entries.every(([, hash]) => /^[0-9a-f]{64}$/.test(String(hash))))
      return { files: Object.fromEntries(entries) };
  } catch {
    // Damaged, as the entries above may be too.
  }
  return null;
}

export function damagedManifest(name: string): Problem {
  return {
    code: "files/manifest",
    severity: "error",
    path: [],
    message: "The manifest of generated files cannot be understood, perhaps after a merge conflict.",
    fix: "Take either side of the conflict, or delete the file and run `httpsmith generate --force`.",
    place: { file: name, line: 1, column: 1 },
  };
}

export function manifestText(files: Readonly<Record<string, string>>): string {
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ $comment: "Made by httpsmith generate; tells its own files from hand edits.", files: sorted }, null, 2)}\n`;
}
