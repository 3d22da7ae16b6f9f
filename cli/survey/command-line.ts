// Command lines of units: the words that systemd starts, or what in them only the server knows.

/**
 * Splits as systemd does: quotes around words or parts of them, C's escapes, others left as they are.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html#Quoting
 * @returns null where a quote is not closed
 */
export function wordsOf(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === "\\") {
      const [meant, length] = escaped(text.slice(at + 1));
      word = (word ?? "") + meant;
      at += length;
    } else if (letter === quote) quote = "";
    else if (quote === "" && (letter === '"' || letter === "'")) {
      quote = letter;
      word ??= "";
    } else if (quote === "" && /\s/.test(letter)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + letter;
  }
  if (quote !== "") return null;
  return word === null ? words : [...words, word];
}

const escapes: Readonly<Record<string, string>> = {
  ...{ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
  ...{ "\\": "\\", '"': '"', "'": "'", s: " " },
};

function escaped(rest: string): [string, number] {
  const plain = escapes[rest[0] ?? ""];
  if (plain !== undefined) return [plain, 1];
  const [all, hex, octal] = /^(?:x([0-9a-f]{2})|([0-7]{3}))/i.exec(rest) ?? [];
  if (all === undefined) return ["\\", 0];
  return [String.fromCharCode(hex ? Number.parseInt(hex, 16) : Number.parseInt(octal!, 8)), all.length];
}

/**
 * Fills in what the unit's own name tells: %n, %N and %p.
 * @param unit `gunicorn.service`; the instance of a template is not known, so its specifiers are not
 * @returns the text, or the first part of it that only the server knows: a specifier or a variable
 */
export function expanded(text: string, unit: string): { text: string } | { unknown: string } {
  const name = unit.replace(/\.[a-z]+$/, "");
  const known: Readonly<Record<string, string>> = unit.includes("@")
    ? { p: name.split("@")[0]! }
    : { n: unit, N: name, p: name };
  let unknown: string | null = null;
  // %(here)s is supervisor's form.
  const filled = text.replace(/%%|\$\$|%\([^)]*\)[sd]|%[A-Za-z]|\$\{?\w+\}?|\$\(/g, (part) => {
    if (part === "%%" || part === "$$") return part[0]!;
    const meant = known[part.slice(1)];
    if (meant === undefined || part[0] !== "%") unknown ??= part;
    return meant ?? part;
  });
  return unknown === null ? { text: filled } : { unknown };
}
