// Walks project.schema.json beside a value: which schema judges this place, and which defaults does it bring.
import projectSchema from "../schemas/project.schema.json";
import type { JsonPath } from "./problem";

/** The part of JSON Schema draft-07 that project.schema.json uses. */
export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  /** Values of this place never appear in a message. */
  readonly writeOnly?: boolean;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly discriminator?: { readonly propertyName: string };
  readonly oneOf?: readonly Schema[];
  readonly if?: Schema;
  readonly else?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

export const root = projectSchema as unknown as Schema;

/** @returns the value with every default of the schema filled in; the input is not changed */
export function withDefaults(value: unknown, schema: Schema = root): unknown {
  const applied = resolve(schema, value);
  if (Array.isArray(value)) return value.map((item) => withDefaults(item, applied.items ?? {}));
  if (!isObject(value)) return value;
  const filled = emptyObject();
  for (const [key, inner] of Object.entries(value)) filled[key] = withDefaults(inner, child(applied, key));
  for (const [key, property] of Object.entries(applied.properties ?? {})) {
    const fallback = property.default ?? resolve(property, undefined).default;
    if (filled[key] === undefined && fallback !== undefined) {
      filled[key] = withDefaults(structuredClone(fallback), property);
    }
  }
  return filled;
}

/** @returns the schema that judges the value at `path`; an empty one where the path leaves the schema */
export function schemaAt(path: JsonPath, value: unknown): Schema {
  let schema = resolve(root, value);
  let inner = value;
  for (const key of path) {
    inner =
      isObject(inner) || Array.isArray(inner) ? (inner as Record<string | number, unknown>)[key] : undefined;
    const next = typeof key === "number" ? (schema.items ?? {}) : child(schema, key);
    schema = { ...resolve(next, inner), ...(next.description ? { description: next.description } : {}) };
  }
  return schema;
}

/** @returns the schema itself, or the one that its $ref, discriminator or if/else leads to for this value */
export function resolve(schema: Schema, value: unknown): Schema {
  if (schema.$ref) {
    const target = root.definitions![schema.$ref.replace("#/definitions/", "")]!;
    return resolve({ ...target, ...withoutRef(schema) }, value);
  }
  if (schema.discriminator && isObject(value)) {
    const tag = schema.discriminator.propertyName;
    const branch = schema.oneOf!.find((one) => one.properties?.[tag]?.const === value[tag]);
    return branch ? resolve(branch, value) : schema;
  }
  if (schema.if && schema.else && typeof value === "object") return resolve(schema.else, value);
  return schema;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns an object for keys of any name: `__proto__` and `constructor` are data like all others */
export function emptyObject(): Record<string, unknown> {
  return Object.create(bare);
}

// Ajv compares list items by these two methods.
const bare = Object.create(null, {
  valueOf: { value: Object.prototype.valueOf, writable: true },
  toString: { value: Object.prototype.toString, writable: true },
});

function child(schema: Schema, key: string): Schema {
  const own = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
  if (own) return own;
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
}

/** Keys whose values never appear in a message, wherever they stand. */
export const secretKeys: ReadonlySet<string> = new Set(writeOnlyKeys(root));

function writeOnlyKeys(node: object): string[] {
  return Object.entries(node as Record<string, Schema>).flatMap(([key, inner]) => {
    if (typeof inner !== "object" || inner === null) return [];
    const isName = key !== "additionalProperties";
    return [...(isName && isWriteOnly(inner) ? [key] : []), ...writeOnlyKeys(inner)];
  });
}

/** Whether values of this schema, or the items of a list of it, are secret. */
export function isWriteOnly({ writeOnly, items }: Schema): boolean {
  return writeOnly === true || items?.writeOnly === true;
}

function withoutRef({ $ref: _, ...rest }: Schema): Schema {
  return rest;
}
