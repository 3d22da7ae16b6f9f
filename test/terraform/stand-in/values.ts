// Values as Terraform sends them: MessagePack with an extension for what is not known before the apply.
import { decode, ExtData, encode as pack } from "@msgpack/msgpack";
import type { Block } from "../provider-schema";

/** Objects and maps are objects, lists and sets are arrays, what is not known yet is an ExtData. */
export type Value = null | boolean | number | string | ExtData | Uint8Array | Value[] | Fields;
export interface Fields {
  [name: string]: Value;
}
export interface DynamicValue {
  readonly msgpack: Uint8Array;
  readonly json: Uint8Array;
}

// Terraform's encoding: extension 0, whose content does not matter. What Terraform itself sends as 12 says more about
// an unknown value, and has to come back as it was.
export const unknown = new ExtData(0, new Uint8Array([0]));

export function isUnknown(value: Value): value is ExtData {
  return value instanceof ExtData;
}

export function isFields(value: Value | undefined): value is Fields {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !isUnknown(value) &&
    !(value instanceof Uint8Array)
  );
}

export function read(value: DynamicValue | null): Value {
  if (value === null) return null;
  if (value.msgpack.length > 0) return decode(value.msgpack) as Value;
  return JSON.parse(Buffer.from(value.json).toString() || "null");
}

export function write(value: Value): { msgpack: Buffer } {
  return { msgpack: Buffer.from(pack(value)) };
}

export function equal(one: Value, other: Value): boolean {
  return Buffer.compare(pack(one), pack(other)) === 0;
}

/** Terraform wants every attribute and block in an object, also those without a value. */
export function complete(block: Block, fields: Fields): Fields {
  const attributes = Object.keys(block.attributes).map((name) => [name, fields[name] ?? null]);
  const blocks = Object.entries(block.block_types).map(([name, nested]) => {
    const value = fields[name] ?? (nested.nesting_mode === "single" ? null : []);
    return [name, mapBlocks(value, (one) => complete(nested.block, one))];
  });
  return Object.fromEntries([...attributes, ...blocks]);
}

/** @returns `value`, a block or a list of blocks, with each block mapped */
export function mapBlocks(value: Value, map: (block: Fields) => Fields): Value {
  if (Array.isArray(value)) return value.map((one) => (isFields(one) ? map(one) : one));
  return isFields(value) ? map(value) : value;
}
