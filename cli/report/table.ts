// Aligned columns of plain text.

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
