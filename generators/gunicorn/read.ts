// Reads facts back from systemd units, for checks that compare them with other files.
import type { Fact } from "../fact";

/**
 * @returns one fact for each assignment, named `Section.Key`; a key that stands twice gives two.
 * Unit syntax: https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html
 */
export function readUnit(text: string): Fact[] {
  const { facts, faults } = readUnitOfOthers(text);
  const [fault] = faults;
  if (fault) throw new Error(`line ${fault.line}: no assignment of a unit: ${fault.text}`);
  return facts;
}

/** As `readUnit`, but lines that systemd would ignore with a warning come back beside the facts. */
export function readUnitOfOthers(text: string): { facts: Fact[]; faults: { line: number; text: string }[] } {
  const facts: Fact[] = [];
  const faults: { line: number; text: string }[] = [];
  let section = "";
  for (const { text: line, line: number } of logicalLines(text)) {
    const opened = /^\[(.*)\]$/.exec(line);
    const equals = line.indexOf("=");
    if (opened) section = opened[1] ?? "";
    else if (equals < 1 || section === "") faults.push({ line: number, text: line });
    else {
      const [key, value] = [line.slice(0, equals).trimEnd(), line.slice(equals + 1).trimStart()];
      facts.push({ name: `${section}.${key}`, value, line: number });
    }
  }
  return { facts, faults };
}

// Comments go; a backslash at the end joins a line with the next, comments between the two left out.
function logicalLines(text: string): { text: string; line: number }[] {
  const lines: { text: string; line: number }[] = [];
  let open: { text: string; line: number } | null = null;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const part = raw.trimStart();
    if (/^[#;]/.test(part) || (part === "" && open === null)) continue;
    const line: { text: string; line: number } = open ?? { text: "", line: index + 1 };
    // Two backslashes are one that is meant.
    const continued = /(?<!\\)(\\\\)*\\$/.test(part);
    line.text += continued ? `${part.slice(0, -1)} ` : part;
    if (open === null) lines.push(line);
    open = continued ? line : null;
  }
  return lines.map((line) => ({ ...line, text: line.text.trimEnd() }));
}
