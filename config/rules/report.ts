// The shape that all rules share: a config in, Problems without places out.

import type { Config } from "../../schemas/config";
import type { ProblemCode } from "../catalogue";
import type { JsonPath, Problem } from "../problem";

export interface RuleInput {
  readonly config: Config;
  readonly project: ProjectFiles;
  /** @returns whether the user wrote this place; otherwise its value is a default */
  written(path: JsonPath): boolean;
}

/** What rules may ask about the world; given by the caller, so that rules stay pure. */
export interface ProjectFiles {
  /** @returns the text of a project file, or null if it is not there */
  readText(path: string): string | null;
}

/** One rule names the places it reads, such as `server.host`, and runs only when those have the right shape. */
export interface Rule {
  readonly reads: readonly string[];
  /** Places of which only the keys matter, or whether they are there at all. */
  readonly names?: readonly string[];
  check(input: RuleInput): Problem[];
}

/** @returns the first of the paths that the user wrote: two values disagree, and a default is not the culprit */
export function firstWritten(written: RuleInput["written"], ...paths: [JsonPath, ...JsonPath[]]): JsonPath {
  return paths.find(written) ?? paths[0];
}

type Details = Pick<Problem, "message" | "fix"> & Partial<Pick<Problem, "got" | "expected" | "at">>;

export function error(code: ProblemCode, path: JsonPath, details: Details): Problem {
  return { code, severity: "error", path, ...details };
}

export function warning(code: ProblemCode, path: JsonPath, details: Details): Problem {
  return { code, severity: "warning", path, ...details };
}
