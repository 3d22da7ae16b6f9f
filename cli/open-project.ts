// Finds the config and loads it: the first step of every verb.
import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { type Loaded, loadProjects } from "../config/load";
import type { Problem } from "../config/problem";
import type { Project } from "../config/project";
import { sharedResources } from "../config/shared-resources";
import { didYouMean } from "../config/suggest";
import { applyWaivers } from "../config/waivers";
import { generateFiles } from "../generators";
import type { GeneratedFile } from "../generators/generated-file";
import { CannotRun } from "./cannot-run";
import { edgeProblems } from "./edge-problems";
import { readInside, readNamed } from "./files/read-file";
import type { Terminal } from "./terminal";
import type { Options } from "./verbs";

export interface OpenProject {
  /** Absolute folder of the config: the root of all generated files. */
  readonly root: string;
  /** Config file relative to the working directory, for messages. */
  readonly file: string;
  /** Those that `--env` selects. */
  readonly projects: readonly Project[];
  readonly problems: readonly Problem[];
  readonly loaded: Loaded;
  /** Files of each selected environment. */
  readonly generated: readonly { readonly project: Project; readonly files: readonly GeneratedFile[] }[];
  /** @returns the files of any environment, made when first asked for, and once */
  filesOf(project: Project): readonly GeneratedFile[];
  /** @returns a path below root as it is named in messages */
  display(path: string): string;
}

export function openProject(options: Options, terminal: Terminal): OpenProject {
  const path =
    options.config === undefined ? findConfig(terminal.cwd) : resolve(terminal.cwd, options.config);
  const root = dirname(path);
  const display = (inner: string) => relative(terminal.cwd, join(root, inner)).replaceAll("\\", "/");
  const file = display(basename(path));
  const today = terminal.now().toISOString().slice(0, 10);
  const read = loadProjects({
    file,
    text: readNamed(path, file, noConfig),
    files: { readText: (inner) => readInside(root, inner, display(inner)) },
    today,
  });
  const shared = applyWaivers(sharedResources(read.projects).map(read.locate), read.waivers, today);
  const built = edgeProblems(read.projects, root, display).map(read.locate);
  const loaded = { ...read, problems: [...read.problems, ...shared, ...built] };
  const { projects, problems } = select(loaded, file, options);
  const filesOf = once(generateFiles);
  return {
    root,
    file,
    projects,
    problems,
    loaded,
    display,
    filesOf,
    get generated() {
      return projects.map((project) => ({ project, files: filesOf(project) }));
    },
  };
}

function once<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key)!;
  };
}

function select(loaded: Loaded, file: string, { env }: Options): Pick<Loaded, "projects" | "problems"> {
  if (env === undefined) return loaded;
  // Without a readable config there are no names to compare with; its own problems say why.
  if (
    !loaded.environments.includes(env) &&
    loaded.problems.every(({ code }) => !code.startsWith("config/"))
  ) {
    const message = `There is no environment ${JSON.stringify(env)} in ${file}.`;
    throw new CannotRun("config/unknown-environment", message, didYouMean(env, loaded.environments));
  }
  return {
    projects: loaded.projects.filter((project) => project.environment === env),
    problems: loaded.problems.filter(
      (problem) => problem.environment === undefined || problem.environment === env,
    ),
  };
}

/** @returns the environment that --env names, else the config as written: for what is about one of them */
export function chosenProject(
  { projects }: OpenProject,
  { env = null }: { env?: string | null },
): Project | undefined {
  return projects.find(({ environment }) => environment === env);
}

const names = ["httpsmith.json", "httpsmith.jsonc"];

function findConfig(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const found = names.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (found) return found;
    if (folder === dirname(folder)) break;
  }
  throw new CannotRun(
    "config/not-found",
    "There is no httpsmith.json here or in any folder above.",
    "Begin with `httpsmith init`, or name one with --config FILE.",
  );
}

const noConfig = {
  code: "config/not-found",
  fix: "--config names a file that is there; without it, the nearest httpsmith.json or .jsonc upwards is taken.",
} as const;
