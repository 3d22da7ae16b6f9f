// The shape that all rules share: a config in, Problems without places out.
import type { ProblemCode } from "../catalogue";
import type { JsonPath, Problem } from "../problem";
import type { Config } from "../../schemas/config";

export interface RuleInput {
  readonly config: Config;
  readonly project: ProjectFiles;
}

/** What rules may ask about the world; given by the caller, so that rules stay pure. */
export interface ProjectFiles {
  /** @returns the text of a project file, or null if it is not there */
  readText(path: string): string | null;
}

/** One rule reads the places it names, such as `server.host`, and runs only when those have the right shape. */
export interface Rule {
  readonly reads: readonly string[];
  check(input: RuleInput): Problem[];
}

type Details = Pick<Problem, "message" | "fix"> & Partial<Pick<Problem, "got" | "expected" | "at">>;

export function error(code: ProblemCode, path: JsonPath, details: Details): Problem {
  return { code, severity: "error", path, ...details };
}

export function warning(code: ProblemCode, path: JsonPath, details: Details): Problem {
  return { code, severity: "warning", path, ...details };
}
