// Reads facts back from systemd units, for checks that compare them with other files.
import type { Fact } from "../fact";

/**
 * @returns one fact for each assignment, named `Section.Key`; a key that stands twice gives two.
 * Unit syntax: https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html
 */
export function readUnit(text: string): Fact[] {
  const facts: Fact[] = [];
  let section = "";
  for (const { text: line, line: number } of logicalLines(text)) {
    const opened = /^\[(.*)\]$/.exec(line);
    if (opened) section = opened[1] ?? "";
    else facts.push(assignment(section, line, number));
  }
  return facts;
}

function assignment(section: string, text: string, line: number): Fact {
  const [, key, value] = /^([^=]+?)\s*=\s*(.*)$/.exec(text) ?? [];
  if (key === undefined || section === "") throw new Error(`line ${line}: no assignment of a unit: ${text}`);
  return { name: `${section}.${key}`, value: value ?? "", line };
}

// Comments go; a backslash at the end joins a line with the next, comments between the two left out.
function logicalLines(text: string): { text: string; line: number }[] {
  const lines: { text: string; line: number }[] = [];
  let open: { text: string; line: number } | null = null;
  for (const [index, raw] of text.split("\n").entries()) {
    const part = raw.trim();
    if (part.startsWith("#") || part.startsWith(";") || (part === "" && open === null)) continue;
    const line: { text: string; line: number } = open ?? { text: "", line: index + 1 };
    const continued = part.endsWith("\\");
    line.text += continued ? `${part.slice(0, -1)} ` : part;
    if (open === null) lines.push(line);
    open = continued ? line : null;
  }
  return lines;
}
