// The list of generated files: what became of each, for people.
import type { FileState } from "../files/plan";
import type { ReportedFile } from "./report";
import { columns } from "./table";

const outcomes: Readonly<Record<FileState, string>> = {
  clean: "unchanged",
  missing: "new",
  stale: "updated",
  edited: "replaced",
  collision: "replaced",
  orphan: "removed",
};

/** @param files as they were before they were written */
export function changes(files: readonly ReportedFile[]): string {
  return columns(
    files.map(({ path, state, purpose }) => [path, outcomes[state], purpose]),
    "  ",
  );
}
