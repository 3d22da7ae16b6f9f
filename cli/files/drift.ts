// Drift: the generated files of all selected projects against the project folder, with Problems and diffs.
import type { Problem } from "../../config/problem";
import type { GeneratedFile } from "../../generators/generated-file";
import type { OpenProject } from "../open-project";
import type { ReportedFile } from "../report/report";
import { unifiedDiff } from "../report/unified-diff";
import { clashes, sharedPaths } from "./clashes";
import { fileProblem } from "./file-problem";
import { damagedManifest, MANIFEST, type Manifest, readManifest } from "./manifest";
import { obstacleAt } from "./obstacle";
import { type PlannedFile, planFiles } from "./plan";
import { withoutSecrets } from "./without-secrets";

export interface Drift {
  readonly files: readonly PlannedFile[];
  readonly manifest: Manifest;
  /** Why nothing can be written at all. */
  readonly conflicts: readonly Problem[];
  /** What `check` reports: the conflicts and everything that is not clean. */
  readonly problems: readonly Problem[];
}

export function findDrift(open: OpenProject): Drift {
  const unusable = manifestObstacle(open);
  const read = unusable ? { files: {} } : readManifest(open.root, open.display(MANIFEST));
  const manifest = read ?? { files: {} };
  // With --env or after an error, files of other environments are not orphans: nobody asked about them.
  const complete = open.projects.length === open.loaded.environments.length + 1;
  const files = planFiles(open.root, collect(open), manifest, open.display).filter(
    ({ state }) => complete || state !== "orphan",
  );
  const conflicts = [
    ...(unusable ? [unusable] : []),
    ...(read ? [] : [damagedManifest(open.display(MANIFEST))]),
    ...clashes(open),
    ...sharedPaths(open),
  ];
  // Without its manifest, states are guesses.
  const found = read && !unusable ? files.flatMap((file) => fileProblem(file, open.display) ?? []) : [];
  return { files, manifest, conflicts, problems: [...conflicts, ...found] };
}

/** @returns the file as reports show it */
export function reported(file: PlannedFile, open: OpenProject): ReportedFile {
  const { path, state, wanted, found } = file;
  return {
    path: open.display(path),
    state,
    purpose: wanted?.purpose ?? "no longer generated",
    diff: diffOf(path, wanted, found),
  };
}

function diffOf(path: string, wanted: GeneratedFile | null, found: string | null): string {
  if (wanted === null || found === null || found === wanted.text) return "";
  const shown = withoutSecrets(found, wanted.text);
  return unifiedDiff(path, { name: "on disk", text: shown }, { name: "generated", text: wanted.text });
}

function manifestObstacle({ root, display }: OpenProject): Problem | null {
  const obstacle = obstacleAt(root, MANIFEST);
  const file = {
    path: MANIFEST,
    state: "collision" as const,
    wanted: null,
    found: null,
    hasCrlf: false,
    changedByHand: false,
  };
  return obstacle && fileProblem({ ...file, obstacle }, display);
}

function collect({ generated }: OpenProject): GeneratedFile[] {
  return [...new Map(generated.flatMap(({ files }) => files.map((file) => [file.path, file]))).values()];
}
