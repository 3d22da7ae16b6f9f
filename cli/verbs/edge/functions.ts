// What the edge verbs share: the function of an id, built.
import { hasErrors, type JsonPath } from "../../../config/problem";
import type { EdgeFunction, Project } from "../../../config/project";
import { didYouMean } from "../../../config/suggest";
import type { EdgePackage } from "../../../functions";
import { CannotRun } from "../../cannot-run";
import { type OpenProject, openProject } from "../../open-project";
import { CONFIG_ERRORS, writeProblems } from "../../report/report";
import type { ExitCode, Terminal } from "../../terminal";
import type { Options } from "..";

/** Loaded when first used, as it is a bundle of its own. */
export function edgeLibrary(): typeof import("../../../functions") {
  return require("../../../functions") as typeof import("../../../functions");
}

export interface BuiltFunction {
  readonly project: Project;
  readonly edgeFunction: EdgeFunction;
  readonly made: EdgePackage;
}

/** @returns the function of an id, or the exit code where problems, which are reported, keep it from being built */
export async function builtFunction(
  options: Options,
  terminal: Terminal,
  id: string,
): Promise<BuiltFunction | ExitCode> {
  const open = openProject(options, terminal);
  return (await refused(open, options, terminal, id)) ?? findFunction(open, id);
}

// In the first of the selected environments.
function findFunction({ projects, root }: OpenProject, id: string): BuiltFunction {
  const project = projects[0]!;
  const edgeFunction = Object.hasOwn(project.edge, id) ? project.edge[id] : undefined;
  if (edgeFunction === undefined) {
    const message = `There is no function ${JSON.stringify(id)} in "edge".`;
    throw new CannotRun("edge/unknown-function", message, didYouMean(id, Object.keys(project.edge)));
  }
  return { project, edgeFunction, made: edgeLibrary().edgePackage(edgeFunction, root) };
}

/**
 * Reports the problems that keep a function, or all of them, from being built.
 * @param id left out: all; else those of other functions do not count
 * @returns null where there are none
 */
export async function refused(
  open: OpenProject,
  options: Options,
  terminal: Terminal,
  id?: string,
): Promise<ExitCode | null> {
  const isOther = ([section, name]: JsonPath) => section === "edge" && id !== undefined && name !== id;
  const problems = open.problems.filter(({ path }) => open.projects.length === 0 || !isOther(path));
  if (!hasErrors(problems)) return null;
  await writeProblems(problems, CONFIG_ERRORS, options, terminal);
  return 1;
}
