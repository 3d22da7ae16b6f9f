// Turns the validator's errors into Problems that say what to write instead.
import type { JsonPath, Problem } from "./problem";
import { schemaAt } from "./schema";
import { descriptions } from "./schema-messages";
import type { SchemaError } from "./validator";

/** @returns a problem for each error; together they name every place that does not have the shape of a Config */
export function schemaProblems(errors: readonly SchemaError[], value: unknown): Problem[] {
  return errors.flatMap((error) => {
    const describe = descriptions[error.keyword];
    if (!describe) return error.keyword === "if" || error.keyword === "propertyNames" ? [] : [unnamed(error)];
    const path = jsonPath(error.instancePath, value);
    const subject = {
      path,
      found: at(value, path),
      schema: schemaAt(path, value),
      params: error.params,
      error,
    };
    return [{ severity: "error" as const, path, ...describe(subject) }];
  });
}

/** @returns the problems without those that only say again what another one says */
export function withoutEchoes(problems: readonly Problem[]): Problem[] {
  return problems.filter(
    (problem, index) => !isMisspelt(problem, problems) && !isRepeated(problem, index, problems),
  );
}

// A misspelt key is also a missing one; the first message says it all.
function isMisspelt({ code, path }: Problem, problems: readonly Problem[]): boolean {
  if (code !== "schema/missing") return false;
  const fix = `Did you mean ${JSON.stringify(path.at(-1))}?`;
  return problems.some(
    (one) => one.code === "schema/unknown-key" && one.fix === fix && sameParent(one.path, path),
  );
}

function sameParent(one: JsonPath, other: JsonPath): boolean {
  return JSON.stringify(one.slice(0, -1)) === JSON.stringify(other.slice(0, -1));
}

// `format` and `pattern`, or `type` and the branch of an `if`, find the same fault; and an item that is wrong in
// itself need not be told to stand twice.
function isRepeated({ code, path }: Problem, index: number, problems: readonly Problem[]): boolean {
  const key = JSON.stringify(path);
  const others = problems.filter((one, i) => i !== index && JSON.stringify(one.path) === key);
  return others.some(
    (one) => code === "schema/duplicate" || (one.code === code && problems.indexOf(one) < index),
  );
}

function unnamed(error: SchemaError): Problem {
  throw new Error(`The schema uses ${error.keyword}, for which there is no message at ${error.instancePath}`);
}

/** @returns the path of a JSON Pointer into the value, list indices as numbers */
export function jsonPath(instancePath: string, value: unknown): JsonPath {
  let inner = value;
  return instancePath
    .split("/")
    .slice(1)
    .map((part) => {
      const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
      const step = Array.isArray(inner) ? Number(key) : key;
      inner = (inner as Record<string | number, unknown>)?.[step];
      return step;
    });
}

export function at(value: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)?.[key], value);
}
