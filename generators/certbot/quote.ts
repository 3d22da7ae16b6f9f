// Writes values as shell words. What a word cannot carry on one line is our bug by now and throws.

/** Printable ASCII in single quotes, where the shell expands nothing. */
export function text(value: string): string {
  if (!/^[\x20-\x7e]*$/.test(value)) throw unquotable(value);
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** An absolute path that leads nowhere else: no `.` or `..` in it. */
export function path(value: string): string {
  if (!/^(?!.*\/\.\.?(\/|$))(\/[A-Za-z0-9._-]+)+$/.test(value)) throw unquotable(value);
  return text(value);
}

/** One argument of a command that must not be read as an option. */
export function argument(value: string): string {
  if (value === "" || value.startsWith("-")) throw unquotable(value);
  return text(value);
}

function unquotable(value: unknown): Error {
  return new Error(`no shell word carries ${JSON.stringify(value)} here`);
}
