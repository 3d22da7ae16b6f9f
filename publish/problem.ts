// What keeps a publish from happening, as a value: somebody's files, or the world.
import type { ProblemCode } from "../config/catalogue";

export interface PublishProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly fix: string;
  /** What was found, already safe to print. */
  readonly got?: string;
  /** Files that it is about, relative to the working directory. */
  readonly files?: readonly string[];
}

/** Thrown inside of publish/ alone: index.ts turns it into a result. */
export class Failure extends Error {
  constructor(readonly problems: readonly [PublishProblem, ...PublishProblem[]]) {
    super(problems[0].message);
  }
}

export function failure(code: ProblemCode, message: string, fix: string): Failure {
  return new Failure([{ code, message, fix }]);
}
