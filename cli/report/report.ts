// Report: what a verb found, as data; each format is a file beside this one.
import type { Problem } from "../../config/problem";
import type { FileState } from "../files/plan";
import type { Terminal } from "../terminal";
import type { Options } from "../verbs";
import type { ReportedPending } from "./pending";

export interface Report {
  readonly problems: readonly Problem[];
  readonly files: readonly ReportedFile[];
  readonly pending: readonly ReportedPending[];
  /** Whether the files were written, so that their states are what they were before. */
  readonly written?: boolean;
  /** Terraform that was written. */
  readonly stacks?: readonly SynthesizedStack[];
  /** One line that says how it ended. */
  readonly summary: string;
}

export interface SynthesizedStack {
  readonly name: string;
  /** Its cdk.tf.json, relative to the working directory. */
  readonly file: string;
  readonly resources: number;
}

export interface ReportedFile {
  /** Path for messages. */
  readonly path: string;
  readonly state: FileState;
  readonly purpose: string;
  /** Unified diff from what is there to what would be generated; "" where there is nothing to compare. */
  readonly diff: string;
}

/** @returns a report of problems alone */
export function problemReport(problems: readonly Problem[], summary: string): Report {
  return { problems, files: [], pending: [], summary };
}

/** Writes a report of problems alone: where they are all that there is to say. */
export async function writeProblems(
  problems: readonly Problem[],
  summary: string,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  terminal.stdout.write(await formatReport(problemReport(problems, summary), options, terminal));
}

export const CONFIG_ERRORS = "not ok  The config has errors.";

/** @returns the report as text in the format that the user chose, ending with a line break */
export async function formatReport(report: Report, { format }: Options, terminal: Terminal): Promise<string> {
  switch (format) {
    case "json":
      return (await import("./json.js")).json(report);
    case "github":
      return (await import("./github.js")).github(report);
    case "gitlab":
      return (await import("./gitlab.js")).gitlab(report);
    case "sarif":
      return (await import("./sarif.js")).sarif(report);
    case "text":
      return (await import("./text.js")).text(report, terminal);
  }
}
