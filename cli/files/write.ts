// Writes generated files so that nothing is ever half-written: all to temporary files first, then all into place.
import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CannotRun } from "../cannot-run";
import { reasons } from "../open-project";

export interface FileToWrite {
  /** Relative to root. */
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}

interface Staged {
  readonly temporary: string;
  readonly target: string;
}

/** @param remove paths to delete once the rest is in place. @throws CannotRun with the old files still in place */
export function writeFiles(root: string, files: readonly FileToWrite[], remove: readonly string[]): void {
  const staged: Staged[] = [];
  const madeFolders: string[] = [];
  let current = "";
  let replaced = 0;
  try {
    for (const file of files) {
      current = file.path;
      staged.push(stage(root, file, madeFolders));
    }
    for (const { temporary, target } of staged) {
      current = basename(target);
      renameSync(temporary, target);
      replaced++;
    }
    for (const path of remove) {
      current = path;
      rmSync(join(root, path));
    }
  } catch (error) {
    undo(staged, madeFolders);
    throw cannotWrite(current, error as NodeJS.ErrnoException, replaced);
  }
}

function stage(root: string, file: FileToWrite, madeFolders: string[]): Staged {
  const target = join(root, file.path);
  makeFolders(dirname(target), madeFolders);
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
  const mode = file.executable ? 0o755 : 0o644;
  const descriptor = openSync(temporary, "wx", mode);
  try {
    writeAll(descriptor, Buffer.from(file.text));
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  chmodSync(temporary, mode);
  return { temporary, target };
}

function makeFolders(folder: string, made: string[]): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  const own: string[] = [];
  for (let inner = folder; inner !== dirname(first); inner = dirname(inner)) own.unshift(inner);
  made.push(...own);
}

// write(2) may take less than it was given, on a nearly full disk for instance.
function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

function undo(staged: readonly Staged[], madeFolders: readonly string[]): void {
  for (const { temporary } of staged) rmSync(temporary, { force: true });
  for (const folder of [...madeFolders].reverse()) removeEmpty(folder);
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody's file is in it by now, or a folder that we made inside it; leaving it harms nothing.
  }
}

function cannotWrite(path: string, error: NodeJS.ErrnoException, replaced: number): CannotRun {
  const why = reasons[error.code ?? ""] ?? error.message;
  const left = replaced === 0 ? "Nothing was changed." : `${replaced} files are new already, each of them whole. Run it again.`;
  return new CannotRun(`${path} cannot be written: ${why}. ${left}`);
}
