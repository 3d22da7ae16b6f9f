// Reads the pages of docs/problems/ as what they promise: a heading, a severity, sections, fragments and links.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const folder = join(__dirname, "../../docs/problems");

export interface Fragment {
  readonly side: "before" | "after";
  /** What the label names: a generated file, the outputs file or a function; null for the config. */
  readonly subject: string | null;
  readonly text: string;
}

export interface Page {
  readonly code: string;
  readonly text: string;
  readonly title: string;
  readonly severity: string;
  /** Headings of the second level, in order. */
  readonly sections: readonly string[];
  readonly fragments: readonly Fragment[];
  /** The fragment below "If it is on purpose". */
  readonly waiver: string | null;
  /** Lines that are neither code nor headings, lists, labels or empty. */
  readonly prose: readonly string[];
}

/** @returns `section/slug` of every page */
export function pageCodes(): string[] {
  const sections = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return sections.flatMap(({ name }) =>
    readdirSync(join(folder, name)).map((file) => `${name}/${file.replace(/\.md$/, "")}`),
  );
}

/** @returns null where there is no page */
export function readPage(code: string): Page | null {
  const file = join(folder, `${code}.md`);
  if (!existsSync(file)) return null;
  const text = readFileSync(file, "utf8");
  const [, title = "", ownCode = "", severity = ""] = /^# (.+)\n\n`([^`]+)` · (\w+)\n\n/.exec(text) ?? [];
  const [, waiver = null] = /\n## If it is on purpose\n```json\n([\s\S]*?)^```$/m.exec(text) ?? [];
  return {
    code: ownCode,
    text,
    title,
    severity,
    sections: [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading!),
    fragments: [...text.matchAll(labelled)].map(fragment),
    waiver,
    prose: text
      .replace(/^```[\s\S]*?^```$/gm, "")
      .split("\n")
      .filter(isProse),
  };
}

// "Or" is another way to write what follows "After".
const labelled = /^(Before|After|Or)(?:, (?:input of )?`([^`]+)`)?:\n```\w+\n([\s\S]*?)^```$/gm;

function fragment([, label, subject, text]: RegExpExecArray): Fragment {
  return { side: label === "Before" ? "before" : "after", subject: subject ?? null, text: text! };
}

function isProse(line: string): boolean {
  return line !== "" && !/^(#|- |\||`[^`]+` · )/.test(line) && !/^[^.]{1,40}:$/.test(line);
}
