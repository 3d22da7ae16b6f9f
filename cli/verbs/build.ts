// build: check, generate and synth in one go, with a picture of what was made and what to do next.
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { MANIFEST } from "../files/manifest";
import { type OpenProject, openProject } from "../open-project";
import { pictureOf } from "../picture/picture";
import { pictureText } from "../picture/text";
import { changes } from "../report/changes";
import { pendingText } from "../report/pending";
import { formatReport, type Report } from "../report/report";
import { stepsText } from "../report/steps";
import { pageOf } from "../report/style";
import { problemsText, summaryText } from "../report/text";
import { counted } from "../report/words";
import type { ExitCode, Terminal } from "../terminal";
import type { Options } from ".";
import { judge } from "./check";
import { generateInto } from "./generate";
import { nextSteps } from "./next-steps";
import { stackTable, synthInto } from "./synth";

export async function build(options: Options, terminal: Terminal): Promise<ExitCode> {
  const open = openProject(options, terminal);
  const hadManifest = existsSync(join(open.root, MANIFEST));
  const { report, code } = generateInto(open, options);
  if (code !== 0) {
    terminal.stdout.write(await formatReport(report, options, terminal));
    return code;
  }
  const output = options.output ?? relative(terminal.cwd, `${open.root}/cdktf.out`);
  const stacks = synthInto(open, { ...options, output }, terminal);
  const done = {
    ...report,
    // What was written has no drift; waivers that cover nothing are told here as by check.
    problems: judge(open, { files: [], problems: [] }, options, terminal),
    stacks,
    summary: `${report.summary}; ${counted(stacks.length, "Terraform stack")}`,
  };
  const text =
    options.format === "text"
      ? told(open, { ...done, files: withManifest(open, done.files, hadManifest) }, terminal)
      : await formatReport(done, options, terminal);
  terminal.stdout.write(text);
  return 0;
}

function told(open: OpenProject, report: Report, terminal: Terminal): string {
  const page = pageOf(terminal);
  const { paint, width } = page;
  return [
    problemsText(report.problems, page).trimEnd(),
    open.projects.map((project) => pictureText(pictureOf(project), paint)).join("\n\n"),
    report.files.length === 0
      ? ""
      : `${paint.bold("generated")}  commit these\n${changes(report.files, width)}`,
    `${paint.bold("synthesized")}  do not commit\n${stackTable(report.stacks ?? [])}`,
    pendingText(report.pending, page).trimEnd(),
    stepsText(nextSteps(open, report, terminal), page),
    summaryText(report.summary, paint),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

// Git has to know the manifest too: without it, nothing tells hand edits from old files.
function withManifest(
  { display }: OpenProject,
  files: Report["files"],
  hadManifest: boolean,
): Report["files"] {
  if (files.length === 0) return files;
  const changed = hadManifest ? "stale" : "missing";
  const state = hadManifest && files.every((file) => file.state === "clean") ? "clean" : changed;
  return [...files, { path: display(MANIFEST), state, purpose: "what httpsmith made, for check", diff: "" }];
}
