// The text of a config file with its positions: JSON with comments and trailing commas.
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { JsonPath, Place, Problem } from "./problem";

export interface Source {
  /** Name for messages, relative to the folder the command ran in. */
  readonly file: string;
  /** The parsed value; undefined when the text is not JSON. */
  readonly value: unknown;
  /** Syntax errors and duplicate keys, with their places. */
  readonly problems: readonly Problem[];
  /** @returns the place of a problem: its own key or value, or the nearest thing around it */
  place(problem: Pick<Problem, "path" | "at" | "environment">): Place;
}

export function readSource(file: string, fileText: string): Source {
  const text = fileText.startsWith("\uFEFF") ? ` ${fileText.slice(1)}` : fileText;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const at = placeFinder(file, text);
  const syntax = errors.map((error) => syntaxProblem(error, text, at));
  return {
    file,
    value: syntax.length > 0 || !root ? undefined : nodeValue(root),
    problems: syntax.length > 0 ? syntax : root ? duplicateKeys(root, at) : [emptyFile(at)],
    place: (problem) => at(root ? offsetOf(root, problem) : 0),
  };
}

type PlaceFinder = (offset: number) => Place;

function placeFinder(file: string, text: string): PlaceFinder {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length)];
  return (offset) => {
    let low = 0;
    for (let high = starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    const start = starts[low]!;
    const line = text.slice(start, starts[low + 1] ?? text.length).replace(/[\r\n]+$/, "");
    return { file, line: low + 1, column: offset - start + 1, text: line };
  };
}

function syntaxProblem(error: ParseError, text: string, at: PlaceFinder): Problem {
  const found = text.slice(error.offset, error.offset + Math.max(error.length, 1)).split("\n")[0]!.slice(0, 40);
  const what = printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return {
    code: "config/syntax",
    severity: "error",
    path: [],
    message: `This is not JSON: ${what}.`,
    ...(found.trim() === "" ? {} : { got: JSON.stringify(found) }),
    expected: "JSON; comments and trailing commas are allowed",
    fix: "Correct the text here. A missing comma or quote is often at the end of the line before.",
    place: at(error.offset),
  };
}

function emptyFile(at: PlaceFinder): Problem {
  return {
    code: "config/syntax",
    severity: "error",
    path: [],
    message: "The file is empty.",
    expected: '{ "name": …, "region": … }',
    fix: "Start from an example's httpsmith.json.",
    place: at(0),
  };
}

// JSON.parse lets the last of two equal keys win in silence.
function duplicateKeys(node: Node, at: PlaceFinder): Problem[] {
  const seen = new Set<string>();
  const own = (node.type === "object" ? (node.children ?? []) : []).flatMap((property) => {
    const key = property.children![0]!;
    if (!seen.has(key.value)) {
      seen.add(key.value);
      return [];
    }
    return [duplicateKey(key, at)];
  });
  return [...own, ...(node.children ?? []).flatMap((child) => duplicateKeys(child, at))];
}

function duplicateKey(key: Node, at: PlaceFinder): Problem {
  return {
    code: "config/duplicate-key",
    severity: "error",
    path: [],
    message: `The key ${JSON.stringify(key.value)} stands twice in this object.`,
    fix: "Keep one of the two.",
    place: at(key.offset),
  };
}

function offsetOf(root: Node, problem: Pick<Problem, "path" | "at" | "environment">): number {
  const patched = problem.environment === undefined ? [] : ["environments", problem.environment];
  const inPatch = patched.length > 0 ? findNodeAtLocation(root, [...patched, ...problem.path]) : undefined;
  const node = inPatch ?? nearest(root, problem.path) ?? root;
  if (problem.at === "key" && node.parent?.type === "property") return node.parent.children![0]!.offset;
  return node.offset;
}

function nearest(root: Node, path: JsonPath): Node | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node) return length === path.length ? node : keyOf(node);
  }
  return undefined;
}

// Something is missing inside this node: its key is where the user looks.
function keyOf(node: Node): Node {
  return node.parent?.type === "property" ? node.parent.children![0]! : node;
}

// Objects without a prototype, so that a key such as __proto__ is data like any other.
function nodeValue(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(nodeValue);
  if (node.type !== "object") return node.value;
  const object = Object.create(null) as Record<string, unknown>;
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key && value) object[key.value] = nodeValue(value);
  }
  return object;
}
