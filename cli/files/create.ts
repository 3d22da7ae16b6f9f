// Creates one file that must not be there yet: whole or not at all, and never over another.
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from "node:fs";
import { CannotRun } from "../cannot-run";
import { temporaryFor } from "./leftovers";
import { reason } from "./read-file";

/** @param name for messages. @throws CannotRun where something stands there, or nothing can be written */
export function createFile(path: string, text: string, name: string): void {
  const temporary = temporaryFor(path);
  try {
    const descriptor = openSync(temporary, "wx", 0o666);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    place(temporary, path, text);
  } catch (error) {
    throw cannotCreate(name, error as NodeJS.ErrnoException);
  } finally {
    rmSync(temporary, { force: true });
  }
}

// link(2) fails where something has come to stand there in the meantime; rename(2) would replace it.
function place(temporary: string, path: string, text: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    // Some file systems have no hard links: FAT, and folders that are shared with a virtual machine.
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EMLINK"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
    writeFileSync(path, text, { flag: "wx" });
  }
}

function cannotCreate(name: string, error: NodeJS.ErrnoException): CannotRun {
  if (error.code === "EEXIST") return alreadyThere(name);
  const message = `${name} cannot be written: ${reason(error)}. Nothing was changed.`;
  return new CannotRun("files/cannot-write", message, "Remove the cause and run the command again.");
}

export function alreadyThere(name: string): CannotRun {
  return new CannotRun(
    "config/exists",
    `${name} is there already; it was not changed.`,
    "Edit it, or name another file with --config FILE.",
  );
}
