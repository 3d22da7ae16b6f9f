// The report for GitLab's Code Quality: a list of entries, each about a line of a file.
import type { Severity } from "../../config/problem";
import type { Report } from "./report";
import { detailsOf, fingerprintOf } from "./sarif";

export function gitlab({ problems }: Report): string {
  return codeQuality(
    problems
      .filter(({ waived }) => !waived)
      .map((problem) => ({
        code: problem.code,
        severity: problem.severity,
        description: detailsOf(problem),
        fingerprint: fingerprintOf(problem),
        // An entry without a file is one that nobody sees.
        file: problem.place?.file ?? "httpsmith.json",
        line: problem.place?.line ?? 1,
      })),
  );
}

export interface CodeQualityEntry {
  readonly code: string;
  readonly severity: Severity;
  readonly description: string;
  /** Of entries with the same one, GitLab shows the last (codequality_reports.rb). */
  readonly fingerprint: string;
  readonly file: string;
  readonly line: number;
}

const severities = { error: "major", warning: "minor" } as const;

// GitLab Docs, "Code Quality report format"; what is taken is in its codeclimate.json.
export function codeQuality(entries: readonly CodeQualityEntry[]): string {
  const report = entries.map(({ code, severity, description, fingerprint, file, line }) => ({
    description,
    check_name: code,
    fingerprint,
    severity: severities[severity],
    location: { path: file, lines: { begin: line } },
  }));
  return `${JSON.stringify(report, null, 2)}\n`;
}
