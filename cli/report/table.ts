// Aligned columns of plain text.
import { wrapped } from "./words";

/** @returns the rows with every column but the last padded to its widest cell */
export function columns(rows: readonly (readonly string[])[], indent: string): string[] {
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, cell.length)),
    [],
  );
  const line = (row: readonly string[]) =>
    row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index]!)));
  return rows.map((row) => (indent + line(row).join("  ")).trimEnd());
}

export interface Hanging {
  readonly indent: string;
  /** How far in the text stands that has no place beside its row. */
  readonly hang: number;
  readonly width: number;
}

/** @returns the rows; a last cell that does not fit beside the others stands below them, in lines that do */
export function hanging(rows: readonly (readonly string[])[], { indent, hang, width }: Hanging): string[] {
  const heads = columns(
    rows.map((row) => row.slice(0, -1)),
    indent,
  );
  return columns(rows, indent).map((line, index) =>
    line.length <= width
      ? line
      : [heads[index]!, ...wrapped(rows[index]!.at(-1)!, width - hang)].join(`\n${" ".repeat(hang)}`),
  );
}
