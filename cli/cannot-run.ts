// CannotRun: the world does not let a verb do its work (exit 2). The user's mistakes are Problems instead.
import type { ProblemCode } from "../config/catalogue";

export class CannotRun extends Error {
  constructor(
    readonly code: ProblemCode,
    message: string,
    /** What to do about it. */
    readonly fix: string,
  ) {
    super(message);
  }
}
