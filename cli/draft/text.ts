// Writes a draft as a config file: JSON with comments, one line for what fits on one.
import type { Draft } from "./draft";

const WIDTH = 100;

export function draftText({ value, comments }: Draft): string {
  return `${written(value, "", 0, comments)}\n`;
}

type Comments = Draft["comments"];

function written(value: unknown, path: string, depth: number, comments: Comments): string {
  const short = inline(value);
  const isCommented = Object.keys(comments).some((one) => path === "" || one.startsWith(`${path}.`));
  if (typeof value !== "object" || value === null || (!isCommented && fits(short, path, depth))) return short;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const indent = "  ".repeat(depth + 1);
  const lines = Object.entries(value).map(([key, inner], index) => {
    const place = path === "" ? key : `${path}.${key}`;
    const name = Array.isArray(value) ? "" : `${JSON.stringify(key)}: `;
    return `${comment(comments[place], indent, depth === 0 && index > 0)}${indent}${name}${written(inner, place, depth + 1, comments)}`;
  });
  return `${open}\n${lines.join(",\n")}\n${"  ".repeat(depth)}${close}`;
}

function fits(text: string, path: string, depth: number): boolean {
  return path !== "" && depth * 2 + path.length + text.length <= WIDTH;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${inline(inner)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

// A line break, of any kind that a reader knows, would end the comment.
function comment(text: string | undefined, indent: string, isSection: boolean): string {
  if (text === undefined) return "";
  return `${isSection ? "\n" : ""}${indent}// ${text.replace(/[\p{Cc}\u2028\u2029]/gu, " ")}\n`;
}
