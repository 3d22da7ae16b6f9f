// Problems of the text itself, before any schema: what is not JSON, what is nested too deep, keys that stand twice.
import { createScanner, getNodePath, type Node, type ParseError, printParseErrorCode } from "jsonc-parser";
import type { PlaceFinder } from "./place";
import type { Place, Problem } from "./problem";
import { show } from "./show";

/** @returns the problems without those that only follow from another one on the same line or the line before */
export function syntaxProblems(errors: readonly ParseError[], text: string, at: PlaceFinder): Problem[] {
  if (createScanner(text, true).scan() === Token.end) return [emptyFile(at(0))];
  const placed = errors.map((error) => ({ error, place: at(error.offset) }));
  const heads = placed.filter(({ place }, index) => place.line !== placed[index - 1]?.place.line);
  return heads
    .filter(({ error, place }, index) => {
      const before = heads[index - 1];
      return place.line - 1 !== before?.place.line || error.error === before.error.error;
    })
    .map(({ error, place }) => syntaxProblem(error, place));
}

function syntaxProblem({ error, length }: ParseError, place: Place): Problem {
  const name = printParseErrorCode(error);
  const what = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const found = place.text!.slice(place.column - 1, place.column - 1 + length);
  return {
    code: "config/syntax",
    severity: "error",
    path: [],
    message: `This is not JSON: ${what}.`,
    // A text that is never closed may hold anything.
    ...(found.trim() === "" || name === "UnexpectedEndOfString" ? {} : { got: show(found) }),
    expected: "JSON; comments and trailing commas are allowed",
    fix:
      fixes[name] ??
      "Correct the text here. A missing comma or quote is often at the end of the line before.",
    place,
  };
}

const fixes: Readonly<Record<string, string>> = {
  CommaExpected: "Put a comma before this, best at the end of the line before.",
  CloseBraceExpected: "Close the object with }.",
  CloseBracketExpected: "Close the list with ].",
  EndOfFileExpected: "Remove this, or a closing bracket too many before it.",
  InvalidSymbol: "Write keys and text in double quotes.",
  InvalidCharacter: "Write \\t for a tab and \\n for a line break.",
  InvalidEscapeCharacter: "Write \\\\ for a backslash.",
  UnexpectedEndOfString: "Close the text with a double quote on the same line.",
  UnexpectedEndOfComment: "Close the comment with */.",
};

function emptyFile(place: Place): Problem {
  return {
    code: "config/syntax",
    severity: "error",
    path: [],
    message: "The file is empty.",
    expected: '{ "name": …, "region": … }',
    fix: "Start from an example's httpsmith.json.",
    place,
  };
}

// Of jsonc-parser's SyntaxKind, a const enum that isolated modules cannot import.
const Token = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, end: 17 } as const;

const MAX_DEPTH = 50;

/** @returns a problem where the nesting would exhaust the stack of a parser; the schema needs less than ten levels */
export function tooDeep(text: string, at: PlaceFinder): Problem | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== Token.end; token = scanner.scan()) {
    if (token === Token.openBrace || token === Token.openBracket) depth += 1;
    if (token === Token.closeBrace || token === Token.closeBracket) depth -= 1;
    if (depth > MAX_DEPTH) return deepProblem(at(scanner.getTokenOffset()));
  }
  return null;
}

function deepProblem(place: Place): Problem {
  return {
    code: "config/syntax",
    severity: "error",
    path: [],
    message: `Objects and lists stand more than ${MAX_DEPTH} levels deep in each other.`,
    fix: "Remove the superfluous brackets.",
    place,
  };
}

/** @returns a problem for each key that stands again in its object, where JSON.parse lets the last one win in silence */
export function duplicateKeys(root: Node, at: PlaceFinder): Problem[] {
  return repeatedKeys(root)
    .sort((one, other) => one.offset - other.offset)
    .map((key) => ({
      code: "config/duplicate-key",
      severity: "error",
      path: getNodePath(key),
      message: `The key ${show(key.value)} stands twice in this object.`,
      fix: "Keep one of the two.",
      place: at(key.offset),
    }));
}

function repeatedKeys(node: Node): Node[] {
  const seen = new Set<string>();
  const keys = node.type === "object" ? node.children!.map((property) => property.children![0]!) : [];
  const own = keys.filter(({ value }) => seen.size === seen.add(value).size);
  return [...own, ...(node.children ?? []).flatMap(repeatedKeys)];
}
