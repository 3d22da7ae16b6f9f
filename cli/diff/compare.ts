// What changes from one stack to another, part by part, setting by setting.
import { replaces } from "./replacement";
import type { Risk } from "./risk";
import { risksOf } from "./risks";
import { type Block, isBlock, type Stack, type Value } from "./stack";

export type Action = "create" | "update" | "replace" | "destroy";

export interface Change {
  /** Terraform's address: `aws_cloudfront_distribution.distribution_site`. */
  readonly address: string;
  readonly action: Action;
  readonly settings: readonly SettingChange[];
  readonly risks: readonly Risk[];
}

export interface SettingChange {
  /** From the resource inwards: `behavior`, `/api/*`, `compress`. */
  readonly path: readonly string[];
  /** Absent: it is new. */
  readonly before?: Value;
  /** Absent: it is gone. */
  readonly after?: Value;
  /** Whether Terraform makes the resource anew for it. */
  readonly replaces: boolean;
}

/** @returns the changes in the order of addresses; none where the stacks mean the same */
export function compareStacks(before: Stack, after: Stack): Change[] {
  const addresses = [...new Set([...before.keys(), ...after.keys()])].sort();
  return addresses.flatMap((address) => {
    const change = compare(address, before.get(address), after.get(address));
    return change ? [change] : [];
  });
}

function compare(address: string, before: Block | undefined, after: Block | undefined): Change | null {
  const settings = differences(before ?? {}, after ?? {}, []).map((setting) => ({
    ...setting,
    replaces: replaces(address, setting.path),
  }));
  if (settings.length === 0 && before && after) return null;
  const action = actionOf(before, after, settings);
  return { address, action, settings, risks: risksOf({ address, action, before, after }) };
}

function actionOf(
  before: Block | undefined,
  after: Block | undefined,
  settings: readonly SettingChange[],
): Action {
  if (before === undefined) return "create";
  if (after === undefined) return "destroy";
  return settings.some((setting) => setting.replaces) ? "replace" : "update";
}

type Difference = Omit<SettingChange, "replaces">;

function differences(before: Block, after: Block, path: readonly string[]): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name): Difference[] => {
    const [one, other] = [before[name], after[name]];
    const at = [...path, name];
    if (isEmpty(one) && isEmpty(other)) return [];
    if (same(one, other)) return [];
    if (name === "order of behaviors") return order(one as string[], other as string[], at);
    if (isBlock(one) && isBlock(other)) return differences(one, other, at);
    return [
      { path: at, ...(isEmpty(one) ? {} : { before: one! }), ...(isEmpty(other) ? {} : { after: other! }) },
    ];
  });
}

// New and removed behaviors are told by themselves; here only those on both sides count.
function order(before: string[] = [], after: string[] = [], path: readonly string[]): Difference[] {
  const kept = (list: string[], other: string[]) => list.filter((pattern) => other.includes(pattern));
  const [one, two] = [kept(before, after), kept(after, before)];
  return same(one, two) ? [] : [{ path, before: one, after: two }];
}

function same(one: Value | undefined, other: Value | undefined): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

// Terraform takes a setting that is not there, null, "" and an empty list of blocks for the same nearly everywhere.
function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function sorted(value: Value | undefined): Value | undefined {
  if (!isBlock(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name]) as Value]));
}
