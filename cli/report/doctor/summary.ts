// How a diagnosis ended, in one line and in numbers.
import type { Diagnosis, DoctorProblem, Finding } from "../../../doctor";
import { counted } from "../words";

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly ok: number;
  readonly unknown: number;
  readonly notApplicable: number;
}

export function countsOf({ findings }: Diagnosis): Counts {
  const count = (is: (one: Finding) => boolean) => findings.filter(is).length;
  return {
    errors: count((one) => one.state === "problem" && one.severity === "error"),
    warnings: count((one) => one.state === "problem" && one.severity === "warning"),
    ok: count(({ state }) => state === "ok"),
    unknown: count(({ state }) => state === "unknown"),
    notApplicable: count(({ state }) => state === "not-applicable"),
  };
}

/** @returns the errors, then the warnings, each in the order of the checks */
export function problemsOf({ findings }: Diagnosis): DoctorProblem[] {
  const problems = findings.filter((one) => one.state === "problem");
  const of = (wanted: DoctorProblem["severity"]) => problems.filter(({ severity }) => severity === wanted);
  return [...of("error"), ...of("warning")];
}

/** @returns `ok` only where everything that applies was looked at and found right */
export function summaryOf(diagnosis: Diagnosis, file: string): string {
  const { errors, warnings, ok, unknown, notApplicable } = countsOf(diagnosis);
  const { project } = diagnosis;
  const name = project.environment === null ? file : `${file} (${project.environment})`;
  const counts = `${counted(errors, "error")}, ${counted(warnings, "warning")}, ${ok} ok, ${unknown} unknown, ${notApplicable} not applicable`;
  return `${errors === 0 && unknown === 0 ? "ok" : "not ok"}  ${name}: ${counts}`;
}
