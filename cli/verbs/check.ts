// check: what is wrong in the config, between the parts, and in the generated files. Never writes.
import { join } from "node:path";
import { outputsFile } from "../../config/outputs";
import { hasErrors, type Problem } from "../../config/problem";
import { applyWaivers, unusedWaivers } from "../../config/waivers";
import { type Drift, findDrift, reported } from "../files/drift";
import { findIncoherence } from "../files/incoherence";
import { readIfThere } from "../files/read-file";
import { type OpenProject, openProject } from "../open-project";
import { pendingOf } from "../report/pending";
import { formatReport } from "../report/report";
import { counted } from "../report/words";
import type { ExitCode, Terminal } from "../terminal";
import type { Options } from ".";

export interface CheckOptions extends Options {
  /** Commit that the phases of signing keys are compared with. */
  readonly base?: string;
}

export async function check(options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const open = openProject(options, terminal);
  const drift = findDrift(open);
  const problems = judge(open, drift, options, terminal);
  const report = {
    problems,
    files: drift.files.map((file) => reported(file, open)),
    pending: pendingOf(open.projects),
    summary: summary(problems, drift.files.length, open),
  };
  terminal.stdout.write(await formatReport(report, options, terminal));
  return hasErrors(problems) ? 1 : 0;
}

/** @returns the problems of the config, of the files as they stand, and of the waivers */
export function judge(
  open: OpenProject,
  drift: Pick<Drift, "files" | "problems">,
  options: CheckOptions,
  terminal: Terminal,
): Problem[] {
  const today = terminal.now().toISOString().slice(0, 10);
  const later = applyWaivers(
    [...drift.problems, ...findIncoherence(open, drift.files), ...keySteps(open, options)],
    open.loaded.waivers,
    today,
  );
  const found = [...open.problems, ...later];
  return [...found, ...unused(open, found, options)];
}

// Asking git takes longer than all the rest, so only projects that have keys, or deployed some, are asked about.
function keySteps(open: OpenProject, { base }: CheckOptions): Problem[] {
  const hasKeys = open.loaded.projects.some(({ signingKeys }) => signingKeys.length > 0);
  const outputs = join(open.root, outputsFile(null));
  if (!hasKeys && !readIfThere(outputs, outputs)?.includes('"signing_key_')) return [];
  const { DEFAULT_BASE, stepsSince } = require("./keys/earlier") as typeof import("./keys/earlier");
  return stepsSince(open, base ?? DEFAULT_BASE);
}

// With --env, a waiver may be there for another environment.
function unused({ loaded, projects }: OpenProject, found: readonly Problem[], { env }: Options): Problem[] {
  if (env !== undefined || projects.length === 0) return [];
  return unusedWaivers(loaded.waivers, found).map(loaded.locate);
}

function summary(problems: readonly Problem[], files: number, { file, projects }: OpenProject): string {
  const errors = problems.filter(({ severity, waived }) => severity === "error" && !waived).length;
  const warnings = problems.filter(({ severity, waived }) => severity === "warning" && !waived).length;
  const waived = problems.filter((problem) => problem.waived).length;
  const counts = [
    counted(errors, "error"),
    counted(warnings, "warning"),
    ...(waived > 0 ? [`${waived} waived`] : []),
  ];
  const compared =
    projects.length === 0 ? "generated files not compared" : `${counted(files, "generated file")} compared`;
  return `${errors === 0 ? "ok" : "not ok"}  ${file}: ${counts.join(", ")}, ${compared}`;
}
