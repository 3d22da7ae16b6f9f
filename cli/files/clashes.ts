// Clashes: generated files that would be in each other's way, or in the way of what httpsmith reads.
import { basename } from "node:path";
import { outputsFile } from "../../config/outputs";
import type { JsonPath, Problem } from "../../config/problem";
import type { Project } from "../../config/project";
import type { GeneratedFile } from "../../generators/generated-file";
import type { OpenProject } from "../open-project";

/** @returns a Problem for each path of one environment that cannot be what it should */
export function clashes({ file, projects, filesOf, loaded }: OpenProject): Problem[] {
  return projects.flatMap((project) => {
    const paths = filesOf(project).map(({ path }) => path);
    const inputs = [
      basename(file),
      outputsFile(project.environment),
      ...project.signingKeys.map(({ publicKeyFile }) => publicKeyFile),
    ];
    return [...new Set(paths)].flatMap((path) => {
      const message = clash(path, paths, inputs);
      return message === null ? [] : [loaded.locate(samePath(message, path, project))];
    });
  });
}

function clash(path: string, paths: readonly string[], inputs: readonly string[]): string | null {
  if (inputs.includes(path)) return `httpsmith reads ${path}; a generated file would overwrite it.`;
  if (paths.indexOf(path) !== paths.lastIndexOf(path)) return `Two generated files would be ${path}.`;
  if ([...paths, ...inputs].some((other) => other.startsWith(`${path}/`))) {
    return `${path} would be a file, and a folder with other files in it.`;
  }
  return null;
}

function samePath(message: string, path: string, project: Project): Problem {
  return {
    code: "paths/same-file",
    severity: "error",
    path: fieldOf(path, project),
    message,
    fix: "Choose another path.",
    ...(project.environment === null ? {} : { environment: project.environment }),
  };
}

function fieldOf(path: string, { django, frontend }: Project): JsonPath {
  if (path === frontend?.envFile) return ["frontend", "envFile"];
  return path === django?.settingsFile ? ["django", "settingsFile"] : ["server", "outputDir"];
}

/**
 * Two environments may share a file only if it is the same for both. One that --env leaves out counts too: its files
 * would be replaced.
 */
export function sharedPaths({ projects, loaded, filesOf }: OpenProject): Problem[] {
  return loaded.projects.flatMap((project, index) =>
    loaded.projects.slice(0, index).flatMap((other) => {
      if (!projects.includes(project) && !projects.includes(other)) return [];
      const texts = new Map(filesOf(other).map(({ path, text }) => [path, text]));
      const shared = filesOf(project).filter(({ path, text }) => texts.has(path) && texts.get(path) !== text);
      return shared.length === 0 ? [] : [loaded.locate(sameFiles(shared, project, other))];
    }),
  );
}

function sameFiles(files: readonly GeneratedFile[], project: Project, other: Project): Problem {
  const name = ({ environment }: Project) =>
    environment === null ? "the config itself" : `environment ${environment}`;
  return {
    code: "environments/same-file",
    severity: "error",
    path: ["environments", project.environment!],
    at: "key",
    message: `Different texts for the same files come from ${name(project)} and from ${name(other)}.`,
    got: listed(files.map(({ path }) => path)),
    fix: 'Give the environment paths of its own: "server": { "outputDir": … }, "django": { "settingsFile": … }, "frontend": { "envFile": … }.',
  };
}

function listed(paths: readonly string[]): string {
  const rest = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
  return `${paths.slice(0, 3).join(", ")}${rest}`;
}
