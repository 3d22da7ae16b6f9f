// A Problem is one mistake in the user's input, as a value: what, where, and how to fix it.
import type { ProblemCode } from "./catalogue";

export type Severity = "error" | "warning";

/** One mistake. Rules make Problems without a place; `locate` in source.ts adds it from `path`. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** Keys from the top of the config, e.g. ["signingKeys", 0, "publicKeyFile"]. Empty for the whole file. */
  readonly path: JsonPath;
  /** One or two plain sentences. Never holds key bytes or secret values. */
  readonly message: string;
  /** What was found, already safe to print. */
  readonly got?: string;
  /** What would have been right. */
  readonly expected?: string;
  /** The change to make, in words or as a command. */
  readonly fix: string;
  /** Whether `path` names a key that should not be there: the place is then the key, not its value. */
  readonly at?: "key" | "value";
  readonly place?: Place;
  /** Name of the environment whose patch was applied; absent for the config itself. */
  readonly environment?: string;
  /** Set when a waiver holds for this problem: its reason and last day. */
  readonly waived?: { readonly reason: string; readonly until: string };
}

export type JsonPath = readonly (string | number)[];

/** A position in a file, 1-based. `file` is relative to the folder the command ran in. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The source line, for showing it below the message. */
  readonly text?: string;
}

/** @returns the path as a user would write it: `signingKeys[0].publicKeyFile` */
export function formatPath(path: JsonPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

/** @returns whether the problems stop the work: an error that no waiver covers */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === "error" && !problem.waived);
}
