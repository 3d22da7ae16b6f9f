// Temporary files: their names, and the removal of those that a killed run left behind.
import { readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** The process id tells the leftovers of a run that was killed from the work of one that goes on. */
export function temporaryFor(target: string): string {
  const { randomBytes } = require("node:crypto") as typeof import("node:crypto");
  return join(dirname(target), `.${basename(target)}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`);
}

/** @param paths below root: only temporary files for these are removed. To be called before this run makes its own. */
export function removeLeftovers(root: string, paths: readonly string[]): void {
  const targets = new Set(paths.map((path) => join(root, path)));
  for (const folder of new Set([...targets].map((path) => dirname(path)))) {
    for (const name of namesIn(folder).filter((one) => isLeftover(join(folder, one), targets))) {
      rmSync(join(folder, name), { force: true });
    }
  }
}

function isLeftover(path: string, targets: ReadonlySet<string>): boolean {
  const [, target, pid] = /^\.(.+)\.([0-9]+)-[0-9a-f]{8}\.tmp$/.exec(basename(path)) ?? [];
  return target !== undefined && targets.has(join(dirname(path), target)) && !isOfAnother(Number(pid));
}

// In a container every run may have the same process id, so ours says nothing.
function isOfAnother(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
