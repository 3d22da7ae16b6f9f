// Finds the config and loads it: the first step of every verb.
import { lstatSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { type Loaded, loadProjects } from "../config/load";
import type { Problem } from "../config/problem";
import type { Project } from "../config/project";
import type { GeneratedFile } from "../generators/generated-file";
import { generateFiles } from "../generators";
import { didYouMean } from "../config/suggest";
import { CannotRun } from "./cannot-run";
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
  /** Files of each selected environment. Made when first asked for, and once. */
  readonly generated: readonly { readonly project: Project; readonly files: readonly GeneratedFile[] }[];
  /** @returns a path below root as it is named in messages */
  display(path: string): string;
}

export function openProject(options: Options, terminal: Terminal): OpenProject {
  const path = options.config === undefined ? findConfig(terminal.cwd) : resolve(terminal.cwd, options.config);
  const root = dirname(path);
  const display = (inner: string) => relative(terminal.cwd, join(root, inner)).replaceAll("\\", "/");
  const file = display(basename(path));
  const loaded = loadProjects({
    file,
    text: readConfig(path, file),
    files: { readText: (inner) => readIfThere(join(root, inner), display(inner)) },
    today: terminal.now().toISOString().slice(0, 10),
  });
  const { projects, problems } = select(loaded, file, options);
  const common = { root, file, projects, problems, loaded, display };
  let generated: OpenProject["generated"] | undefined;
  return {
    ...common,
    get generated() {
      generated ??= projects.map((project) => ({ project, files: generateFiles(project) }));
      return generated;
    },
  };
}

function select(loaded: Loaded, file: string, { env }: Options): Pick<Loaded, "projects" | "problems"> {
  if (env === undefined) return loaded;
  // Without a readable config there are no names to compare with; its own problems say why.
  if (!loaded.environments.includes(env) && loaded.problems.every(({ code }) => !code.startsWith("config/"))) {
    throw new CannotRun(`There is no environment ${JSON.stringify(env)} in ${file}. ${didYouMean(env, loaded.environments)}`);
  }
  return {
    projects: loaded.projects.filter((project) => project.environment === env),
    problems: loaded.problems.filter((problem) => problem.environment === undefined || problem.environment === env),
  };
}

const names = ["httpsmith.json", "httpsmith.jsonc"];

function findConfig(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const found = names.map((name) => join(folder, name)).find((path) => lstatSync(path, { throwIfNoEntry: false }));
    if (found) return found;
    if (folder === dirname(folder)) break;
  }
  throw new CannotRun("There is no httpsmith.json here or in any folder above. Name one with --config FILE.");
}

function readConfig(path: string, file: string): string {
  const text = readIfThere(path, file);
  if (text === null) throw new CannotRun(`There is no ${file}.`);
  return text;
}

/** @returns the text, or null where there is no file */
export function readIfThere(path: string, name: string): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw new CannotRun(`${name} cannot be read: ${reasons[code ?? ""] ?? (error as Error).message}.`);
  }
}

/** What the system's error codes mean, in words. */
export const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is a file, not a folder",
  ELOOP: "its symbolic links go in a circle",
  ENAMETOOLONG: "its name is too long",
  ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8 text",
};
