// Puts the entries of a hand-made set into a draft, one by one, and leaves out those that the rules refuse.
import type { JsonPath, Problem } from "../../../config/problem";
import { isObject } from "../../../config/schema";
import type { Draft } from "../../draft/draft";
import { judge } from "../../draft/judge";
import type { Entry } from "./entries";

export interface Adopted {
  readonly draft: Draft;
  readonly refused: readonly Refused[];
}

export interface Refused {
  readonly entry: Entry;
  /** The first thing that is wrong with it. */
  readonly problem: Problem;
}

export function adopt(draft: Draft, entries: readonly Entry[]): Adopted {
  const refused: Refused[] = [];
  let current = draft;
  for (const entry of entries) {
    const next = withEntry(current, entry);
    const problem = newError(current, next);
    if (problem) refused.push({ entry, problem });
    else current = next;
  }
  return { draft: current, refused };
}

function newError(before: Draft, after: Draft): Problem | null {
  const known = new Set(errors(before).map(({ code, path }) => JSON.stringify([code, path])));
  return errors(after).find(({ code, path }) => !known.has(JSON.stringify([code, path]))) ?? null;
}

function errors({ value }: Draft): readonly Problem[] {
  return judge(JSON.stringify(value), "httpsmith.json").problems.filter(
    ({ severity }) => severity === "error",
  );
}

function withEntry({ value, comments }: Draft, entry: Entry): Draft {
  const place = entry.path.join(".");
  const comment = comments[place] ?? "";
  // A value takes the place of an earlier one.
  const earlier =
    entry.kind === "item" && comment.startsWith("From ") ? comment.slice("From ".length, -1).split(", ") : [];
  const sources = [...new Set([...earlier, entry.from])].join(", ");
  return { value: put(value, entry.path, entry), comments: { ...comments, [place]: `From ${sources}.` } };
}

function put(value: unknown, [key, ...rest]: JsonPath, entry: Entry): Record<string, unknown> {
  const object = isObject(value) ? value : {};
  const inner = object[key!];
  if (rest.length > 0) return { ...object, [key!]: put(inner, rest, entry) };
  if (entry.kind === "value") return { ...object, [key!]: entry.value };
  const list = Array.isArray(inner) ? inner : [];
  return { ...object, [key!]: list.includes(entry.value) ? list : [...list, entry.value] };
}
