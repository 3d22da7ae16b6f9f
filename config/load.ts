// The way in: text of a config → Projects, one for each environment, or everything that is wrong with it.
import type { Config } from "../schemas/config";
import { mergePatch } from "./merge-patch";
import { outputsFile, readOutputs } from "./outputs";
import { hasErrors, type JsonPath, type Problem } from "./problem";
import type { Project } from "./project";
import { resolveProject, stackName } from "./resolve";
import { rules } from "./rules";
import type { ProjectFiles, Rule, RuleInput } from "./rules/report";
import { isObject, withDefaults } from "./schema";
import { schemaProblems, withoutEchoes } from "./schema-problems";
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
  const locate = (problem: Problem): Problem => ({
    ...problem,
    place: problem.place ?? source.place(problem),
  });
  const top = topProblems(source);
  if (top.length > 0) {
    return { projects: [], problems: top.map(locate), waivers: [], environments: [], locate };
  }

  const { environments = {}, ...base } = source.value as Record<string, unknown>;
  const patches = isObject(environments) ? environments : {};
  const main = loadEnvironment(input, { ...base, environments }, null);
  const others = Object.entries(patches)
    .filter(([name, patch]) => isObject(patch) && !isRefused(name, main.problems))
    .map(([name, patch]) => loadEnvironment(input, mergePatch(base, patch), name));
  const nested = Object.entries(patches).flatMap(([name, patch]) => nestedEnvironments(name, patch));
  const own = others.flatMap((one) => withoutRepeats(one.problems, main.problems));
  return {
    projects: [main, ...others].flatMap(({ project }) => (project && main.schemaValid ? [project] : [])),
    problems: [...main.problems, ...nested, ...own.map((problem) => inherited(problem, patches))]
      .map(locate)
      .sort(inFileOrder),
    waivers: main.waivers,
    environments: Object.keys(patches),
    locate,
  };
}

// A name that the schema refuses must not become part of a file name.
function isRefused(name: string, problems: readonly Problem[]): boolean {
  return problems.some(({ path }) => path[0] === "environments" && path[1] === name);
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
  const tag = (problem: Problem) => (environment === null ? problem : { ...problem, environment });
  const written = (path: JsonPath) => isWritten(value, path);
  const found = [
    ...withoutEchoes(broken),
    ...ruleProblems({ config, project: input.files, written }, broken),
  ].map(tag);
  const waivers = broken.some(({ path }) => path[0] === "waivers") ? [] : (config.waivers ?? []);
  const problems = [
    ...applyWaivers(found, waivers, input.today),
    ...waiverProblems(waivers, input.today).map(tag),
  ];
  if (!schemaValid || hasErrors(problems)) return { project: null, problems, schemaValid, waivers };

  const file = outputsFile(environment);
  // Beside the config, wherever the command ran.
  const shownFile = input.file.replace(/[^/]*$/, () => file);
  const stack = stackName(config.name, environment);
  const { outputs, problems: wrong } = readOutputs(shownFile, input.files.readText(file), stack);
  const project =
    wrong.length > 0
      ? null
      : resolveProject({ config, environment, outputs, readText: input.files.readText });
  return { project, problems: [...problems, ...wrong.map(tag)], schemaValid, waivers };
}

// A rule runs once the places it reads have the right shape, so that one typo does not hide other mistakes.
function ruleProblems(input: RuleInput, broken: readonly Problem[]): Problem[] {
  const paths = broken.map(({ path }) => `${path.join(".")}.`);
  const isBroken = (place: string) => paths.some((path) => `${place}.`.startsWith(path));
  const isBrokenInside = (place: string) =>
    isBroken(place) || paths.some((path) => path.startsWith(`${place}.`));
  const fits = ({ reads, names = [] }: Rule) => !reads.some(isBrokenInside) && !names.some(isBroken);
  return rules.flatMap((rule) => (fits(rule) ? rule.check(input) : partOf(rule, input, isBrokenInside)));
}

// Sections with many entries, of which one typo spoils one.
const collections = ["distributions", "buckets", "signingKeys"];

// What a rule still finds where an entry has the wrong shape: only about objects that are whole, and nothing at all
// where it stumbles over the others.
function partOf(rule: Rule, input: RuleInput, isBrokenInside: (place: string) => boolean): Problem[] {
  if (rule.reads.some((place) => isBrokenInside(place) && !collections.includes(place))) return [];
  try {
    return rule.check(input).filter(({ path }) => !isBrokenInside(path.slice(0, -1).join(".")));
  } catch {
    return [];
  }
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

function keyOf({ code, path, message, got, place }: Problem): string {
  return JSON.stringify([code, path, message, got, place]);
}

// A patch that changes the kind of a host, say, keeps the keys of the other kind unless it removes them.
function inherited(problem: Problem, patches: Record<string, unknown>): Problem {
  const { code, path, environment } = problem;
  if (code !== "schema/unknown-key" || isIn(patches[environment!], path)) return problem;
  const key = JSON.stringify(path.at(-1));
  return {
    ...problem,
    fix: `Write ${key}: null in the environment: it comes from the config that is patched.`,
  };
}

function isIn(value: unknown, [key, ...rest]: JsonPath): boolean {
  if (key === undefined) return true;
  // A patch replaces lists as a whole.
  return Array.isArray(value) || (isObject(value) && Object.hasOwn(value, key) && isIn(value[key], rest));
}

function isWritten(value: unknown, [key, ...rest]: JsonPath): boolean {
  if (key === undefined) return true;
  if (Array.isArray(value)) return isWritten(value[Number(key)], rest);
  return isObject(value) && Object.hasOwn(value, key) && isWritten(value[key], rest);
}

function inFileOrder(one: Problem, other: Problem): number {
  const [a, b] = [one.place!, other.place!];
  return a.file.localeCompare(b.file, "en") || a.line - b.line || a.column - b.column;
}
