// Names that change with the content, so that a new resource can be made before the old one is deleted.
import { createHash } from "node:crypto";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

// CloudFront: 64 characters for functions and origin access controls; policies and keys allow 128.
const longestName = 64;

/** @returns the first 12 hexadecimal digits of a digest of `content`, which must serialise to JSON */
export function contentHash(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 12);
}

/**
 * Names are unique in the AWS account, so they begin with the stack's id; cut names stay distinct by the digest.
 * @returns `<stack>-<label>-<digest>` of letters, digits, hyphens and underscores, at most `longest` characters
 */
export function hashedName(scope: Construct, label: string, content: unknown, longest = longestName): string {
  const stack = TerraformStack.of(scope).node.id;
  const hash = contentHash([stack, label, content]);
  const readable = `${stack}-${label}`.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, longest - hash.length - 1);
  return `${readable}-${hash}`;
}

/**
 * Finds or makes a resource whose construct id follows from its content, so that equal policies of one stack are
 * one policy; an account has 20 of each kind (CloudFront quotas).
 */
export function sharedByContent<T extends Construct>(
  scope: Construct,
  kind: string,
  content: unknown,
  make: (stack: TerraformStack, id: string, name: string) => T,
): T {
  const stack = TerraformStack.of(scope);
  const id = `${kind}_${contentHash(content)}`;
  const existing = stack.node.tryFindChild(id) as T | undefined;
  return existing ?? make(stack, id, hashedName(scope, kind.replaceAll("_", "-"), content));
}
