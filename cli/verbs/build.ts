// build: check, generate and synth in one go, with a picture of what was made and what to do next.
import { dirname, relative } from "node:path";
import type { Pending, Project } from "../../config/project";
import { hasErrors } from "../../config/problem";
import { type OpenProject, openProject } from "../open-project";
import { changes } from "../report/changes";
import { picture } from "../report/picture";
import { formatReport, type Report } from "../report/report";
import { type Style, style } from "../report/style";
import { columns } from "../report/table";
import type { ExitCode, Terminal } from "../terminal";
import type { Options } from ".";
import { generateInto } from "./generate";
import { type SynthesizedStack, stackTable, synthInto } from "./synth";

export async function build(options: Options, terminal: Terminal): Promise<ExitCode> {
  const open = openProject(options, terminal);
  const { report, code } = generateInto(open, options);
  if (code !== 0 || hasErrors(report.problems)) {
    terminal.stdout.write(await formatReport(report, options, terminal));
    return code;
  }
  const output = options.output ?? relative(terminal.cwd, `${open.root}/cdktf.out`);
  const stacks = synthInto(open, { ...options, output }, terminal);
  const text = options.format === "text" ? await told(open, report, stacks, options, terminal) : await formatReport(report, options, terminal);
  terminal.stdout.write(text);
  return 0;
}

async function told(open: OpenProject, report: Report, stacks: readonly SynthesizedStack[], options: Options, terminal: Terminal): Promise<string> {
  const paint = style(terminal);
  const problems = report.problems.length > 0 ? await formatReport({ ...report, files: [], pending: [], summary: "" }, options, terminal) : "";
  return [
    problems.trimEnd(),
    open.projects.map((project) => picture(project, paint)).join("\n\n"),
    `${paint.bold("generated")}  commit these\n${changes(report.files)}`,
    `${paint.bold("synthesized")}  do not commit\n${stackTable(stacks, terminal)}`,
    pendingList(report.pending, paint),
    nextSteps(open, report.pending, terminal, paint),
    `${report.summary}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function pendingList(pending: readonly Pending[], paint: Style): string {
  if (pending.length === 0) return "";
  return `${paint.bold("pending")}  AWS decides these; left out until the first deploy has written httpsmith.outputs.json\n${columns(pending.map(({ what, neededBy }) => [what, `-> ${neededBy}`]), "  ")}`;
}

function nextSteps(open: OpenProject, pending: readonly Pending[], terminal: Terminal, paint: Style): string {
  const folder = relative(terminal.cwd, dirname(`${open.root}/x`));
  const steps = [
    ...(folder === "" ? [] : [`cd ${folder}`]),
    "npx cdktf-cli@0.21 deploy --outputs-file httpsmith.outputs.json",
    ...(pending.length > 0 ? ["httpsmith generate      # fills in what was pending"] : []),
    ...serverSteps(open.projects),
  ];
  return `${paint.bold("next")}\n${steps.map((step, index) => `  ${index + 1}. ${step}`).join("\n")}`;
}

function serverSteps(projects: readonly Project[]): string[] {
  const server = projects[0]?.server;
  return server ? [`copy ${server.outputDir}/ to the server and follow the install paths in each file's second line`] : [];
}
