// The schema of AWS provider 6.25.0, rebuilt from the bindings: their source maps hold the generated TypeScript.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Field, fieldsOf, parseSource, type Source } from "./bindings-source";
import { blockLimits } from "./lost-limits";
import type { Attribute, AttributeType, Block, NestedBlock, ProviderSchema, Schema } from "./provider-schema";
import { wafStatement } from "./waf-statement";

const lib = join(dirname(require.resolve("@cdktf/provider-aws/package.json")), "lib");
const modules = join(__dirname, "../../modules");

/** @returns the folders of the bindings that `modules/` imports, without the provider itself */
export function bindingsInUse(folder = modules): string[] {
  const found = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return bindingsInUse(path);
    return [...readFileSync(path, "utf8").matchAll(/"@cdktf\/provider-aws\/lib\/([\w-]+)"/g)].map(
      ([, name]) => name!,
    );
  });
  return [...new Set(found)].filter((name) => name !== "provider").sort();
}

/** @param folders of the bindings: "s3-bucket", "data-aws-ec2-managed-prefix-list" */
export function bindingsSchema(folders: readonly string[] = bindingsInUse()): ProviderSchema {
  const resources: Record<string, Schema> = {};
  const data: Record<string, Schema> = {};
  for (const folder of folders) {
    const source = sourceOf(folder);
    const section = source.kind === "TerraformDataSource" ? data : resources;
    section[source.type] = schemaOf(source);
  }
  return {
    provider: schemaOf(sourceOf("provider")),
    resource_schemas: resources,
    data_source_schemas: data,
  };
}

function sourceOf(folder: string): Source {
  const file = join(lib, folder, "index.js");
  if (!existsSync(file)) throw new Error(`The bindings have no ${folder}.`);
  const encoded = readFileSync(file, "latin1").match(/sourceMappingURL=data:application\/json;base64,(\S+)/)!;
  const map = JSON.parse(Buffer.from(encoded[1]!, "base64").toString()) as { sourcesContent: string[] };
  return parseSource(map.sourcesContent[0]!);
}

function schemaOf(source: Source): Schema {
  return { version: 0, block: blockOf(source, source.root, source.type) };
}

function blockOf(source: Source, name: string, path: string): Block {
  const attributes: Record<string, Attribute> = {};
  const blocks: Record<string, NestedBlock> = {};
  for (const field of fieldsOf(source, name)) {
    // The alias of a provider is Terraform's own argument.
    if (name === source.root && source.kind === "TerraformProvider" && field.name === "alias") continue;
    if (field.of === "any" && source.type === "aws_wafv2_web_acl") blocks[field.name] = wafStatement;
    else if (field.isBlock) blocks[field.name] = nestedBlock(source, field, `${path}.${field.name}`);
    else attributes[field.name] = { type: typeOf(source, field), ...flagsOf(field) };
  }
  return { attributes, block_types: blocks };
}

function nestedBlock(source: Source, field: Field, path: string): NestedBlock {
  const block = blockOf(source, field.of, path);
  if (field.collection === "none") return { nesting_mode: "single", block };
  return {
    nesting_mode: field.collection === "set" ? "set" : "list",
    block,
    ...(field.required ? { min_items: 1 } : {}),
    ...(field.single ? { max_items: 1 } : {}),
    ...blockLimits[path],
  };
}

function flagsOf({ required, optional, computed }: Field): Omit<Attribute, "type"> {
  return {
    ...(required ? { required } : {}),
    ...(optional ? { optional } : {}),
    ...(computed ? { computed } : {}),
  };
}

function typeOf(source: Source, { collection, of }: Field): AttributeType {
  const type = primitives[of] ?? objectType(source, of);
  return collection === "none" ? type : [collection, type];
}

const primitives: Readonly<Record<string, AttributeType>> = {
  string: "string",
  number: "number",
  boolean: "bool",
  any: "dynamic",
};

function objectType(source: Source, name: string): AttributeType {
  const fields = fieldsOf(source, name).map((field) => [field.name, typeOf(source, field)] as const);
  return ["object", Object.fromEntries(fields)];
}
