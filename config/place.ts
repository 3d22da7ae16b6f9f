// Places in a text: line and column of an offset, and the line itself with what looks secret blanked out.
import type { Node } from "jsonc-parser";
import { isEnvName } from "./env-value";
import type { Place } from "./problem";
import { secretKeys } from "./schema";
import { looksSecretName, looksSecretValue } from "./secrets";

export type PlaceFinder = (offset: number) => Place;

/** @param root the parsed text, if it could be parsed: it tells which strings must not be shown */
export function placeFinder(file: string, text: string, root: Node | undefined): PlaceFinder {
  let lines: { starts: number[]; shown: string } | undefined;
  return (offset) => {
    lines ??= { starts: lineStarts(text), shown: withoutSecrets(text, root) };
    const { starts, shown } = lines;
    const index = lineAt(starts, offset);
    const start = starts[index]!;
    const line = shown.slice(start, starts[index + 1] ?? text.length).replace(/[\r\n]+$/, "");
    return { file, line: index + 1, column: offset - start + 1, text: line };
  };
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length)];
}

// The last line that starts at the offset or before.
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  for (let high = starts.length; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low;
}

// Of the same length, so that columns still fit.
function withoutSecrets(text: string, root: Node | undefined): string {
  let shown = text.replace(secretSections, (_, key: string, rest: string) => key + hidden(rest));
  for (const { offset, length } of root ? secretNodes(root, "") : []) {
    const end = offset + length;
    shown = shown.slice(0, offset) + hidden(text.slice(offset, end)) + shown.slice(end);
  }
  return shown;
}

// By its letters alone: where a quote is missing, no parser knows what belongs to the secret.
const secretSections = new RegExp(`("?(?:${[...secretKeys].join("|")})"?)([^\\]}]*)`, "g");

function hidden(text: string): string {
  return text.replace(/[^\s"[\],:]/g, "•");
}

function secretNodes(node: Node, key: string): Node[] {
  if (node.type === "string") return isSecret(key, node.value) ? [node] : [];
  return (node.children ?? []).flatMap((child) => {
    if (child.type !== "property") return secretNodes(child, key);
    const [name, value] = child.children ?? [];
    return value ? secretNodes(value, secretKeys.has(key) ? key : String(name?.value)) : [];
  });
}

function isSecret(key: string, value: string): boolean {
  if (secretKeys.has(key) || value.includes("-----BEGIN ")) return true;
  // terraform.backend.s3.key is a path.
  const isNamed = looksSecretName(key) !== null && key !== "key";
  return isNamed || (isEnvName(key) && looksSecretValue(value) !== null);
}
