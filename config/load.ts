// The way in: text of a config → Projects, one for each environment, or everything that is wrong with it.
import type { Config } from "../schemas/config";
import { mergePatch } from "./merge-patch";
import { outputsFile, readOutputs } from "./outputs";
import { hasErrors, type Problem } from "./problem";
import type { Project } from "./project";
import { resolveProject, stackName } from "./resolve";
import { rules } from "./rules";
import type { ProjectFiles } from "./rules/report";
import { isObject, withDefaults } from "./schema";
import { schemaProblems } from "./schema-problems";
import { readSource, type Source } from "./source";
import { validateProject } from "./validator";
import { applyWaivers, waiverProblems } from "./waivers";

export interface LoadInput {
  /** Name of the config for messages. */
  readonly file: string;
  readonly text: string;
  /** Reads files beside the config: public keys, the outputs file. */
  readonly files: ProjectFiles;
  /** YYYY-MM-DD, for waivers. */
  readonly today: string;
}

export interface Loaded {
  /** The config as written and each of its environments, those without errors. */
  readonly projects: readonly Project[];
  /** In file order; waived ones are marked. */
  readonly problems: readonly Problem[];
  readonly waivers: Config["waivers"];
  /** Names of all environments, whether or not they have errors. */
  readonly environments: readonly string[];
  /** Puts a place on a problem that is found later. */
  locate(problem: Problem): Problem;
}

export function loadProjects(input: LoadInput): Loaded {
  const source = readSource(input.file, input.text);
  const locate = (problem: Problem): Problem => ({ ...problem, place: problem.place ?? source.place(problem) });
  const top = topProblems(source);
  if (top.length > 0) return { projects: [], problems: top.map(locate), waivers: [], environments: [], locate };

  const { environments = {}, ...base } = source.value as Record<string, unknown>;
  const names = isObject(environments) ? Object.keys(environments) : [];
  const main = loadEnvironment(input, { ...base, environments }, null);
  const others = main.schemaValid
    ? names.map((name) => loadEnvironment(input, mergePatch(base, (environments as Record<string, unknown>)[name]), name))
    : [];
  const patches = names.flatMap((name) => nestedEnvironments(name, (environments as Record<string, unknown>)[name]));
  const all = [...main.problems, ...patches, ...others.flatMap((one) => withoutRepeats(one.problems, main.problems))];
  return {
    projects: [main, ...others].flatMap(({ project }) => (project ? [project] : [])),
    problems: all.map(locate).sort(inFileOrder),
    waivers: main.waivers,
    environments: names,
    locate,
  };
}

interface LoadedEnvironment {
  readonly project: Project | null;
  readonly problems: readonly Problem[];
  readonly schemaValid: boolean;
  readonly waivers: Config["waivers"];
}

function loadEnvironment(input: LoadInput, value: unknown, environment: string | null): LoadedEnvironment {
  const schemaValid = validateProject(value);
  const broken = schemaValid ? [] : schemaProblems(validateProject.errors ?? [], value);
  const config = withDefaults(value) as Config;
  const found = [...broken, ...ruleProblems(config, input.files, broken)];
  const waivers = broken.some(({ path }) => path[0] === "waivers") ? [] : (config.waivers ?? []);
  const tagged = environment === null ? found : found.map((problem) => ({ ...problem, environment }));
  const problems = [
    ...applyWaivers(tagged, waivers, input.today),
    ...(environment === null ? waiverProblems(waivers, input.today) : []),
  ];
  if (!schemaValid || hasErrors(problems)) return { project: null, problems, schemaValid, waivers };

  const stack = stackName(config.name, environment);
  const file = outputsFile(environment);
  const { outputs, problems: wrong } = readOutputs(file, input.files.readText(file), stack);
  const project = wrong.length > 0 ? null : resolveProject({ config, environment, outputs, readText: input.files.readText });
  return { project, problems: [...problems, ...wrong], schemaValid, waivers };
}

// A rule runs once the places it reads have the right shape, so that one typo does not hide other mistakes.
function ruleProblems(config: Config, project: ProjectFiles, broken: readonly Problem[]): Problem[] {
  const brokenPaths = broken.map(({ path }) => `${path.join(".")}.`);
  const isBroken = (place: string) => brokenPaths.some((path) => path.startsWith(`${place}.`) || `${place}.`.startsWith(path));
  return rules.filter((rule) => !rule.reads.some(isBroken)).flatMap((rule) => rule.check({ config, project }));
}

function topProblems(source: Source): readonly Problem[] {
  if (source.problems.length > 0) return source.problems;
  if (isObject(source.value)) return [];
  return [
    {
      code: "config/not-an-object",
      severity: "error",
      path: [],
      message: "A config is one object.",
      expected: '{ "name": …, "region": … }',
      fix: "Put braces around it.",
    },
  ];
}

function nestedEnvironments(name: string, patch: unknown): Problem[] {
  if (!isObject(patch) || patch["environments"] === undefined) return [];
  return [
    {
      code: "environments/nested",
      severity: "error",
      path: ["environments", name, "environments"],
      at: "key",
      message: "An environment changes the config, not the list of environments.",
      fix: "Move it to the top-level environments.",
    },
  ];
}

function withoutRepeats(problems: readonly Problem[], known: readonly Problem[]): Problem[] {
  const keys = new Set(known.map(keyOf));
  return problems.filter((problem) => !keys.has(keyOf(problem)));
}

function keyOf({ code, path, message, got }: Problem): string {
  return JSON.stringify([code, path, message, got]);
}

function inFileOrder(one: Problem, other: Problem): number {
  const [a, b] = [one.place!, other.place!];
  return a.file.localeCompare(b.file, "en") || a.line - b.line || a.column - b.column;
}
