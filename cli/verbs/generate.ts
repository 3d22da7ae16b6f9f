// generate: writes the generated files, all or none, and shows what changed.
import { hasErrors, type Problem } from "../../config/problem";
import { findDrift, reported } from "../files/drift";
import { fileProblem } from "../files/file-problem";
import { removeLeftovers } from "../files/leftovers";
import { MANIFEST, type Manifest, manifestText, sha256 } from "../files/manifest";
import { type FileState, needsForce, type PlannedFile } from "../files/plan";
import { writeFiles } from "../files/write";
import { type OpenProject, openProject } from "../open-project";
import { pendingOf } from "../report/pending";
import { formatReport, type Report } from "../report/report";
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
  if (hasErrors(open.problems))
    return refused(open, open.problems, [], "The config has errors; nothing was written.");
  const drift = findDrift(open);
  const conflicts = drift.conflicts.filter(({ code }) => !(force && code === "files/manifest"));
  if (conflicts.length > 0)
    return refused(open, [...open.problems, ...conflicts], [], "Nothing was written.");
  const blocked = drift.files.filter((file) => file.obstacle !== null || (needsForce(file) && !force));
  if (blocked.length > 0) {
    const problems = blocked.flatMap((file) => fileProblem(file, open.display) ?? []);
    return refused(open, [...open.problems, ...problems], blocked, `Nothing was written${wayOut(blocked)}.`);
  }
  writeChanges(open, drift.files, drift.manifest.files);
  return { report: written(open, drift.files), code: 0 };
}

function wayOut(blocked: readonly PlannedFile[]): string {
  if (blocked.some(({ obstacle }) => obstacle !== null)) return "";
  return `; --force would ${blocked.every(({ state }) => state === "orphan") ? "remove" : "replace"} what is listed above`;
}

function writeChanges(open: OpenProject, files: readonly PlannedFile[], recorded: Manifest["files"]): void {
  const changed = files.flatMap(({ wanted, state }) => (wanted && state !== "clean" ? [wanted] : []));
  const orphans = files.filter(({ state }) => state === "orphan").map(({ path }) => path);
  const hashes = Object.fromEntries(
    files.flatMap(({ path, wanted }) => (wanted ? [[path, sha256(wanted.text)]] : [])),
  );
  const kept = Object.fromEntries(
    Object.entries(recorded).filter(([path]) => !isGone(path, open, hashes, orphans)),
  );
  const manifest = { path: MANIFEST, text: manifestText({ ...kept, ...hashes }), executable: false };
  removeLeftovers(open.root, [MANIFEST, ...files.map(({ path }) => path)]);
  if (changed.length + orphans.length === 0 && manifest.text === manifestText(recorded)) return;
  writeFiles(open.root, { write: changed, remove: orphans, manifest }, open.display);
}

// With --env, the entries of other environments stay.
function isGone(
  path: string,
  { projects, loaded }: OpenProject,
  wanted: object,
  orphans: readonly string[],
): boolean {
  const complete = projects.length === loaded.environments.length + 1;
  return orphans.includes(path) || (complete && !Object.hasOwn(wanted, path));
}

function refused(
  open: OpenProject,
  problems: readonly Problem[],
  files: readonly PlannedFile[],
  why: string,
): { report: Report; code: ExitCode } {
  const report = {
    problems,
    files: files.map((file) => reported(file, open)),
    pending: [],
    summary: `not ok  ${why}`,
  };
  return { report, code: 1 };
}

function written(open: OpenProject, files: readonly PlannedFile[]): Report {
  const count = (states: readonly FileState[]) => files.filter(({ state }) => states.includes(state)).length;
  const removed = count(["orphan"]);
  const counts = [
    `${count(["missing", "stale", "edited", "collision"])} written`,
    `${count(["clean"])} unchanged`,
    ...(removed > 0 ? [`${removed} removed`] : []),
  ];
  return {
    problems: open.problems,
    files: files.map((file) => reported(file, open)),
    pending: pendingOf(open.projects),
    written: true,
    summary: `ok  ${counts.join(", ")}`,
  };
}
