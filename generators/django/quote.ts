// Writes values as Python literals and comments; what cannot be written without loss is refused.

// A JSON string is a Python string literal of the same value, so long as surrogates come in pairs.
/** @returns a double-quoted literal that Python reads as exactly this text */
export function string(text: string): string {
  if (/\p{Cs}/u.test(text)) throw new Error("a lone surrogate cannot be written as a Python string");
  return JSON.stringify(text).replace(unseen, escaped);
}

/** @returns True or False */
export function boolean(value: boolean): string {
  return value ? "True" : "False";
}

/** @returns the digits; only whole numbers that survive in a JavaScript number */
export function integer(value: number): string {
  if (!Number.isSafeInteger(value))
    throw new Error(`${value} is not a whole number that can be written exactly`);
  return String(value);
}

/** One entry of a list, with the comment that stands above it. */
export interface Entry {
  readonly text: string;
  readonly comment?: string;
}

/** @returns a list literal at the margin, one entry a line with a comma behind, as Black and Ruff keep it */
export function list(entries: readonly Entry[]): string {
  if (entries.length === 0) return "[]";
  const lines = entries.flatMap((entry) => {
    const item = `    ${string(entry.text)},`;
    return entry.comment === undefined ? [item] : [`    # ${comment(entry.comment)}`, item];
  });
  return ["[", ...lines, "]"].join("\n");
}

/** @returns the text as it may stand behind a comment mark: one line, nothing invisible in it */
export function comment(text: string): string {
  // Not only line breaks: text that shows in another order than it runs hides code from reviewers (CVE-2021-42574).
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text))
    throw new Error("a comment holds an invisible character");
  return text.trim();
}

/** @returns the module's name as it may stand in an import */
export function moduleName(settingsFile: string): string {
  const name = /(?:^|\/)([A-Za-z_][A-Za-z0-9_]*)\.py$/.exec(settingsFile)?.[1];
  if (name === undefined || keywords.has(name))
    throw new Error("the settings file's name cannot be imported by Python");
  return name;
}

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  if (code > 0xffff) return `\\U${code.toString(16).padStart(8, "0")}`;
  return `\\u${code.toString(16).padStart(4, "0")}`;
}

// https://docs.python.org/3/reference/lexical_analysis.html#keywords
const keywords = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global " +
    "if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);
