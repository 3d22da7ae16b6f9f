// The list of generated files: what became of each, for people.
import type { FileState } from "../files/plan";
import type { ReportedFile } from "./report";
import { columns } from "./table";

/** What becomes of a file in each state when it is written. */
export const outcomes: Readonly<Record<FileState, string>> = {
  clean: "unchanged",
  missing: "new",
  stale: "updated",
  edited: "replaced",
  collision: "replaced",
  orphan: "removed",
};

/** @param files as they were before they were written. @returns the list, without purposes where they do not fit */
export function changes(files: readonly ReportedFile[], width: number): string {
  const full = columns(
    files.map(({ path, state, purpose }) => [outcomes[state], path, purpose]),
    "  ",
  );
  if (full.every((line) => line.length <= width)) return full.join("\n");
  return columns(
    files.map(({ path, state }) => [outcomes[state], path]),
    "  ",
  ).join("\n");
}
