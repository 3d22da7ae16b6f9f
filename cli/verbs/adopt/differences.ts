// What would change for a hand-made set: each fact as it is written today beside the one that is generated.
import type { Project } from "../../../config/project";
import { looksSecretSetting } from "../../../config/secrets";
import { generateFiles } from "../../../generators";
import { readSettings } from "../../../generators/django/read";
import { readEnv } from "../../../generators/env/read";
import type { Fact } from "../../../generators/fact";
import type { GeneratedFile } from "../../../generators/generated-file";
import { readNginx } from "../../../generators/nginx/read";
import type { Backend } from "../../survey/backends";
import { readGunicornUnits } from "../../survey/gunicorn-units";
import type { HandMade } from "./entries";

export interface Difference {
  readonly part: "Nginx" | "Gunicorn" | "Django" | ".env";
  readonly name: string;
  /** "" where it is not written; never what may be a secret. */
  readonly today: string;
  readonly generated: string;
}

export function differencesOf({ site, backend, unit, frontend }: HandMade, project: Project): Difference[] {
  const files = generateFiles(project);
  const textOf = (path: string | undefined) => files.find((file) => file.path === path)?.text ?? "";
  const conf = files.filter(({ path }) => path.endsWith(".conf") && !path.endsWith("-default.conf"));
  return [
    ...(site
      ? compared(
          "Nginx",
          readNginx(site.text),
          conf.flatMap(({ text }) => readNginx(text)),
        )
      : []),
    ...(unit ? compared("Gunicorn", unit.facts, unitFacts(files)) : []),
    ...(backend ? settings(backend, readSettings(textOf(project.django?.settingsFile))) : []),
    ...(frontend ? compared(".env", frontend.variables, readEnv(textOf(project.frontend?.envFile))) : []),
  ];
}

function unitFacts(files: readonly GeneratedFile[]): readonly Fact[] {
  const units = readGunicornUnits(new Map(files.map(({ path, text }) => [path, text])));
  return units.flatMap(({ facts }) => facts);
}

// Of a project's own settings, only those that the generated file has an opinion about.
function settings({ settings, calculated }: Backend, generated: readonly Fact[]): Difference[] {
  const own = [...settings, ...calculated.map((one) => ({ ...one, value: "(an expression)" }))];
  const names = new Set(generated.map(({ name }) => name));
  return compared(
    "Django",
    own.filter(({ name }) => names.has(name)),
    generated,
  );
}

function compared(part: Difference["part"], own: readonly Fact[], made: readonly Fact[]): Difference[] {
  const names = [...new Set([...own, ...made].map(({ name }) => name))];
  return names.map((name) => {
    const today = valuesOf(name, own);
    const generated = valuesOf(name, made);
    const isDropped = part === ".env" && !made.some((fact) => fact.name === name);
    const isSecret = own.some((fact) => fact.name === name && looksSecretSetting(name, fact.value) !== null);
    return { part, name, today: isDropped || isSecret ? "(not shown)" : today, generated };
  });
}

function valuesOf(name: string, facts: readonly Fact[]): string {
  return [...new Set(facts.filter((fact) => fact.name === name).map(({ value }) => value))].join(", ");
}
