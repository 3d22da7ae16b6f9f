// Writes paths as bare words: fields of a table that the shell reads line by line, and plain YAML scalars.

/** A path without a character that the shell, `read` or YAML takes for anything else, and that leads nowhere else. */
export function word(value: string): string {
  if (!/^(?!.*(^|\/)\.\.?(\/|$))\/?[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9._-]+)*$/.test(value))
    throw new Error(`no bare word carries ${JSON.stringify(value)}`);
  return value;
}

/** @returns the lines of a text for a block scalar; a line that YAML would not keep as it is throws */
export function lines(text: string): string[] {
  const all = text.replace(/\n$/, "").split("\n");
  const bad = all.find((line) => !/^[\x20-\x7e]*$/.test(line));
  if (bad !== undefined || !/[^\n]\n$/.test(text) || /^\s/.test(text))
    throw new Error(`no block scalar carries ${JSON.stringify(bad ?? text.slice(-20))}`);
  return all;
}
