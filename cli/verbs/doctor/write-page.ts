// Writes the report as a page, whole or not at all.
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Diagnosis } from "../../../doctor";
import { CannotRun } from "../../cannot-run";
import { reason } from "../../files/read-file";
import { html } from "../../report/doctor/html";
import type { Terminal } from "../../terminal";

/** @throws CannotRun where the file cannot be written; an older one then still stands */
export function writePage(file: string, diagnosis: Diagnosis, terminal: Terminal): void {
  const target = resolve(terminal.cwd, file);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, html(diagnosis, terminal.now()));
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    const why = reason(error as NodeJS.ErrnoException);
    throw new CannotRun(
      "files/cannot-write",
      `${file} cannot be written: ${why}.`,
      "Name another file with --html FILE.",
    );
  }
}
