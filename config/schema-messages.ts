// What to say about a value that does not keep a keyword of the schema.
import type { JsonPath, Problem } from "./problem";
import { isObject, resolve, type Schema } from "./schema";
import { example, expectedForm, firstSentence, show, shown, typeName } from "./show";
import { didYouMean, nearest } from "./suggest";
import type { SchemaError } from "./validator";

/** One error of the validator, with what stands at its place and the schema that judges it. */
export interface Subject {
  readonly path: JsonPath;
  readonly found: unknown;
  readonly schema: Schema;
  readonly params: Record<string, unknown>;
  readonly error: SchemaError;
}

type Described = Pick<Problem, "code" | "message" | "fix"> & Partial<Problem>;

/** What to say, by the keyword of the schema that is not kept. */
export const descriptions: Record<string, (subject: Subject) => Described> = {
  additionalProperties: ({ path, schema, params }) => {
    const key = String(params["additionalProperty"]);
    const known = Object.keys(schema.properties ?? {});
    const best = nearest(key, known);
    return {
      code: "schema/unknown-key",
      path: [...path, key],
      at: "key",
      message: `There is no ${show(key)} here.`,
      ...(best ? {} : { expected: `one of ${known.join(", ")}` }),
      fix: best ? `Did you mean ${JSON.stringify(best)}?` : "Remove the key, or move it where it belongs.",
    };
  },
  required: (subject) => {
    const { path, schema, params } = subject;
    const key = String(params["missingProperty"]);
    if (key === schema.discriminator?.propertyName) return missingTag(subject, key);
    const inner = resolve(schema.properties?.[key] ?? {}, undefined);
    return {
      code: "schema/missing",
      path: [...path, key],
      message: `${JSON.stringify(key)} is missing. ${firstSentence(inner.description)}`.trim(),
      fix: `Add ${JSON.stringify(key)}: ${example(inner)}.`,
    };
  },
  type: ({ path, schema, found, params }) => ({
    code: "schema/wrong-type",
    message: `This has the wrong type. ${firstSentence(schema.description)}`.trim(),
    got: shown(found, schema),
    expected: [params["type"]].flat().map(typeName).join(" or "),
    fix: `Write ${meantValue(found, schema) ?? meantSize(found, path) ?? example(schema)}.`,
  }),
  enum: ({ found, params }) => notAllowed(found, params["allowedValues"] as unknown[]),
  const: ({ found, params }) => notAllowed(found, [params["allowedValue"]]),
  discriminator: (subject) => {
    const { path, found, schema, params } = subject;
    const tag = String(params["tag"]);
    if (!isObject(found) || found[tag] === undefined) return missingTag(subject, tag);
    return { ...notAllowed(found[tag], tagValues(schema, tag)), path: [...path, tag] };
  },
  pattern: (subject) => (subject.error.propertyName === undefined ? badFormat(subject) : badKey(subject)),
  format: badFormat,
  minLength: badFormat,
  maxLength: ({ found, params }) =>
    outOfRange(`${String(found).length} characters`, `at most ${params["limit"]} characters`),
  minimum: ({ found, schema }) => outOfRange(show(found), range(schema)),
  maximum: ({ found, schema }) => outOfRange(show(found), range(schema)),
  minItems: ({ found, params }) =>
    outOfRange(counted(found, "item"), `at least ${counted(params["limit"], "item")}`),
  maxItems: ({ found, params }) =>
    outOfRange(counted(found, "item"), `at most ${counted(params["limit"], "item")}`),
  minProperties: ({ schema }) => ({
    code: "schema/range",
    message: `No key is given here. ${firstSentence(schema.description)}`,
    fix: `Add one of ${Object.keys(schema.properties ?? {}).join(", ")}.`,
  }),
  maxProperties: ({ found, params }) =>
    outOfRange(counted(found, "key"), `at most ${counted(params["limit"], "key")}`),
  uniqueItems: ({ path, found, schema, params }) => {
    const later = Math.max(Number(params["i"]), Number(params["j"]));
    return {
      code: "schema/duplicate",
      path: [...path, later],
      message: "This item stands twice in the list.",
      got: shown((found as unknown[])[later], schema),
      fix: "Keep one of the two.",
    };
  },
};

function missingTag({ path, schema }: Subject, tag: string): Described {
  const known = tagValues(schema, tag).map((one) => JSON.stringify(one));
  return {
    code: "schema/missing",
    path: [...path, tag],
    message: `${JSON.stringify(tag)} is missing. ${firstSentence(schema.description)}`,
    fix: `Add ${JSON.stringify(tag)}: ${known.join(" or ")}.`,
  };
}

function tagValues({ oneOf = [] }: Schema, tag: string): unknown[] {
  return oneOf.map((branch) => branch.properties?.[tag]?.const);
}

function notAllowed(found: unknown, allowed: readonly unknown[]): Described {
  return {
    code: "schema/not-allowed",
    message: "This value is not one of those allowed.",
    got: show(found),
    expected: allowed.map((one) => JSON.stringify(one)).join(", "),
    fix: allowedFix(found, allowed),
  };
}

function allowedFix(found: unknown, allowed: readonly unknown[]): string {
  // The right value in the wrong type: "404" for 404, or 6 for "6".
  const same =
    allowed.find((one) => String(one) === String(found)) ?? (allowed.length === 1 ? allowed[0] : undefined);
  if (same !== undefined) return `Write ${JSON.stringify(same)}.`;
  return typeof found === "string" ? didYouMean(found, allowed.map(String)) : "Choose one of them.";
}

/** @returns the found value in the wanted type, where only quotes are superfluous or missing */
function meantValue(found: unknown, schema: Schema): string | undefined {
  if (typeof found === "number" && schema.type === "string") {
    return schema.pattern && new RegExp(schema.pattern).test(String(found)) ? `"${found}"` : undefined;
  }
  if (typeof found !== "string") return undefined;
  if (schema.type === "boolean" && /^(true|false)$/.test(found)) return `${found} without quotes`;
  return schema.type === "integer" && /^\d{1,15}$/.test(found)
    ? `${Number(found)} without quotes`
    : undefined;
}

/** @returns the number of bytes that a size in Nginx's way of writing is */
function meantSize(found: unknown, path: JsonPath): string | undefined {
  const [, number, unit] = /^(\d{1,9})\s*([kmg])i?b?$/i.exec(String(found)) ?? [];
  if (!unit || !String(path.at(-1)).endsWith("Bytes")) return undefined;
  return `${Number(number) * bytesOf[unit.toLowerCase()]!}, a number of bytes`;
}

const bytesOf: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

function badFormat({ schema, found }: Subject): Described {
  const hasExample = schema.examples !== undefined || schema.default !== undefined;
  return {
    code: "schema/format",
    message: `This does not have the right form. ${firstSentence(schema.description)}`.trim(),
    got: shown(found, schema),
    expected: expectedForm(schema),
    fix: hasExample ? `Write something like ${example(schema)}.` : "Write it in the expected form.",
  };
}

function badKey({ path, schema, error, params }: Subject): Described {
  const key = String(error.propertyName);
  return {
    code: "schema/format",
    path: [...path, key],
    at: "key",
    message: `${show(key)} cannot be a name here.`,
    expected: schema.propertyNames?.description ?? nameForm(String(params["pattern"])),
    fix: "Choose another name.",
  };
}

function nameForm(pattern: string): string {
  return pattern.startsWith("^[A-Z]")
    ? "capitals, digits and underscores, with a letter in front"
    : "at most 32 lower-case letters, digits and inner hyphens, with a letter in front";
}

function outOfRange(got: string, expected: string): Described {
  return {
    code: "schema/range",
    message: "This is outside of what is possible.",
    got,
    expected,
    fix: `Write ${expected}.`,
  };
}

function counted(found: unknown, unit: string): string {
  const count = typeof found === "number" ? found : Object.keys(found as object).length;
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}

function range({ minimum, maximum }: Schema): string {
  return `a number from ${minimum} to ${maximum}`;
}
