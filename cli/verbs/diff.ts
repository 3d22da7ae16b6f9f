// diff: what the config changes in AWS since a commit, for a review. Exit 0: nothing, 1: something, 2: could not run.
import { join } from "node:path";
import { hasErrors } from "../../config/problem";
import type { Project } from "../../config/project";
import { requireBundle } from "../bundle";
import { diffSides, type StackDiff } from "../diff/diff";
import { baseSide, projectsSide, type Side } from "../diff/sides";
import { openProject } from "../open-project";
import { CONFIG_ERRORS, writeProblems } from "../report/report";
import type { ExitCode, Terminal } from "../terminal";
import type { Options } from ".";

export interface DiffOptions extends Omit<Options, "format"> {
  readonly format: "text" | "json" | "markdown" | "github";
  readonly markdown?: boolean;
}

const defaultBase = "HEAD";

export async function diff(
  options: DiffOptions,
  terminal: Terminal,
  [base = defaultBase]: readonly string[],
): Promise<ExitCode> {
  const open = openProject({ ...options, format: "text" }, terminal);
  if (hasErrors(open.problems)) {
    const format = options.format === "markdown" ? "text" : options.format;
    await writeProblems(open.problems, CONFIG_ERRORS, { ...options, format }, terminal);
    return 2;
  }
  const { synth } = requireBundle(join(__dirname, "synth.js")) as SynthProgram;
  const before = baseSide(base, open, terminal, synth);
  const after = projectsSide(open.file, open.projects, open.root, synth);
  const diffs = diffSides(selected(before, open.projects, options), after);
  terminal.stdout.write(await formatted(diffs, before.name, options, terminal));
  return diffs.length === 0 ? 0 : 1;
}

interface SynthProgram {
  synth(projects: readonly Project[], outdir: string, root: string): void;
}

// With --env the other environments of the base are not gone; they are not asked about.
function selected(side: Side, projects: readonly Project[], { env }: DiffOptions): Side {
  if (env === undefined) return side;
  const stacks = [...side.stacks].filter(([name]) => projects.some(({ stack }) => stack === name));
  return { ...side, stacks: new Map(stacks) };
}

async function formatted(
  diffs: readonly StackDiff[],
  since: string,
  { format, markdown }: DiffOptions,
  terminal: Terminal,
): Promise<string> {
  if (format === "json") return `${JSON.stringify({ since, stacks: diffs }, null, 2)}\n`;
  if (format === "github") return (await import("../diff/github.js")).github(diffs, since);
  if (markdown || format === "markdown") return (await import("../diff/markdown.js")).markdown(diffs, since);
  return (await import("../diff/text.js")).text(diffs, since, terminal);
}
