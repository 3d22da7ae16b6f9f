// The diagnosis for GitLab's Code Quality: what is wrong with a server stands at the top of the config that names it.
import type { Diagnosis } from "../../../doctor";
import { codeQuality } from "../gitlab";
import { detailsOf, fingerprintOf } from "./sarif";
import { problemsOf } from "./summary";

export function gitlab(diagnosis: Diagnosis, file: string): string {
  return codeQuality(
    problemsOf(diagnosis).map((problem) => ({
      code: problem.code,
      severity: problem.severity,
      description: `${problem.subject}: ${detailsOf(problem)}`,
      fingerprint: fingerprintOf(problem),
      file,
      line: 1,
    })),
  );
}
