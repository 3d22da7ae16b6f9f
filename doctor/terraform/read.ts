// Terraform JSON of anybody's, as far as it can be read without Terraform: blocks, literals, references in the file.

export type Block = Readonly<Record<string, unknown>>;

export interface Resource {
  /** `aws_lambda_function.edge_token` */
  readonly address: string;
  readonly block: Block;
}

/** @returns a block that may stand alone or in a list of one; empty for none */
export function single(value: unknown): Block {
  return many(value)[0] ?? {};
}

/** @returns blocks, of which Terraform JSON takes one alone or a list of them */
export function many(value: unknown): Block[] {
  return (Array.isArray(value) ? value : [value]).filter(isBlock);
}

/** @returns the resources or data sources of a type, in the order of the file */
export function ofType(json: Block, kind: "resource" | "data", type: string): Resource[] {
  return many(json[kind])
    .flatMap((types) => many(types[type]))
    .flatMap((named) => Object.entries(named))
    .map(([name, block]) => ({
      address: `${kind === "data" ? "data." : ""}${type}.${name}`,
      block: single(block),
    }));
}

/** @returns the resource or data source of this address; null where another file has it, or none */
export function at(json: Block, address: string): Resource | null {
  const [, data, type] = /^(data\.)?([\w-]+)\./.exec(address) ?? [];
  const found = type === undefined ? [] : ofType(json, data ? "data" : "resource", type);
  return found.find((one) => one.address === address) ?? null;
}

export interface Reference {
  readonly address: string;
  readonly attribute: string;
  /** What follows the expression: `:3` of an ARN. */
  readonly rest: string;
}

/** @returns what a value such as `${aws_iam_role.edge.arn}` points to; null for any other value */
export function reference(value: unknown): Reference | null {
  const form = /^\$\{((?:data\.)?aws_\w+\.[\w-]+)(?:\[[^\]]*\])?\.(\w+)\}(.*)$/;
  const [, address, attribute, rest] = form.exec(typeof value === "string" ? value : "") ?? [];
  return address === undefined ? null : { address, attribute: attribute!, rest: rest! };
}

/** @returns the value, or the one that a variable has by default and a local value has */
export function resolved(json: Block, value: unknown): unknown {
  const [, kind, name = ""] =
    /^\$\{(var|local)\.([\w-]+)\}$/.exec(typeof value === "string" ? value : "") ?? [];
  if (kind === undefined) return value;
  const found =
    kind === "local"
      ? many(json["locals"]).find((one) => name in one)?.[name]
      : single(many(json["variable"]).find((one) => name in one)?.[name])["default"];
  return found ?? value;
}

/** Whether the value stands there, and is not the result of an expression. */
export function isLiteral(value: unknown): boolean {
  return !/(^|[^$])\$\{/.test(JSON.stringify(value ?? null));
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
