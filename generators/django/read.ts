// Reads settings back out of a Django settings file, ours or edited by hand: literals at module level.
import type { Fact } from "../fact";
import { logicalLines, type Token } from "./python-tokens";

/**
 * @returns one fact for each setting, and one for each entry of a list or tuple, on the entry's own line. A value that
 * Python would calculate is no fact; the last assignment of a name holds, as in Python.
 * @throws Error naming the line where the text stops being Python
 */
export function readSettings(text: string): Fact[] {
  const facts = new Map<string, Fact[]>();
  for (const { name, operator, value } of assignments(text)) {
    const earlier = operator === "+=" ? (facts.get(name) ?? []) : [];
    facts.set(name, [...earlier, ...(literalFacts(name, value) ?? [])]);
  }
  return [...facts.values()].flat();
}

/** @returns the settings that Python would calculate, and that readSettings leaves out, where they are assigned last */
export function calculatedSettings(text: string): Omit<Fact, "value">[] {
  const found = new Map<string, Omit<Fact, "value">>();
  for (const { name, operator, value, line } of assignments(text)) {
    if (literalFacts(name, value) === null) found.set(name, { name, line });
    else if (operator === "=") found.delete(name);
  }
  return [...found.values()];
}

interface Assignment {
  readonly name: string;
  readonly operator: "=" | "+=";
  readonly value: readonly Token[];
  readonly line: number;
}

// NAME = value, NAME: annotation = value and NAME += value, at the margin.
function assignments(text: string): Assignment[] {
  return logicalLines(text).flatMap((line): Assignment[] => {
    const [name, next] = line;
    if (name?.kind !== "word" || name.column !== 0 || !/^[A-Z][A-Z0-9_]*$/.test(name.value)) return [];
    if (next?.kind !== "mark" || !/[=:+]/.test(next.value)) return [];
    const equals = line.findIndex(({ kind, value }) => kind === "mark" && value === "=");
    if (equals < 0) return [];
    const operator = next.value === "+" ? "+=" : "=";
    return [{ name: name.value, operator, value: line.slice(equals + 1), line: name.line }];
  });
}

function literalFacts(name: string, tokens: readonly Token[]): Fact[] | null {
  const [first, ...rest] = tokens;
  if (first?.kind !== "mark") return entryFact(name, tokens);
  const last = rest.pop();
  if (!["[]", "()"].includes(first.value + (last?.value ?? ""))) return null;
  const entries = splitAtCommas(rest).map((entry) => entryFact(name, entry));
  return entries.some((entry) => entry === null) ? null : entries.flatMap((entry) => entry ?? []);
}

function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "mark" && token.value === ",") parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

// Texts side by side are one text. Of words, only numbers and the three constants are literals. A product of numbers,
// as sizes are written (10 * 1024 * 1024), counts as one.
function entryFact(name: string, tokens: readonly Token[]): Fact[] | null {
  const [first] = tokens;
  if (first === undefined) return null;
  if (tokens.every(({ kind }) => kind === "text"))
    return [{ name, value: tokens.map(({ value }) => value).join(""), line: first.line }];
  if (tokens.length === 1 && first.kind === "word" && /^(True|False|None)$/.test(first.value))
    return [{ name, value: first.value, line: first.line }];
  const value = product(tokens);
  return value === null ? null : [{ name, value: String(value), line: first.line }];
}

function product(tokens: readonly Token[]): bigint | null {
  const fits = ({ kind, value }: Token, index: number) =>
    index % 2 === 0 ? kind === "word" && /^[0-9][0-9_]*$/.test(value) : kind === "mark" && value === "*";
  if (tokens.length % 2 === 0 || !tokens.every(fits)) return null;
  const factors = tokens.filter((_, index) => index % 2 === 0);
  return factors.reduce((all, { value }) => all * BigInt(value.replaceAll("_", "")), 1n);
}
