// The diagnosis as SARIF 2.1.0: each problem is a result about a host, which stands as a logical location.
import type { Diagnosis, DoctorProblem } from "../../../doctor";
import { fingerprint, sarifLog } from "../sarif";

export function sarif({ findings }: Diagnosis, file: string): string {
  const problems = findings.filter((one) => one.state === "problem");
  const notRun = findings.filter(({ state }) => state === "unknown");
  return sarifLog({
    codes: problems.map(({ code }) => code),
    results: (codes) => problems.map((problem) => result(problem, codes, file)),
    // SARIF §3.20.21: what kept the tool from looking.
    notifications: notRun.map(({ check, subject, message }) => `${check} ${subject}: ${message}`),
  });
}

function result(problem: DoctorProblem, codes: readonly string[], file: string) {
  const { code, severity, subject } = problem;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: detailsOf(problem) },
    locations: [
      {
        // Code-scanning views want a file; the config is where the host stands.
        physicalLocation: { artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/") } },
        logicalLocations: [{ name: subject, kind: "resource" }],
      },
    ],
    partialFingerprints: { problem: fingerprintOf(problem) },
  };
}

/** @returns all that there is to say of it, on one line */
export function detailsOf({ message, symptom, evidence, fix, command }: DoctorProblem): string {
  const facts = evidence.map(([name, value]) => `${name}: ${value}.`);
  const look = command === "" ? [] : [`Look: ${command}`];
  return [message, `Symptom: ${symptom}.`, ...facts, fix, ...look].join(" ");
}

export function fingerprintOf({ code, subject, check }: DoctorProblem): string {
  return fingerprint([code, subject, check]);
}
