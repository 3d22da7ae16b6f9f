// synth: writes the Terraform of all selected environments, one stack each.
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { hasErrors } from "../../config/problem";
import type { Project } from "../../config/project";
import { stackName } from "../../config/resolve";
import { requireBundle } from "../bundle";
import { CannotRun } from "../cannot-run";
import { reason } from "../files/read-file";
import { type OpenProject, openProject } from "../open-project";
import { formatReport, problemReport, type SynthesizedStack } from "../report/report";
import { columns } from "../report/table";
import { counted } from "../report/words";
import type { ExitCode, Terminal } from "../terminal";
import type { Options } from ".";

export async function synth(options: Options, terminal: Terminal): Promise<ExitCode> {
  const open = openProject(options, terminal);
  const failed = hasErrors(open.problems);
  const stacks = failed ? [] : synthInto(open, options, terminal);
  const summary = failed
    ? "not ok  The config has errors; nothing was written."
    : `ok  ${counted(stacks.length, "stack")}`;
  const report = { ...problemReport(open.problems, summary), stacks };
  const listed = options.format === "text" && stacks.length > 0 ? `${stackTable(stacks)}\n\n` : "";
  terminal.stdout.write(listed + (await formatReport(report, options, terminal)));
  return failed ? 1 : 0;
}

type SynthProgram = {
  synth(
    projects: readonly Project[],
    outdir: string | undefined,
    root: string,
    kept: readonly string[],
  ): void;
};

export function synthInto(
  open: OpenProject,
  { output }: Options,
  terminal: Terminal,
): readonly SynthesizedStack[] {
  // A bundle of its own: CDKTF takes longer to load than everything else here takes to run.
  const program = requireBundle(join(__dirname, "synth.js")) as SynthProgram;
  const chosen = output === undefined ? undefined : resolve(terminal.cwd, output);
  // Without a choice of ours, CDKTF follows $CDKTF_OUTDIR, where the cdktf command looks for the result.
  const folder = chosen ?? resolve(terminal.cwd, terminal.env["CDKTF_OUTDIR"] ?? "cdktf.out");
  try {
    program.synth(open.projects, chosen, open.root, stacksOf(open));
    const own = open.projects.map(({ stack }) => stack);
    return synthesizedStacks(folder, terminal.cwd).filter(({ name }) => own.includes(name));
  } catch (error) {
    throw cannotWrite(relative(terminal.cwd, folder), error as NodeJS.ErrnoException);
  }
}

// With --env the others stay: each may be deployed from the same folder.
function stacksOf({ projects, loaded }: OpenProject): string[] {
  const names = new Set(projects.map(({ name }) => name));
  return [...names].flatMap((name) =>
    [null, ...loaded.environments].map((environment) => stackName(name, environment)),
  );
}

// CDKTF and we throw errors of the file system, and others that are somebody's mistake in the code.
function cannotWrite(folder: string, error: NodeJS.ErrnoException): Error {
  if (error.syscall === undefined) return error;
  const message = `${folder} cannot be written: ${reason(error)}. The Terraform in it may be incomplete.`;
  return new CannotRun(
    "files/cannot-write",
    message,
    "Remove the cause and run it again, or choose a folder with --output.",
  );
}

export function stackTable(stacks: readonly SynthesizedStack[]): string {
  const rows = stacks.map(({ name, file, resources }) => [
    file,
    counted(resources, "resource"),
    `Terraform stack ${name}`,
  ]);
  return columns(rows, "  ").join("\n");
}

function synthesizedStacks(outdir: string, cwd: string): SynthesizedStack[] {
  const { stacks } = readJson(join(outdir, "manifest.json")) as {
    stacks: Record<string, { synthesizedStackPath: string }>;
  };
  return Object.entries(stacks).map(([name, { synthesizedStackPath }]) => {
    const file = join(outdir, synthesizedStackPath);
    const { resource = {} } = readJson(file) as { resource?: Record<string, object> };
    return {
      name,
      file: relative(cwd, file).replaceAll("\\", "/"),
      resources: Object.values(resource).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0),
    };
  });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
