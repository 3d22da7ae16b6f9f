// CannotRun: the world does not let a verb do its work (exit 2). The user's mistakes are Problems instead.

export class CannotRun extends Error {}
