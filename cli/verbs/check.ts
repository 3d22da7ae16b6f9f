// check: what is wrong in the config, between the parts, and in the generated files. Never writes.
import { hasErrors, type Problem } from "../../config/problem";
import { applyWaivers, unusedWaivers } from "../../config/waivers";
import { findDrift, reported } from "../files/drift";
import { findIncoherence } from "../files/incoherence";
import { type OpenProject, openProject } from "../open-project";
import { formatReport } from "../report/report";
import { counted } from "../report/words";
import type { ExitCode, Terminal } from "../terminal";
import type { Options } from ".";

export async function check(options: Options, terminal: Terminal): Promise<ExitCode> {
  const open = openProject(options, terminal);
  const drift = findDrift(open);
  const today = terminal.now().toISOString().slice(0, 10);
  const later = applyWaivers([...drift.problems, ...findIncoherence(open, drift.files)], open.loaded.waivers, today);
  const found = [...open.problems, ...later];
  const problems = [...found, ...unused(open, found, options)];
  const report = {
    problems,
    files: drift.files.map((file) => reported(file, open)),
    pending: open.projects.flatMap(({ pending }) => pending),
    summary: summary(problems, drift.files.length, open.file),
  };
  terminal.stdout.write(await formatReport(report, options, terminal));
  return hasErrors(problems) ? 1 : 0;
}

// With --env, a waiver may be there for another environment.
function unused({ loaded, projects }: OpenProject, found: readonly Problem[], { env }: Options): Problem[] {
  if (env !== undefined || projects.length === 0) return [];
  return unusedWaivers(loaded.waivers, found).map(loaded.locate);
}

function summary(problems: readonly Problem[], files: number, file: string): string {
  const errors = problems.filter(({ severity, waived }) => severity === "error" && !waived).length;
  const warnings = problems.filter(({ severity, waived }) => severity === "warning" && !waived).length;
  const waived = problems.filter((problem) => problem.waived).length;
  const counts = [counted(errors, "error"), counted(warnings, "warning"), ...(waived > 0 ? [`${waived} waived`] : [])];
  return `${errors === 0 ? "ok" : "not ok"}  ${file}: ${counts.join(", ")}, ${counted(files, "generated file")} compared`;
}
