// Turns the validator's errors into Problems that say what to write instead.
import type { JsonPath, Problem } from "./problem";
import { isObject, resolve, type Schema, schemaAt } from "./schema";
import { didYouMean, nearest } from "./suggest";
import type { SchemaError } from "./validator";

export function schemaProblems(errors: readonly SchemaError[], value: unknown): Problem[] {
  const problems = errors.flatMap((error) => {
    const describe = descriptions[error.keyword];
    if (!describe) return error.keyword === "if" || error.keyword === "propertyNames" ? [] : [unnamed(error)];
    const path = jsonPath(error.instancePath, value);
    const subject = { path, found: at(value, path), schema: schemaAt(path, value), params: error.params, error };
    return [{ severity: "error" as const, path, ...describe(subject) }];
  });
  return problems.filter((problem) => !isMisspelt(problem, problems));
}

// A misspelt key is also a missing one; the first message says it all.
function isMisspelt({ code, path }: Problem, problems: readonly Problem[]): boolean {
  if (code !== "schema/missing") return false;
  const fix = `Did you mean ${JSON.stringify(path.at(-1))}?`;
  return problems.some((one) => one.code === "schema/unknown-key" && one.fix === fix && sameParent(one.path, path));
}

function sameParent(one: JsonPath, other: JsonPath): boolean {
  return JSON.stringify(one.slice(0, -1)) === JSON.stringify(other.slice(0, -1));
}

interface Subject {
  readonly path: JsonPath;
  readonly found: unknown;
  readonly schema: Schema;
  readonly params: Record<string, unknown>;
  readonly error: SchemaError;
}

type Described = Pick<Problem, "code" | "message" | "fix"> & Partial<Problem>;

const descriptions: Record<string, (subject: Subject) => Described> = {
  additionalProperties: ({ path, schema, found, params }) => {
    const key = String(params["additionalProperty"]);
    const known = Object.keys(schema.properties ?? {});
    const best = nearest(key, known.filter((name) => !Object.hasOwn(found as object, name)));
    return {
      code: "schema/unknown-key",
      path: [...path, key],
      at: "key",
      message: `There is no ${JSON.stringify(key)} here.`,
      ...(best ? {} : { expected: `one of ${known.join(", ")}` }),
      fix: best ? `Did you mean ${JSON.stringify(best)}?` : "Remove the key, or move it where it belongs.",
    };
  },
  required: ({ path, schema, params }) => {
    const key = String(params["missingProperty"]);
    const inner = resolve(schema.properties?.[key] ?? {}, undefined);
    return {
      code: "schema/missing",
      path: [...path, key],
      message: `${JSON.stringify(key)} is missing. ${firstSentence(inner.description)}`.trim(),
      fix: `Add ${JSON.stringify(key)}: ${example(inner)}.`,
    };
  },
  type: ({ schema, found, params }) => ({
    code: "schema/wrong-type",
    message: `This has the wrong type. ${firstSentence(schema.description)}`.trim(),
    got: shown(found, schema),
    expected: [params["type"]].flat().map(typeName).join(" or "),
    fix: `Write ${example(schema)}.`,
  }),
  enum: ({ found, params }) => notAllowed(found, params["allowedValues"] as unknown[]),
  const: ({ found, params }) => notAllowed(found, [params["allowedValue"]]),
  discriminator: ({ path, found, schema, params }) => {
    const tag = String(params["tag"]);
    const known = (schema.oneOf ?? []).map((branch) => branch.properties?.[tag]?.const);
    if (!isObject(found) || found[tag] === undefined) {
      return {
        code: "schema/missing",
        path: [...path, tag],
        message: `${JSON.stringify(tag)} is missing. ${firstSentence(schema.description)}`,
        fix: `Add ${JSON.stringify(tag)}: ${known.map((one) => JSON.stringify(one)).join(" or ")}.`,
      };
    }
    return { ...notAllowed(found[tag], known), path: [...path, tag] };
  },
  pattern: (subject) =>
    subject.error.propertyName === undefined ? badFormat(subject) : badKey(subject, String(subject.error.propertyName)),
  format: badFormat,
  minLength: badFormat,
  maxLength: ({ found, params }) => outOfRange(`${String(found).length} characters`, `at most ${params["limit"]} characters`),
  minimum: ({ found, schema }) => outOfRange(show(found), range(schema)),
  maximum: ({ found, schema }) => outOfRange(show(found), range(schema)),
  minItems: ({ found, params }) => outOfRange(`${(found as unknown[]).length} items`, `at least ${params["limit"]}`),
  maxItems: ({ found, params }) => outOfRange(`${(found as unknown[]).length} items`, `at most ${params["limit"]}`),
  minProperties: ({ schema }) => countOfKeys(schema, "No key is given here."),
  maxProperties: ({ schema }) => countOfKeys(schema, "Too many keys are given here."),
  uniqueItems: ({ path, found, params }) => ({
    code: "schema/duplicate",
    path: [...path, Number(params["i"])],
    message: "This item stands twice in the list.",
    got: show((found as unknown[])[Number(params["i"])]),
    fix: "Keep one of the two.",
  }),
};

function notAllowed(found: unknown, allowed: readonly unknown[]): Described {
  return {
    code: "schema/not-allowed",
    message: "This value is not one of those allowed.",
    got: show(found),
    expected: allowed.map((one) => JSON.stringify(one)).join(", "),
    fix: typeof found === "string" ? didYouMean(found, allowed.map(String)) : `Write ${JSON.stringify(allowed[0])}.`,
  };
}

function badFormat({ schema, found }: Subject): Described {
  return {
    code: "schema/format",
    message: `This does not have the right form. ${firstSentence(schema.description)}`.trim(),
    got: shown(found, schema),
    expected: expectedForm(schema),
    fix: `Write something like ${example(schema)}.`,
  };
}

function badKey({ path }: Subject, key: string): Described {
  return {
    code: "schema/format",
    path: [...path, key],
    at: "key",
    message: `${show(key)} cannot be a name here.`,
    expected: "a short name of letters, digits and hyphens that begins with a letter (upper case with underscores for variables)",
    fix: "Choose another name.",
  };
}

function outOfRange(got: string, expected: string): Described {
  return { code: "schema/range", message: "This is outside of what is possible.", got, expected, fix: `Keep to ${expected}.` };
}

function countOfKeys(schema: Schema, message: string): Described {
  const known = Object.keys(schema.properties ?? {});
  return { code: "schema/range", message, expected: `exactly one of ${known.join(", ")}`, fix: "Keep exactly one." };
}

function unnamed(error: SchemaError): Problem {
  throw new Error(`The schema uses ${error.keyword}, for which there is no message at ${error.instancePath}`);
}

function expectedForm(schema: Schema & { format?: string; pattern?: string; minLength?: number }): string {
  if (schema.format === "ipv4") return "four numbers from 0 to 255, e.g. 54.180.1.2";
  if (schema.format === "date") return "a date, YYYY-MM-DD";
  if (schema.format === "email") return "an e-mail address";
  if (schema.format === "uri") return "an https URL";
  if (schema.pattern) return `text that matches ${schema.pattern}`;
  return `at least ${schema.minLength ?? 1} characters`;
}

function range(schema: Schema & { minimum?: number; maximum?: number }): string {
  return `${schema.minimum} to ${schema.maximum}`;
}

/** A value as it may be printed: shortened, quoted, and key material only named. */
export function show(value: unknown): string {
  if (typeof value === "string" && /-----BEGIN [A-Z ]*KEY/.test(value)) return "a PEM key (contents not shown)";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return "an object";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 77)}…"` : text;
}

// A token in clear where its digest belongs must not reach a log.
function shown(value: unknown, schema: Schema): string {
  return schema.writeOnly ? `${String(value).length} characters (not shown)` : show(value);
}

function example(schema: Schema): string {
  const value = schema.examples?.[0] ?? schema.default ?? schema.enum?.[0] ?? schema.const;
  if (value !== undefined) return JSON.stringify(value);
  return schema.type === undefined ? "a value" : `${[schema.type].flat().map((type) => typeName(type)).join(" or ")}`;
}

function typeName(type: unknown): string {
  const names: Record<string, string> = { string: "text in quotes", integer: "a whole number", boolean: "true or false" };
  return names[String(type)] ?? (type === "array" ? "a list" : type === "object" ? "an object" : `a ${String(type)}`);
}

function firstSentence(description: string | undefined): string {
  return description?.match(/^.*?\.(?= |$)/)?.[0] ?? description ?? "";
}

function jsonPath(instancePath: string, value: unknown): JsonPath {
  let inner = value;
  return instancePath
    .split("/")
    .slice(1)
    .map((part) => {
      const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
      const step = Array.isArray(inner) ? Number(key) : key;
      inner = (inner as Record<string | number, unknown>)[step];
      return step;
    });
}

function at(value: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)?.[key], value);
}
