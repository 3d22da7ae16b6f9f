// Reads files, and says in words why the system refused.
import { readFileSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { ProblemCode } from "../../config/catalogue";
import { CannotRun } from "../cannot-run";

/** @param name for messages @returns the text, or null where there is no file. @throws CannotRun where it is not UTF-8 */
export function readIfThere(path: string, name: string): string | null {
  const bytes = bytesIfThere(path, name);
  if (bytes === null) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreadable(name, "it is not UTF-8 text");
  }
}

/** For a file that somebody named. @throws CannotRun where there is none */
export function readNamed(
  path: string,
  name: string,
  { code, fix }: { readonly code: ProblemCode; readonly fix: string },
): string {
  const text = readIfThere(path, name);
  if (text === null) throw new CannotRun(code, `There is no ${name}.`, fix);
  return text;
}

/** Like readIfThere, with U+FFFD in place of what is not UTF-8: for files that others judge. */
export function readLoosely(path: string, name: string): string | null {
  return bytesIfThere(path, name)?.toString("utf8") ?? null;
}

/** Like readLoosely. @throws CannotRun where links lead out of root: what the config names may become public */
export function readInside(root: string, path: string, name: string): string | null {
  const absolute = join(root, path);
  const text = readLoosely(absolute, name);
  if (text === null) return null;
  const inside = relative(realpathSync(root), realpathSync(absolute));
  if (inside !== ".." && !inside.startsWith(`..${sep}`)) return text;
  throw unreadable(name, "it is a symbolic link that leads out of the project");
}

/** @returns what a system error means, in words that can follow a colon */
export function reason({ code, message }: NodeJS.ErrnoException): string {
  return reasons[code ?? ""] ?? message;
}

function bytesIfThere(path: string, name: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw unreadable(name, reason(error as NodeJS.ErrnoException));
  }
}

function unreadable(name: string, why: string): CannotRun {
  return new CannotRun(
    "config/unreadable",
    `${name} cannot be read: ${why}.`,
    "Look at its owner, mode and encoding with `ls -l` and `file`.",
  );
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is a file, not a folder",
  EEXIST: "something else stands there",
  ENOENT: "it went away in the meantime",
  EBUSY: "it is a mount point or in use",
  EIO: "the disk reports an error",
  ELOOP: "its symbolic links go in a circle",
  ENAMETOOLONG: "its name is too long",
};
