// Survey: what a repository has already, as far as its files tell: front ends, Django projects, Nginx sites, Gunicorn units.
import { join } from "node:path";
import { readLoosely } from "../files/read-file";
import { type Backend, findBackends } from "./backends";
import { isHandSized, repositoryFiles } from "./files";
import { type FrontendApp, findFrontends } from "./frontends";
import { findGunicornUnits, type GunicornUnit } from "./gunicorn-units";
import { findSites, type Site } from "./sites";

export interface Survey {
  readonly frontends: readonly FrontendApp[];
  readonly backends: readonly Backend[];
  readonly sites: readonly Site[];
  readonly units: readonly GunicornUnit[];
}

/** What the finders may ask about the repository. */
export interface Repository {
  /** Relative to the root, forward slashes, nearest first. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** @returns the text, or "" where there is none to read */
  text(path: string): string;
}

/** @param root absolute folder of the repository */
export function survey(root: string): Survey {
  const paths = repositoryFiles(root);
  const known = new Set(paths);
  const repository: Repository = {
    paths,
    has: (path) => known.has(path),
    text: (path) => (known.has(path) && isHandSized(root, path) ? textOf(join(root, path), path) : ""),
  };
  return {
    frontends: findFrontends(repository),
    backends: findBackends(repository),
    sites: findSites(repository),
    units: findGunicornUnits(repository),
  };
}

// What cannot be read tells nothing; the verbs that need the file say why.
function textOf(path: string, name: string): string {
  try {
    return readLoosely(path, name) ?? "";
  } catch {
    return "";
  }
}

/** @returns the path with the folder in front; "" is the root itself */
export function inFolder(folder: string, path: string): string {
  return folder === "" ? path : `${folder}/${path}`;
}

/** @returns the folder of a path, "" for the root */
export function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
