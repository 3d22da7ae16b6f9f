// The files of a repository that say how it is deployed today; nothing that tools made, and no links are followed.
import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Deeper than any repository keeps its manage.py or its site file. */
const DEEPEST = 5;
// A home folder is no repository; looking through all of it would take minutes.
const MOST_FOLDERS = 2000;
const LARGEST_BYTES = 256 * 1024;

const madeByTools =
  /^(node_modules|bower_components|venv|env|site-packages|dist|build|out|target|coverage|vendor|cdktf\.out|__pycache__)$/;

/** @returns paths of all files below root that a survey may read, nearest first, forward slashes */
export function repositoryFiles(root: string): string[] {
  const found: string[] = [];
  let folders = [""];
  let visited = 0;
  for (let depth = 0; depth <= DEEPEST && folders.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of folders) {
      if (++visited > MOST_FOLDERS) return found;
      for (const entry of entriesOf(join(root, folder))) {
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory() && !isIgnored(entry.name)) next.push(path);
        if (entry.isFile()) found.push(path);
      }
    }
    folders = next;
  }
  return found;
}

/** @returns whether the file is small enough to be one that people write */
export function isHandSized(root: string, path: string): boolean {
  return (statSync(join(root, path), { throwIfNoEntry: false })?.size ?? 0) <= LARGEST_BYTES;
}

function isIgnored(name: string): boolean {
  return name.startsWith(".") || madeByTools.test(name);
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // A folder that may not be read tells nothing.
    return [];
  }
}
