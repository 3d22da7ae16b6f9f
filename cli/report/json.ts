// The report as one JSON object, for other programs. Its fields are a public contract.
import { formatPath } from "../../config/problem";
import type { Report } from "./report";

export function json(report: Report): string {
  const problems = report.problems.map(({ place, path, at: _, ...problem }) => ({
    ...problem,
    path: formatPath(path),
    file: place?.file ?? null,
    line: place?.line ?? null,
    column: place?.column ?? null,
  }));
  const { files, written = false, stacks = [], pending, summary } = report;
  return `${JSON.stringify({ problems, written, files, stacks, pending, summary }, null, 2)}\n`;
}
