// Drift: the generated files of all selected projects against the project folder, with Problems and diffs.
import type { Problem } from "../../config/problem";
import type { Project } from "../../config/project";
import type { GeneratedFile } from "../../generators/generated-file";
import type { OpenProject } from "../open-project";
import type { ReportedFile } from "../report/report";
import { MANIFEST, type Manifest, readManifest } from "./manifest";
import { fileProblem, type PlannedFile, planFiles } from "./plan";

export interface Drift {
  readonly files: readonly PlannedFile[];
  readonly manifest: Manifest;
  /** What `check` reports: everything that is not clean. */
  readonly problems: readonly Problem[];
}

export function findDrift(open: OpenProject): Drift {
  const manifest = readManifest(open.root, open.display(MANIFEST));
  if ("code" in manifest) return { files: [], manifest: { files: {} }, problems: [manifest] };
  const { files: wanted, problems } = collect(open);
  // With --env or after an error, files of other environments are not orphans: nobody asked about them.
  const complete = open.projects.length === open.loaded.environments.length + 1;
  const files = planFiles(open.root, wanted, manifest).filter(({ state }) => complete || state !== "orphan");
  const found = files.flatMap((file) => fileProblem(file, open.display(file.path)) ?? []);
  return { files, manifest, problems: [...problems, ...found] };
}

/** @returns the file as reports show it */
export function reported(file: PlannedFile, open: OpenProject): ReportedFile {
  const { path, state, wanted, found } = file;
  return { path: open.display(path), state, purpose: wanted?.purpose ?? "no longer generated", diff: diffOf(path, wanted, found) };
}

// Only files that differ need it, and it is not small.
function unifiedDiff(path: string, found: string, wanted: string): string {
  const { createTwoFilesPatch } = require("diff") as typeof import("diff");
  const patch = createTwoFilesPatch(path, path, found, wanted, "on disk", "generated", { context: 2 });
  return patch.slice(patch.indexOf("--- "));
}

function diffOf(path: string, wanted: GeneratedFile | null, found: string | null): string {
  if (wanted === null || found === null || found === wanted.text) return "";
  return unifiedDiff(path, found, wanted.text);
}

// Two environments may share a file only if it is the same for both.
function collect({ generated, loaded }: OpenProject): { files: GeneratedFile[]; problems: Problem[] } {
  const files = new Map<string, { file: GeneratedFile; project: Project }>();
  const problems = generated.flatMap(({ project, files: own }) =>
    own.flatMap((file) => {
      const other = files.get(file.path);
      if (!other) files.set(file.path, { file, project });
      if (!other || other.file.text === file.text) return [];
      return [loaded.locate(sameFile(file.path, project, other.project))];
    }),
  );
  return { files: [...files.values()].map(({ file }) => file), problems };
}

function sameFile(path: string, project: Project, other: Project): Problem {
  const name = (one: Project) => (one.environment === null ? "the config itself" : `environment ${one.environment}`);
  return {
    code: "environments/same-file",
    severity: "error",
    path: project.environment === null ? [] : ["environments", project.environment],
    at: "key",
    message: `${name(project)} and ${name(other)} generate different texts for ${path}.`,
    fix: 'Give the environment paths of its own: "server": { "outputDir": … }, "django": { "settingsFile": … }, "frontend": { "envFile": … }.',
  };
}
