// Lays a picture out: a column for each station of a request, a place for each box, a line for each arrow. In pixels.
import type { Arrow, Box, Picture } from "./picture";

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
}

export interface PlacedBox {
  readonly box: Box;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Where the notes begin, from x. */
  readonly notesX: number;
}

export interface PlacedArrow {
  readonly arrow: Arrow;
  /** As the `d` of an SVG path. */
  readonly path: string;
}

/** Width of a character and height of a line of the 13 px monospaced font. */
export const CHARACTER = 8;
export const LINE = 20;
export const PADDING = 14;
const BETWEEN_COLUMNS = 72;
const BETWEEN_BOXES = 28;
const MARGIN = 24;
const CORNER = 12;

const columnOf: Readonly<Record<Box["kind"], number>> = {
  browser: 0,
  distribution: 1,
  bucket: 2,
  host: 2,
  nginx: 2,
  gunicorn: 3,
};

export function layoutOf({ boxes, arrows }: Picture): Layout {
  const sized = boxes.map(sizeOf);
  const used = [0, 1, 2, 3].filter((column) => boxes.some(({ kind }) => columnOf[kind] === column));
  const widths = used.map((column) => Math.max(...inColumn(sized, column).map(({ width }) => width)));
  const left = widths.map((_, index) => MARGIN + sum(widths.slice(0, index)) + index * BETWEEN_COLUMNS);
  const placed = used.flatMap((column, index) =>
    stacked(inColumn(sized, column), left[index]!, widths[index]!),
  );
  const settled = centred(belowDistributions(placed));
  return {
    width: MARGIN * 2 + sum(widths) + (widths.length - 1) * BETWEEN_COLUMNS,
    height: MARGIN + Math.max(...settled.map(({ y, height }) => y + height)),
    boxes: settled,
    arrows: arrows.map((arrow) => ({ arrow, path: lineOf(arrow, arrows, settled) })),
  };
}

function inColumn(boxes: readonly PlacedBox[], column: number): PlacedBox[] {
  return boxes.filter(({ box }) => columnOf[box.kind] === column);
}

function sizeOf(box: Box): PlacedBox {
  const longestPath = Math.max(0, ...box.rows.map(({ path }) => lengthOf(path)));
  const notesX = PADDING + (longestPath + 2) * CHARACTER;
  const rows = box.rows.map((row) => notesX + lengthOf(notesOf(box, row)) * CHARACTER);
  const heads = [box.title, box.place].map((text) => PADDING + lengthOf(text) * CHARACTER);
  const lines = 1 + (box.place === "" ? 0 : 1) + box.rows.length;
  const gap = box.rows.length > 0 ? LINE / 2 : 0;
  return {
    box,
    x: 0,
    y: 0,
    width: Math.max(...heads, ...rows) + PADDING,
    height: lines * LINE + gap + PADDING * 1.5,
    notesX,
  };
}

/** @returns what stands beside the path of a row */
export function notesOf({ kind }: Box, { target, notes }: Box["rows"][number]): string {
  // In other boxes the arrow says where the row leads.
  return [...(kind === "nginx" && target.startsWith("/") ? [target] : []), ...notes].join(", ");
}

// Wide characters take two columns of a monospaced font.
function lengthOf(text: string): number {
  return [...text].reduce((length, character) => length + (character.codePointAt(0)! > 0x2e7f ? 2 : 1), 0);
}

function stacked(boxes: readonly PlacedBox[], x: number, width: number): PlacedBox[] {
  let y = MARGIN + LINE * 2;
  return boxes.map((one) => {
    const placed = { ...one, x, y, width };
    y += one.height + BETWEEN_BOXES;
    return placed;
  });
}

// The line from the browser to Nginx runs below the distributions.
function belowDistributions(boxes: readonly PlacedBox[]): PlacedBox[] {
  const bottom = Math.max(
    0,
    ...boxes.filter(({ box }) => box.kind === "distribution").map(({ y, height }) => y + height),
  );
  return boxes.map((one) =>
    one.box.kind === "nginx" ? { ...one, y: Math.max(one.y, bottom + BETWEEN_BOXES / 2) } : one,
  );
}

// The browser beside the first distribution, Gunicorn beside Nginx.
function centred(boxes: readonly PlacedBox[]): PlacedBox[] {
  const middleOf = (kind: Box["kind"]) => {
    const one = boxes.find(({ box }) => box.kind === kind);
    return one && one.y + one.height / 2;
  };
  const beside: Partial<Record<Box["kind"], number | undefined>> = {
    browser: middleOf("distribution") ?? middleOf("nginx"),
    gunicorn: middleOf("nginx"),
  };
  return boxes.map((one) => {
    const middle = beside[one.box.kind];
    return middle === undefined ? one : { ...one, y: middle - one.height / 2 };
  });
}

function lineOf(arrow: Arrow, arrows: readonly Arrow[], boxes: readonly PlacedBox[]): string {
  const from = boxes.find(({ box }) => box.id === arrow.from)!;
  const to = boxes.find(({ box }) => box.id === arrow.to)!;
  const arriving = arrows.filter((other) => other.to === arrow.to);
  const end = to.y + (to.height * (arriving.indexOf(arrow) + 1)) / (arriving.length + 1);
  const hasMiddle = boxes.some(({ box }) => box.kind === "distribution");
  if (arrow.from === "browser" && to.box.kind === "nginx" && hasMiddle) {
    const x = from.x + from.width / 2;
    return `M${x} ${from.y + from.height}V${end - CORNER}Q${x} ${end} ${x + CORNER} ${end}H${to.x - 8}`;
  }
  const start = arrow.row === null ? from.y + from.height / 2 : rowMiddle(from, arrow.row);
  const x = from.x + from.width;
  const bend = (to.x - x) / 2;
  return `M${x} ${start}C${x + bend} ${start} ${to.x - bend} ${end} ${to.x - 8} ${end}`;
}

/** @returns the middle of a row of a box */
export function rowMiddle({ box, y }: PlacedBox, row: number): number {
  return y + PADDING / 2 + LINE * ((box.place === "" ? 1 : 2) + row) + LINE;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
