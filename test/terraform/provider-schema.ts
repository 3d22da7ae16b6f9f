// The shape in which `terraform providers schema -json` tells what a provider takes.

/** Terraform's own notation: "string", ["list", "string"], ["object", { name: "string" }], … */
export type AttributeType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", AttributeType]
  | readonly ["object", Readonly<Record<string, AttributeType>>];

/** None of the three is ever both absent: an attribute is required, optional, computed, or the last two. */
export interface Attribute {
  readonly type: AttributeType;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
}

export interface NestedBlock {
  readonly nesting_mode: "single" | "list" | "set";
  readonly block: Block;
  readonly min_items?: number;
  readonly max_items?: number;
}

export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly block_types: Readonly<Record<string, NestedBlock>>;
}

export interface Schema {
  readonly version: number;
  readonly block: Block;
}

export interface ProviderSchema {
  readonly provider: Schema;
  readonly resource_schemas: Readonly<Record<string, Schema>>;
  readonly data_source_schemas: Readonly<Record<string, Schema>>;
}
