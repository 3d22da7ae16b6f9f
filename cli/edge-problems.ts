// What building the edge functions finds: files that are not there, code that CloudFront cannot run, sizes.
import type { Problem } from "../config/problem";
import type { Project } from "../config/project";

/**
 * @param root folder of the config
 * @param display of a path below root, for messages
 */
export function edgeProblems(
  projects: readonly Project[],
  root: string,
  display: (path: string) => string,
): Problem[] {
  if (projects.every(({ edge }) => Object.keys(edge).length === 0)) return [];
  const { buildEdgeFunction } = require("../functions") as typeof import("../functions");
  const found = projects.flatMap(({ edge, environment }) =>
    Object.values(edge).flatMap((one) =>
      buildEdgeFunction(one, { root, display }).problems.map((problem) =>
        environment === null ? problem : { ...problem, environment },
      ),
    ),
  );
  return found.filter((problem, index) => found.findIndex((one) => isSame(one, problem)) === index);
}

// What the config itself has is told once, and not for each of its environments.
function isSame(one: Problem, other: Problem): boolean {
  const { environment: _, ...first } = one;
  const { environment: __, ...second } = other;
  return JSON.stringify(first) === JSON.stringify(second);
}
