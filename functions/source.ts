// The file of a handler, and problems at a line of it.
import type { ProblemCode } from "../config/catalogue";
import type { JsonPath, Problem } from "../config/problem";
import { error } from "../config/rules/report";

export interface Source {
  /** Where the config names it. */
  readonly path: JsonPath;
  /** Relative to the config. */
  readonly file: string;
  /** As it is named in messages. */
  readonly display: string;
  readonly absolute: string;
  readonly text: string;
}

/** @param at line from 1, column from 0, as parsers count */
export function sourceProblem(
  code: ProblemCode,
  { path, display, text }: Source,
  { line, column }: { readonly line: number; readonly column: number },
  details: Parameters<typeof error>[2],
): Problem {
  const shown = text.split("\n")[line - 1] ?? "";
  return { ...error(code, path, details), place: { file: display, line, column: column + 1, text: shown } };
}
