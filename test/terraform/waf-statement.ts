// The statement of a WAF rule, which the bindings pass through unseen: the two kinds that modules/ writes.
import type { Attribute, Block, NestedBlock } from "./provider-schema";

const text: Attribute = { type: "string", optional: true };
const requiredText: Attribute = { type: "string", required: true };

const one = (attributes: Block["attributes"], block_types: Block["block_types"] = {}): NestedBlock => ({
  nesting_mode: "list",
  block: { attributes, block_types },
  max_items: 1,
});

/** Written by hand from the provider's documentation; a test compares it with the real provider. */
export const wafStatement: NestedBlock = {
  ...one(
    {},
    {
      managed_rule_group_statement: one({ name: requiredText, vendor_name: requiredText, version: text }),
      rate_based_statement: one({
        limit: { type: "number", required: true },
        aggregate_key_type: text,
        evaluation_window_sec: { type: "number", optional: true },
      }),
    },
  ),
  min_items: 1,
};
