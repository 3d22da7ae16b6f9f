// A diff as GitHub workflow commands: each risk is a warning of the run, since Terraform has no line in the config.
import { annotation } from "../report/github";
import { risksOf, type StackDiff } from "./diff";
import { summary } from "./text";

export function github(diffs: readonly StackDiff[], since: string): string {
  const warnings = diffs.flatMap((diff) =>
    risksOf(diff).map(({ place, text }) =>
      annotation({ severity: "warning", title: `risk ${diff.name}`, details: [place, text] }),
    ),
  );
  return `${[...warnings, summary(diffs, since)].join("\n")}\n`;
}
