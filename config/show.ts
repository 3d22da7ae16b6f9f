// Shows values and schemas in messages: short, on one line, and nothing that may be a secret.
import { cut } from "./cut";
import { isWriteOnly, resolve, type Schema } from "./schema";

/** A value as it may be printed: shortened, quoted, and key material only named. */
export function show(value: unknown): string {
  if (typeof value === "string" && /-----BEGIN [A-Z ]*KEY/.test(value))
    return "a PEM key (contents not shown)";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  // JSON has no infinity, but 1e999 reads as one.
  const text = (typeof value === "number" ? String(value) : JSON.stringify(value)) ?? "nothing";
  const visible = text.replace(invisible, escaped);
  return visible.length > 80 ? cut(visible, 78) : visible;
}

// JSON.stringify leaves these as they are; a terminal obeys some and shows text in another order for others.
const invisible = /[\u007f-\u009f\u00ad]|[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Like `show`, but only the kind and size of a value whose place is for secrets: a token in clear, for instance. */
export function shown(value: unknown, schema: Schema): string {
  if (!isWriteOnly(schema)) return show(value);
  return typeof value === "string" ? `${value.length} characters (not shown)` : typeWord(value);
}

function typeWord(value: unknown): string {
  return typeof value === "object" && value !== null ? show(value) : `a ${typeof value} (not shown)`;
}

/** @returns what to write at a place, as JSON or in words */
export function example(schema: Schema): string {
  const value = exampleValue(schema);
  if (value !== undefined) return JSON.stringify(value, null, 1).replace(/\n */g, " ");
  return schema.type === undefined ? "a value" : [schema.type].flat().map(typeName).join(" or ");
}

/** @returns an example, the default, or a list or object of examples; undefined if there is none */
function exampleValue(schema: Schema): unknown {
  const { examples, default: fallback, enum: values, const: only, ...rest } = resolve(schema, undefined);
  // Empty lists and objects are good defaults and poor examples.
  const scalar = typeof fallback === "object" ? undefined : fallback;
  const value = examples?.[0] ?? scalar ?? values?.[0] ?? only;
  if (value !== undefined) return value;
  const item = rest.items && exampleValue(rest.items);
  return item === undefined ? exampleObject(rest) : [item];
}

function exampleObject({ required, properties }: Schema): unknown {
  if (!required || !properties) return undefined;
  const entries = required.map((key) => [key, exampleValue(properties[key] ?? {})] as const);
  return entries.some(([, inner]) => inner === undefined) ? undefined : Object.fromEntries(entries);
}

/** @returns the name of a JSON type for people who write JSON */
export function typeName(type: unknown): string {
  const names: Record<string, string> = {
    string: "text in quotes",
    integer: "a whole number",
    boolean: "true or false",
  };
  return names[String(type)] ?? (type === "array" ? "a list" : type === "object" ? "an object" : `a ${type}`);
}

/** @returns what text a string schema takes, in words where its form has a name */
export function expectedForm(schema: Schema): string {
  if (schema.format === "ipv4") return "four numbers from 0 to 255, e.g. 54.180.1.2";
  if (schema.format === "date") return "a date, YYYY-MM-DD";
  if (schema.format === "email") return "an e-mail address";
  if (schema.format === "uri") return "an https URL";
  if (schema.pattern) return `text that matches ${schema.pattern}`;
  return (schema.minLength ?? 1) === 1 ? "text that is not empty" : `at least ${schema.minLength} characters`;
}

/** @returns the first sentence of a description */
export function firstSentence(description: string | undefined): string {
  return description?.match(/^.*?\.(?= |$)/)?.[0] ?? description ?? "";
}
