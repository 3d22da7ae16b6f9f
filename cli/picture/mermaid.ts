// The picture as a Mermaid flowchart, which GitHub and GitLab draw inside Markdown.
import { generatedMark } from "../../generators/header";
import type { Arrow, Box, Picture } from "./picture";

export function pictureMermaid({ title, boxes, arrows }: Picture): string {
  const names = new Map(boxes.map(({ id }, index) => [id, `b${index}`]));
  return [
    "---",
    `title: ${JSON.stringify(plain(title))}`,
    "---",
    "flowchart LR",
    `  %% ${generatedMark}`,
    ...boxes.map((box) => boxLine(box, names.get(box.id)!, arrows)),
    ...arrows.map((arrow) => arrowLine(arrow, boxes, names)),
    ...styles(boxes, names),
    "",
  ].join("\n");
}

// Rows that lead to another box are labels of their arrows; the others stand in the box.
function boxLine(box: Box, name: string, arrows: readonly Arrow[]): string {
  const stay = box.rows.filter(
    (_, index) => !arrows.some(({ from, row }) => from === box.id && row === index),
  );
  const label = lines([
    box.title,
    box.place,
    ...stay.map(({ path, target, notes }) => `${path} ${[target, ...notes].join(", ")}`),
  ]);
  return `  ${name}${box.kind === "bucket" ? `[("${label}")]` : `["${label}"]`}`;
}

function lines(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== "")
    .map(escaped)
    .join("<br/>");
}

function arrowLine({ from, row, to, isSecond }: Arrow, boxes: readonly Box[], names: Names): string {
  const { path, notes } =
    row === null ? { path: "", notes: [] } : boxes.find(({ id }) => id === from)!.rows[row]!;
  const label = isSecond ? lines([`${path}, on errors`]) : lines([path, notes.join(", ")]);
  const line = isSecond ? "-.->" : "-->";
  return `  ${names.get(from)!} ${line}${label === "" ? "" : `|"${label}"|`} ${names.get(to)!}`;
}

type Names = ReadonlyMap<string, string>;

// Colours that are readable on light and dark pages: only the border says what a box is.
const borders: Readonly<Record<Box["kind"], string>> = {
  browser: "#888888",
  distribution: "#8c4fff",
  bucket: "#3f8624",
  host: "#888888",
  nginx: "#009639",
  gunicorn: "#4b8bbe",
};

function styles(boxes: readonly Box[], names: Names): string[] {
  return boxes.map(({ id, kind }) => `  style ${names.get(id)!} stroke:${borders[kind]},stroke-width:2px`);
}

/** Everything but plain characters as an entity code, so that no value ends a label or begins a tag. */
function escaped(text: string): string {
  return plain(text).replace(/[^A-Za-z0-9 /.:,()_-]/gu, (character) => `#${character.codePointAt(0)};`);
}

// Neither Mermaid nor XML has a form for these.
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]/gu, "\ufffd");
}
