// The text of a config file with its positions: JSON with comments and trailing commas.
import { findNodeAtLocation, type Node, type ParseError, parseTree } from "jsonc-parser";
import { placeFinder } from "./place";
import type { JsonPath, Place, Problem } from "./problem";
import { emptyObject } from "./schema";
import { duplicateKeys, syntaxProblems, tooDeep } from "./syntax";

export interface Source {
  /** Name for messages, relative to the folder the command ran in. */
  readonly file: string;
  /** The parsed value; undefined when the text is not JSON. */
  readonly value: unknown;
  /** Syntax errors or duplicate keys, in file order, with their places. */
  readonly problems: readonly Problem[];
  /** @returns the place of a problem: its own key or value, or the nearest thing around it */
  place(problem: Pick<Problem, "path" | "at" | "environment">): Place;
}

export function readSource(file: string, fileText: string): Source {
  // Editors do not count a byte order mark as a column.
  const text = fileText.replace(/^\uFEFF/, "");
  const deep = tooDeep(text, placeFinder(file, text, undefined));
  if (deep) return { file, value: undefined, problems: [deep], place: () => deep.place! };

  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const at = placeFinder(file, text, root);
  const problems = errors.length > 0 || !root ? syntaxProblems(errors, text, at) : duplicateKeys(root, at);
  return {
    file,
    value: errors.length > 0 || !root ? undefined : nodeValue(root),
    problems,
    place: (problem) => at(root ? nodeOf(root, problem).offset : 0),
  };
}

function nodeOf(root: Node, { path, environment, at }: Pick<Problem, "path" | "at" | "environment">): Node {
  const node = environment === undefined ? nearest(root, path) : inEnvironment(root, environment, path);
  return at === "key" ? keyOf(node) : node;
}

// What an environment alone has wrong, its patch brought in: the place is there, if the patch holds any of the path.
function inEnvironment(root: Node, environment: string, path: JsonPath): Node {
  const patch = findNodeAtLocation(root, ["environments", environment]);
  if (!patch) return nearest(root, path);
  const found = nearest(patch, path);
  if (found !== patch) return found;
  const elsewhere = nearest(root, path);
  return elsewhere === root ? keyOf(patch) : elsewhere;
}

/** The node at the path; where it is missing, the key of what would hold it: there the user looks. */
function nearest(root: Node, path: JsonPath): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node) return length === path.length ? node : keyOf(node);
  }
  return root;
}

function keyOf(node: Node): Node {
  return node.parent?.type === "property" ? node.parent.children![0]! : node;
}

function nodeValue(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(nodeValue);
  if (node.type !== "object") return node.value;
  const object = emptyObject();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key && value) object[key.value] = nodeValue(value);
  }
  return object;
}
