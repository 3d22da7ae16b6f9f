// Writes values as words of a systemd unit. What a unit cannot carry exactly is our bug by now and throws.

/**
 * One word without quotes. Spaces, quotes, `\`, `%` (specifiers), `$` (variables in Exec lines) and line
 * breaks mean something else to systemd; `-`, `@`, `:`, `+` and `!` do so in front of a word.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html
 */
export function word(value: string): string {
  if (!/^[A-Za-z0-9_/][A-Za-z0-9._/@:=+-]*$/.test(value)) throw unquotable(value);
  return value;
}

/** An absolute path that leads nowhere else: no `.` or `..` in it. */
export function path(value: string): string {
  if (!/^(?!.*\/\.\.?(\/|$))(\/[A-Za-z0-9._-]+)+$/.test(value)) throw unquotable(value);
  return word(value);
}

/** A whole number above zero. */
export function count(value: number): string {
  if (!Number.isSafeInteger(value) || value < 1) throw unquotable(value);
  return String(value);
}

function unquotable(value: unknown): Error {
  return new Error(`no word of a systemd unit carries ${JSON.stringify(value)}`);
}
