// Finding: what one check found out about one thing, with evidence. A check that could not run is never ok.
import type { ProblemCode } from "../config/catalogue";
import { cut } from "../config/cut";
import type { Severity } from "../config/problem";

/** The part of the way from the browser to the application that a finding is about. */
export const legs = [
  "browser-cloudfront",
  "browser-server",
  "cloudfront-server",
  "cloudfront-bucket",
  "nginx-gunicorn",
  "files",
] as const;
export type Leg = (typeof legs)[number];

export interface About {
  readonly check: string;
  readonly leg: Leg;
  /** A host, a URL or a file. */
  readonly subject: string;
}

/** Named facts in the order they should be read. */
export type Evidence = readonly (readonly [name: string, value: string])[];

interface Common extends About {
  /** One or two sentences. */
  readonly message: string;
  readonly evidence: Evidence;
  /** A command that shows the same; "" where none does. */
  readonly command: string;
}

export interface DoctorProblem extends Common {
  readonly state: "problem";
  readonly code: DoctorCode;
  readonly severity: Severity;
  /** What a viewer sees of it: a status, an error of the browser. */
  readonly symptom: string;
  readonly fix: string;
}

export type DoctorCode = Extract<ProblemCode, `doctor/${string}`>;

export type Finding =
  | DoctorProblem
  | (Common & { readonly state: "ok" })
  /** The check could not run. */
  | (Common & { readonly state: "unknown" })
  | (Common & { readonly state: "not-applicable" });

export type State = Finding["state"];

export function ok(about: About, message: string, evidence: Evidence = [], command = ""): Finding {
  return { ...about, state: "ok", message, evidence: brief(evidence), command };
}

/** @param reason why the check could not run */
export function unknown(about: About, reason: string, evidence: Evidence = []): Finding {
  return { ...about, state: "unknown", message: reason, evidence: brief(evidence), command: "" };
}

export function notApplicable(about: About, reason: string, evidence: Evidence = []): Finding {
  return { ...about, state: "not-applicable", message: reason, evidence: brief(evidence), command: "" };
}

export type Fault = Pick<DoctorProblem, "message" | "fix" | "symptom" | "command"> &
  Partial<Pick<DoctorProblem, "evidence">>;

export function error(code: DoctorCode, about: About, fault: Fault): Finding {
  return problem(code, "error", about, fault);
}

export function warning(code: DoctorCode, about: About, fault: Fault): Finding {
  return problem(code, "warning", about, fault);
}

function problem(code: DoctorCode, severity: Severity, about: About, fault: Fault): Finding {
  const evidence = brief(fault.evidence ?? []);
  return { ...about, state: "problem", code, severity, ...fault, evidence };
}

// What a server says can be as long as it likes.
const LONGEST_VALUE = 600;

function brief(evidence: Evidence): Evidence {
  return evidence.map(([name, value]) => [name, cut(value, LONGEST_VALUE + 1)]);
}
