// Terminal: the outside world of a command, as a parameter, so that tests run commands in memory.
import type { Questions } from "./questions";

export interface Terminal {
  readonly cwd: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  now(): Date;
  /** Loads what asks the person at the terminal; null, or absent, where nobody sits there. */
  questions?(): Promise<Questions> | null;
}

export interface Output {
  write(text: string): void;
  /** Whether a person watches. */
  readonly isTTY: boolean;
  /** Width in characters. */
  readonly columns: number;
}

/** 0 clean, 1 problems or drift, 2 could not run. */
export type ExitCode = 0 | 1 | 2;
