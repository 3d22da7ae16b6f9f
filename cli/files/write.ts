// Writes generated files so that nothing is ever half-written: all to temporary files first, then all into place.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { CannotRun } from "../cannot-run";
import { counted } from "../report/words";
import { temporaryFor } from "./leftovers";
import { reason } from "./read-file";

export interface FileToWrite {
  /** Relative to root. */
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}

export interface Changes {
  readonly write: readonly FileToWrite[];
  /** Paths to delete. */
  readonly remove: readonly string[];
  /** Written last, once it is true. */
  readonly manifest: FileToWrite;
}

interface Staged {
  readonly path: string;
  readonly temporary: string;
  readonly target: string;
}

interface Progress {
  readonly staged: Staged[];
  readonly madeFolders: string[];
  /** What is being written, for messages. */
  current: string;
  /** How many files have changed. */
  done: number;
}

/** @param display names a path below root in messages. @throws CannotRun with the old files still in place */
export function writeFiles(root: string, changes: Changes, display: (path: string) => string): void {
  const progress: Progress = { staged: [], madeFolders: [], current: "", done: 0 };
  try {
    for (const file of [...changes.write, changes.manifest]) {
      progress.current = file.path;
      stage(root, file, progress);
    }
    for (const one of progress.staged.slice(0, -1)) replace(one, progress);
    for (const path of changes.remove) remove(root, path, progress);
    replace(progress.staged.at(-1)!, progress);
  } catch (error) {
    undo(progress);
    throw cannotWrite(display(progress.current), error as NodeJS.ErrnoException, progress.done);
  }
}

function stage(root: string, file: FileToWrite, { staged, madeFolders }: Progress): void {
  const target = join(root, file.path);
  makeFolders(dirname(target), madeFolders);
  const temporary = temporaryFor(target);
  const descriptor = openSync(temporary, "wx", file.executable ? 0o777 : 0o666);
  staged.push({ path: file.path, temporary, target });
  try {
    writeAll(descriptor, Buffer.from(file.text));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function replace({ path, temporary, target }: Staged, progress: Progress): void {
  progress.current = path;
  renameSync(temporary, target);
  progress.done++;
}

function remove(root: string, path: string, progress: Progress): void {
  progress.current = path;
  rmSync(join(root, path), { force: true });
  progress.done++;
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    const empty = join(root, folder);
    attempt(() => rmdirSync(empty));
  }
}

// One by one, so that those that were made are known when the next one fails.
function makeFolders(folder: string, made: string[]): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder), made);
  if (mkdirSync(folder, { recursive: true }) !== undefined) made.push(folder);
}

// write(2) may take less than it was given, on a nearly full disk for instance.
function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

function undo({ staged, madeFolders }: Progress): void {
  for (const { temporary } of staged) attempt(() => rmSync(temporary, { force: true }));
  for (const folder of [...madeFolders].reverse()) attempt(() => rmdirSync(folder));
}

// A folder with somebody's file in it stays, and so does all on a disk that takes no changes any more.
function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // The first error is told; this one would only hide it.
  }
}

function cannotWrite(path: string, error: NodeJS.ErrnoException, done: number): CannotRun {
  const left =
    done === 0
      ? "Nothing was changed."
      : `${counted(done, "file")} changed already, each of them whole; the rest is as it was.`;
  const fix = "Remove the cause and run `httpsmith generate` again.";
  return new CannotRun("files/cannot-write", `${path} cannot be written: ${reason(error)}. ${left}`, fix);
}
