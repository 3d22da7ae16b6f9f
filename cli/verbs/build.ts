// build: check, generate and synth in one go, with a picture of what was made and what to do next.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { outputsFile } from "../../config/outputs";
import type { Project } from "../../config/project";
import { MANIFEST } from "../files/manifest";
import { type OpenProject, openProject } from "../open-project";
import { pictureOf } from "../picture/picture";
import { pictureText } from "../picture/text";
import { changes } from "../report/changes";
import { documentation } from "../report/documentation";
import { pendingText } from "../report/pending";
import { formatReport, type Report } from "../report/report";
import { pageOf, type Style } from "../report/style";
import { problemsText, summaryText } from "../report/text";
import { counted } from "../report/words";
import { applyLines } from "../survey/backends";
import type { ExitCode, Terminal } from "../terminal";
import type { Options } from ".";
import { judge } from "./check";
import { generateInto } from "./generate";
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
    nextSteps(open, report, terminal, paint),
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

function nextSteps(
  { root, projects, display }: OpenProject,
  { files, pending }: Report,
  terminal: Terminal,
  paint: Style,
): string {
  const folder = relative(terminal.cwd, root);
  const isNew = (path: string) =>
    files.some((file) => file.path === display(path) && file.state === "missing");
  const newSettings = projects.flatMap(({ django }) =>
    django && isNew(django.settingsFile) ? [django.settingsFile] : [],
  );
  const steps = [
    ...(folder === "" ? [] : [`cd ${folder}`]),
    ...(existsSync(`${root}/cdktf.json`) ? [] : [cdktfJson]),
    ...(ignoresState(root) ? [] : [gitignore]),
    ...newSettings.map(settingsStep),
    ...projects.map(
      (project) =>
        `npx cdktf-cli@0.21 deploy ${project.stack} --outputs-file ${outputsFile(project.environment)}`,
    ),
    ...(pending.length > 0 ? ["npx httpsmith generate      # fills in what was pending"] : []),
    ...serverSteps(projects),
  ];
  return `${paint.bold("next")}\n${steps.map((step, index) => `  ${index + 1}. ${step}`).join("\n")}`;
}

// The cdktf command runs only beside its own config, which names the program to ask for the Terraform.
const cdktfJson = `echo '{ "language": "typescript", "app": "npx httpsmith synth" }' > cdktf.json`;

// A local state of Terraform may hold secrets.
const gitignore = `printf '%s\\n' node_modules/ cdktf.out/ .terraform/ '*.tfstate*' >> .gitignore`;

function ignoresState(root: string): boolean {
  return spawnSync("git", ["-C", root, "check-ignore", "-q", "terraform.tfstate"]).status === 0;
}

function settingsStep(file: string): string {
  return `at the end of Django's own settings, once: ${applyLines(file).join("; ")}`;
}

function serverSteps(projects: readonly Project[]): string[] {
  const folders = new Set(projects.flatMap(({ server }) => (server ? [`${server.outputDir}/`] : [])));
  if (folders.size === 0) return [];
  return [...folders].map(
    (folder) => `on the server, as root: sh ${folder}install.sh   # see ${documentation("server.md")}`,
  );
}
