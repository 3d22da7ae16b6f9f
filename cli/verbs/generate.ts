// generate: writes the generated files, all or none, and shows what changed.
import { hasErrors, type Problem } from "../../config/problem";
import { findDrift, reported } from "../files/drift";
import { MANIFEST, manifestText, sha256 } from "../files/manifest";
import { fileProblem, needsForce, type PlannedFile } from "../files/plan";
import { writeFiles } from "../files/write";
import { type OpenProject, openProject } from "../open-project";
import { formatReport, type Report } from "../report/report";
import { counted } from "../report/words";
import type { ExitCode, Terminal } from "../terminal";
import type { Options } from ".";

export async function generate(options: Options, terminal: Terminal): Promise<ExitCode> {
  const open = openProject(options, terminal);
  const { report, code } = generateInto(open, options);
  terminal.stdout.write(await formatReport(report, options, terminal));
  return code;
}

/** Writes unless something is wrong. @returns what to report; `files` are as they were before */
export function generateInto(open: OpenProject, { force }: Options): { report: Report; code: ExitCode } {
  if (hasErrors(open.problems)) return refused(open.problems, [], "The config has errors; nothing was written.", open);
  const drift = findDrift(open);
  const broken = drift.problems.filter(({ code }) => code === "environments/same-file" || code === "files/manifest");
  const blocked = drift.files.filter((file) => file.obstacle !== null || (needsForce(file) && !force));
  if (broken.length > 0 && !(force && broken.every(({ code }) => code === "files/manifest"))) {
    return refused([...open.problems, ...broken], [], "Nothing was written.", open);
  }
  if (blocked.length > 0) {
    const problems = blocked.flatMap((file) => fileProblem(file, open.display(file.path)) ?? []);
    return refused([...open.problems, ...problems], blocked, "Nothing was written. --force replaces these files.", open);
  }
  writeChanges(open, drift.files, drift.manifest.files);
  return { report: written(open, drift.files), code: 0 };
}

function writeChanges(open: OpenProject, files: readonly PlannedFile[], recorded: Readonly<Record<string, string>>): void {
  const changed = files.flatMap(({ wanted, state }) => (wanted && state !== "clean" ? [wanted] : []));
  const orphans = files.filter(({ state }) => state === "orphan").map(({ path }) => path);
  const hashes = Object.fromEntries(files.flatMap(({ path, wanted }) => (wanted ? [[path, sha256(wanted.text)]] : [])));
  const kept = Object.fromEntries(Object.entries(recorded).filter(([path]) => !isGone(path, open, hashes, orphans)));
  const manifest = { path: MANIFEST, text: manifestText({ ...kept, ...hashes }), executable: false };
  const sameManifest = manifest.text === manifestText(recorded) && changed.length === 0 && orphans.length === 0;
  if (!sameManifest) writeFiles(open.root, [...changed, manifest], orphans);
}

// With --env, the entries of other environments stay.
function isGone(path: string, { projects, loaded }: OpenProject, wanted: object, orphans: readonly string[]): boolean {
  const complete = projects.length === loaded.environments.length + 1;
  return orphans.includes(path) || (complete && !Object.hasOwn(wanted, path));
}

function refused(problems: readonly Problem[], files: readonly PlannedFile[], summary: string, open: OpenProject): { report: Report; code: ExitCode } {
  const report = { problems, files: files.map((file) => reported(file, open)), pending: [], summary: `not ok  ${summary}` };
  return { report, code: 1 };
}

function written(open: OpenProject, files: readonly PlannedFile[]): Report {
  const changed = files.filter(({ state }) => state !== "clean").length;
  return {
    problems: open.problems,
    files: files.map((file) => reported(file, open)),
    pending: open.projects.flatMap(({ pending }) => pending),
    written: true,
    summary: `ok  ${counted(files.length, "file")}: ${changed} written, ${files.length - changed} unchanged`,
  };
}
