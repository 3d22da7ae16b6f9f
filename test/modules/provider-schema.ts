// The schema of AWS provider 6.25.0, rebuilt from the types of the bindings, and a check of Terraform JSON by it.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Block, TerraformJson } from "./synthesized";

interface Field {
  readonly required: boolean;
  /** "string", "number", "boolean", "any", "map", or the name of a block's interface. */
  readonly type: string;
  readonly list: boolean;
}
/** Fields by their Terraform names, by the name of the interface; the first interface is the whole resource. */
type Schema = ReadonlyMap<string, ReadonlyMap<string, Field>>;

// The bindings keep limits of one, and lose these. Source: schema of provider 6.25.0 (reference/infra.md 12.2).
const mostItems: Readonly<Record<string, number>> = {
  CloudfrontDistributionDefaultCacheBehaviorFunctionAssociation: 2,
  CloudfrontDistributionOrderedCacheBehaviorFunctionAssociation: 2,
  CloudfrontDistributionDefaultCacheBehaviorLambdaFunctionAssociation: 4,
  CloudfrontDistributionOrderedCacheBehaviorLambdaFunctionAssociation: 4,
  CloudfrontDistributionOriginGroupMember: 2,
  S3BucketCorsRule: 100,
  S3BucketCorsConfigurationCorsRule: 100,
  S3BucketReplicationConfigurationRuleA: 1000,
  Wafv2WebAclLoggingConfigurationRedactedFields: 100,
};

const metaArguments = [
  "//",
  "count",
  "for_each",
  "depends_on",
  "lifecycle",
  "provider",
  "provisioner",
  "connection",
];
const lib = join(dirname(require.resolve("@cdktf/provider-aws/package.json")), "lib");
const schemas = new Map<string, Schema>();

/** @returns what Terraform would refuse in the resources, data sources and providers */
export function schemaProblems({ resource, data = {}, provider }: TerraformJson): string[] {
  const blocks = (section: TerraformJson["resource"], prefix: string) =>
    Object.entries(section).flatMap(([type, ones]) =>
      Object.entries(ones).flatMap(([id, block]) =>
        rootProblems(`${prefix}${type}`, `${prefix}${type}.${id}`, block),
      ),
    );
  const providers = provider.aws.flatMap((block) => rootProblems("provider", "provider.aws", block));
  return [...blocks(resource, ""), ...blocks(data, "data_"), ...providers];
}

function rootProblems(type: string, path: string, block: object): string[] {
  const schema = schemaOf(type.replace(/^aws_/, "").replaceAll("_", "-"));
  if (schema === null) return [`${path}: unknown type`];
  const own = Object.entries(block).filter(([key]) => !metaArguments.includes(key));
  return blockProblems(schema, [...schema.keys()][0]!, Object.fromEntries(own), path);
}

function blockProblems(schema: Schema, name: string, block: unknown, path: string): string[] {
  if (typeof block !== "object" || block === null || Array.isArray(block))
    return [`${path}: expected a block`];
  const fields = schema.get(name)!;
  const missing = [...fields].filter(([key, { required }]) => required && isAbsent((block as Block)[key]));
  return [
    ...missing.map(([key]) => `${path}.${key}: missing`),
    ...Object.entries(block).flatMap(([key, value]) => {
      const field = fields.get(key);
      return field ? fieldProblems(schema, field, value, `${path}.${key}`) : [`${path}.${key}: unsupported`];
    }),
  ];
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function fieldProblems(schema: Schema, field: Field, value: unknown, path: string): string[] {
  if (value === null || isReference(value)) return [];
  if (schema.has(field.type))
    return nestedProblems(schema, field, Array.isArray(value) ? value : [value], path);
  if (!field.list) return typeProblems(field.type, value, path);
  if (!Array.isArray(value)) return [`${path}: expected a list`];
  return value.flatMap((item, at) => typeProblems(field.type, item, `${path}[${at}]`));
}

function nestedProblems(schema: Schema, field: Field, blocks: readonly unknown[], path: string): string[] {
  const most = field.list ? (mostItems[field.type] ?? Number.POSITIVE_INFINITY) : 1;
  const tooMany = blocks.length > most ? [`${path}: at most ${most}`] : [];
  return [
    ...tooMany,
    ...blocks.flatMap((block, at) => blockProblems(schema, field.type, block, `${path}[${at}]`)),
  ];
}

function typeProblems(type: string, value: unknown, path: string): string[] {
  const right = type === "map" ? typeof value === "object" && !Array.isArray(value) : typeof value === type;
  return type === "any" || right || isReference(value) ? [] : [`${path}: expected ${type}`];
}

function isReference(value: unknown): boolean {
  return typeof value === "string" && /^\$\{(?!").*\}$/s.test(value);
}

function schemaOf(folder: string): Schema | null {
  const known = schemas.get(folder);
  if (known) return known;
  const file = join(lib, folder, "index.d.ts");
  if (!existsSync(file)) return null;
  const interfaces = readFileSync(file, "utf8").matchAll(/^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm);
  const schema = new Map([...interfaces].map(([, name, body]) => [name!, fieldsOf(body!)]));
  schemas.set(folder, schema);
  return schema;
}

// Each field is a comment whose link ends in the Terraform name, then `readonly name?: type;`.
function fieldsOf(body: string): Map<string, Field> {
  const fields = body.matchAll(/#(\w+) [\w ]+#\w+\}[\s\S]*?\n {4}readonly \w+(\??): ([^;]+);/g);
  return new Map(
    [...fields].map(([, name, optional, written]) => {
      const type = written!.replace(" | cdktf.IResolvable", "");
      const list = type.endsWith("[]");
      return [
        name!,
        { required: optional === "", type: type.startsWith("{") ? "map" : type.replace("[]", ""), list },
      ];
    }),
  );
}
