// The difference of two sides, stack by stack.
import { type Change, compareStacks } from "./compare";
import type { Side } from "./sides";
import { isBlock, type Stack, type Value } from "./stack";

export interface StackDiff {
  readonly name: string;
  readonly changes: readonly Change[];
  /** Addresses of distributions that CloudFront carries to all its edge locations. */
  readonly deploys: readonly string[];
}

/** @returns the stacks that differ, in the order of their names */
export function diffSides(before: Side, after: Side): StackDiff[] {
  const names = [...new Set([...before.stacks.keys(), ...after.stacks.keys()])].sort();
  const none: Stack = new Map();
  return names.flatMap((name) => {
    const now = after.stacks.get(name) ?? none;
    const changes = compareStacks(before.stacks.get(name) ?? none, now);
    return changes.length === 0 ? [] : [{ name, changes, deploys: deploys(changes, now) }];
  });
}

// A new version of a function is a new setting of each distribution that runs it.
function deploys(changes: readonly Change[], stack: Stack): string[] {
  const functions = changes
    .map(({ address }) => address)
    .filter((address) => isOf(address, "aws_lambda_function"));
  return [...stack.keys()].filter(
    (address) =>
      isOf(address, "aws_cloudfront_distribution") &&
      (changes.some((change) => change.address === address) ||
        functions.some((one) => JSON.stringify(stack.get(address)).includes(`\${${one}.`))),
  );
}

function isOf(address: string, type: string): boolean {
  return address.startsWith(`${type}.`);
}

/** @returns each risk with the address, and the place there, that it is about */
export function risksOf({ changes }: StackDiff): { place: string; text: string }[] {
  return changes.flatMap(({ address, risks }) =>
    risks.map(({ place, text }) => ({ place: [address, place].filter(Boolean).join("  "), text })),
  );
}

export function countChanges(diffs: readonly StackDiff[]): { changes: number; risks: number } {
  const changes = diffs.flatMap((diff) => diff.changes);
  return { changes: changes.length, risks: diffs.flatMap(risksOf).length };
}

/** @returns a value on one line: references by their name, long text by its length */
export function valueText(value: Value | undefined): string {
  if (value === undefined) return "(none)";
  if (typeof value === "string") return stringText(value);
  if (Array.isArray(value)) return value.length === 0 ? "(none)" : value.map(valueText).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  const pairs = Object.entries(value).filter(([, inner]) => valueText(inner) !== "(none)");
  return pairs.length === 0 ? "(none)" : pairs.map(([key, inner]) => pairText(key, inner)).join(", ");
}

function pairText(key: string, value: Value): string {
  return isBlock(value) ? `${key} { ${valueText(value)} }` : `${key} ${valueText(value)}`;
}

const longest = 100;

function stringText(text: string): string {
  if (text === "") return "(none)";
  const reference = /^\$\{([\w.-]+)\}$/.exec(text)?.[1];
  if (reference !== undefined) return reference;
  if (text.length <= longest && !text.includes("\n")) return text;
  const { createHash } = require("node:crypto") as typeof import("node:crypto");
  return `text of ${text.length} characters (SHA-256 ${createHash("sha256").update(text).digest("hex").slice(0, 12)})`;
}
