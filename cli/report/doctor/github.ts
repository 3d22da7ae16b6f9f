// The diagnosis as GitHub workflow commands: annotations of the run, since a server has no line in a file.
import type { Diagnosis, DoctorProblem } from "../../../doctor";
import { annotation } from "../github";
import { summaryOf } from "./summary";

export function github(diagnosis: Diagnosis, file: string): string {
  const problems = diagnosis.findings.filter((one) => one.state === "problem");
  return `${[...problems.map(line), summaryOf(diagnosis, file)].join("\n")}\n`;
}

function line({ severity, code, subject, message, symptom, evidence, fix, command }: DoctorProblem): string {
  const details = [
    `${subject}: ${message}`,
    `symptom: ${symptom}`,
    ...evidence.map(([name, value]) => `${name}: ${value}`),
    `fix: ${fix}`,
    ...(command === "" ? [] : [`look: ${command}`]),
  ];
  return annotation({ severity, title: code, details });
}
