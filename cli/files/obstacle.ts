// Obstacles: what stands where a generated file belongs, so that writing there would fail or change something else.
import { lstatSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { CannotRun } from "../cannot-run";
import { reason } from "./read-file";

export interface Obstacle {
  /** What is in the way, relative to root. */
  readonly at: string;
  /** What it is, as the end of a sentence that begins with its name. */
  readonly is: string;
}

/** @returns the first thing on the way from root to a file that keeps it from being written, or null */
export function obstacleAt(root: string, path: string): Obstacle | null {
  const parts = path.split("/");
  for (let length = 1; length <= parts.length; length++) {
    const at = parts.slice(0, length).join("/");
    const stat = lstat(join(root, at), at);
    if (stat === null) return null;
    const is = length < parts.length ? folderFault(root, at, stat) : fileFault(stat);
    if (is !== null) return { at, is };
  }
  return null;
}

function fileFault(stat: Stats): string | null {
  if (stat.isFile()) return null;
  if (stat.isDirectory()) return "is a folder, not a file";
  return stat.isSymbolicLink() ? "is a symbolic link" : "is not an ordinary file";
}

function folderFault(root: string, at: string, stat: Stats): string | null {
  if (stat.isDirectory()) return null;
  if (!stat.isSymbolicLink()) return "is a file, not a folder";
  return linkFault(root, join(root, at));
}

// A link to a folder inside the project is as good as a folder.
function linkFault(root: string, link: string): string | null {
  try {
    if (!statSync(link).isDirectory()) return "is a symbolic link to a file, not to a folder";
    const inside = relative(realpathSync(root), realpathSync(link));
    return inside === ".." || inside.startsWith(`..${sep}`)
      ? "is a symbolic link that leads out of the project"
      : null;
  } catch {
    return "is a symbolic link that leads nowhere";
  }
}

function lstat(path: string, name: string): Stats | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    const why = reason(error as NodeJS.ErrnoException);
    throw new CannotRun(
      "config/unreadable",
      `${name} cannot be looked at: ${why}.`,
      "Look at the folders on the way with `namei -l`.",
    );
  }
}
