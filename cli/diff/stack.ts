// A synthesized stack as a reviewer thinks of it: resources by address, their lists by what names the items.
import { managedCachePolicies, managedOriginRequestPolicies } from "../../config/managed-policies";

/** What stands in a cdk.tf.json, of any Terraform user. */
export interface TerraformJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly terraform?: Block;
  readonly provider?: Readonly<Record<string, Value>>;
}

export type Value = string | number | boolean | null | readonly Value[] | Block;
export interface Block {
  readonly [key: string]: Value;
}

/** Resources by Terraform address, settings of Terraform and its providers beside them. */
export type Stack = ReadonlyMap<string, Block>;

/** @returns the parts of a stack; a distribution has `behavior` by path pattern and `origin` by id */
export function readStack({ resource = {}, terraform = {}, provider = {} }: TerraformJson): Stack {
  const parts = Object.entries(resource).flatMap(([type, ones]) =>
    Object.entries(ones)
      .filter(() => !shownWhereUsed.has(type))
      .map(([id, block]) => [`${type}.${id}`, part(type, block, resource)] as const),
  );
  const settings = [
    ["terraform", { backend: named(terraform["backend"] ?? terraform["cloud"] ?? {}, "backend") }],
    ["provider", named(provider, "provider")],
  ] as const;
  return new Map([...settings.map(([name, value]) => [name, value as Block] as const), ...parts]);
}

// Each has its content in its name, so a change is another resource: the content is shown where it is used.
const shownWhereUsed = new Set([
  "aws_cloudfront_cache_policy",
  "aws_cloudfront_origin_request_policy",
  "aws_cloudfront_response_headers_policy",
  "aws_cloudfront_function",
  "aws_cloudfront_origin_access_control",
]);

// Says nothing to a reviewer: how Terraform goes about it.
const noise = new Set(["//", "lifecycle", "depends_on", "provider"]);

function part(type: string, block: Block, resources: NonNullable<TerraformJson["resource"]>): Block {
  const shown = resolved(named(block, type), resources) as Block;
  return type === "aws_cloudfront_distribution" ? distribution(shown) : shown;
}

function distribution({ ordered_cache_behavior, default_cache_behavior, ...rest }: Block): Block {
  const ordered = (ordered_cache_behavior ?? {}) as Block;
  const behavior = { ...ordered, ...(default_cache_behavior ? { "*": default_cache_behavior } : {}) };
  return { ...rest, behavior, "order of behaviors": Object.keys(behavior) };
}

// What tells the items of a list apart, where it is not their place in it.
const keys: Readonly<Record<string, string>> = {
  ordered_cache_behavior: "path_pattern",
  origin: "origin_id",
  origin_group: "origin_id",
  custom_header: "name",
  custom_error_response: "error_code",
  lambda_function_association: "event_type",
  function_association: "event_type",
  rule: "id",
  cors_rule: "id",
  Statement: "Sid",
};

/** Lists become objects by the key of their items; a block in a list of one stands for itself. */
function named(value: Value, name: string): Value {
  if (typeof value === "string") return value.startsWith("{") ? json(value) : value;
  if (Array.isArray(value)) return namedList(value, name);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !noise.has(key))
      .map(([key, inner]) => [key, named(inner, key)]),
  );
}

function namedList(items: readonly Value[], name: string): Value {
  const key = keys[name];
  if (key !== undefined && items.every((item) => isBlock(item) && isName(item[key]))) {
    const pairs = items.map((item) => {
      const { [key]: own, ...rest } = item as Block;
      return [String(own), named(rest, "")] as const;
    });
    return Object.fromEntries(pairs);
  }
  if (items.length === 1 && isBlock(items[0])) return named(items[0], name);
  if (items.every((item) => !isBlock(item) && !Array.isArray(item))) return [...items].sort(byText);
  return items.map((item) => named(item, name));
}

function json(text: string): Value {
  try {
    return named(JSON.parse(text), "");
  } catch {
    return text;
  }
}

const managed = new Map<string, string>(
  [managedCachePolicies, managedOriginRequestPolicies].flatMap((policies) =>
    Object.entries(policies).map(([name, { id }]) => [id, name] as const),
  ),
);

/** Names for ids of AWS's own policies, and contents for references to resources that are named by theirs. */
function resolved(value: Value, resources: NonNullable<TerraformJson["resource"]>): Value {
  if (typeof value === "string") return managed.get(value) ?? contentOf(value, resources) ?? value;
  if (Array.isArray(value)) return value.map((item) => resolved(item, resources));
  if (!isBlock(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner, resources)]));
}

function contentOf(text: string, resources: NonNullable<TerraformJson["resource"]>): Value | undefined {
  const [, lambda = ""] = /^\$\{aws_lambda_function\.([\w-]+)\.qualified_arn\}$/.exec(text) ?? [];
  const version = resources["aws_lambda_function"]?.[lambda];
  // New code is another version, for whoever uses it.
  if (version !== undefined) return { version: text, ...pick(version, ["description", "source_code_hash"]) };
  const [, type = "", id = ""] = /^\$\{(\w+)\.([\w-]+)\.(?:id|arn)\}$/.exec(text) ?? [];
  const block = shownWhereUsed.has(type) ? resources[type]?.[id] : undefined;
  if (block === undefined) return undefined;
  const { name: _, ...content } = named(block, type) as Block;
  return content;
}

function pick(block: Block, names: readonly string[]): Block {
  return Object.fromEntries(names.flatMap((name) => (name in block ? [[name, block[name]!]] : [])));
}

function isName(value: Value | undefined): boolean {
  return typeof value === "string" || typeof value === "number";
}

export function isBlock(value: Value | undefined): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns an empty block for what is none */
export function blockOf(value: Value | undefined): Block {
  return isBlock(value) ? value : {};
}

/** @returns an empty list for what is none */
export function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

function byText(one: Value, other: Value): number {
  return String(one) < String(other) ? -1 : 1;
}
