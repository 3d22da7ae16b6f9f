// Unified diffs of two texts of one file.

// Nobody reads a longer diff, and the time for it grows with the square.
const MOST_CHANGED_LINES = 2000;

export interface DiffSide {
  readonly name: string;
  readonly text: string;
}

export function unifiedDiff(path: string, before: DiffSide, after: DiffSide): string {
  // Only files that differ need the library, and it is not small.
  const { createTwoFilesPatch } = require("diff") as typeof import("diff");
  const options = { context: 2, maxEditLength: MOST_CHANGED_LINES };
  const patch = createTwoFilesPatch(path, path, before.text, after.text, before.name, after.name, options);
  if (patch !== undefined) return patch.slice(patch.indexOf("--- "));
  return `--- ${path}\t${before.name}\n+++ ${path}\t${after.name}\n@@ more than ${MOST_CHANGED_LINES} lines differ @@\n`;
}
