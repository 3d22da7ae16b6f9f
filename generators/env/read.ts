// Reads variables back out of a .env file, ours or edited by hand.
import { parseEnv } from "node:util";
import type { Fact } from "../fact";

/** @returns one fact for each variable, with the value and the line of its last assignment, as Node and Vite read it */
export function readEnv(text: string): Fact[] {
  const values = parseEnv(text) as Record<string, string>;
  const lines = lastLines(text);
  return Object.entries(values).map(([name, value]) => ({ name, value, line: lines.get(name) ?? 1 }));
}

function lastLines(text: string): Map<string, number> {
  const names = text.split("\n").map((line) => /^\s*(?:export\s+)?([^\s=#]+)\s*=/.exec(line)?.[1]);
  return new Map(names.flatMap((name, index) => (name === undefined ? [] : [[name, index + 1] as const])));
}
