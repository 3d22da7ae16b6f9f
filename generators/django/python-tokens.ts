// Splits Python source into logical lines of tokens, as far as reading literals needs it.
// https://docs.python.org/3/reference/lexical_analysis.html

export interface Token {
  /** A word is a number, a name, or a string that holds more than text (bytes, f-strings). */
  readonly kind: "text" | "word" | "mark" | "end";
  /** The string's value for a text, else the source. */
  readonly value: string;
  readonly line: number;
  /** Characters before it on its line. */
  readonly column: number;
}

/**
 * @returns one list of tokens for each logical line; comments and continuations leave nothing behind
 * @throws Error naming the line of a bracket or string that is never closed, or of one that closes nothing
 */
export function logicalLines(source: string): Token[][] {
  const lines: Token[][] = [[]];
  const open: Token[] = [];
  for (const token of tokens(source)) {
    if (token.kind === "mark") followBrackets(token, open);
    if (token.kind !== "end") lines.at(-1)!.push(token);
    else if (open.length === 0) lines.push([]);
  }
  if (open[0] !== undefined) throw new Error(`the ${open[0].value} in line ${open[0].line} is never closed`);
  return lines;
}

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

function followBrackets(mark: Token, open: Token[]): void {
  if (/["']/.test(mark.value)) throw new Error(`the string in line ${mark.line} is never closed`);
  if (mark.value in closing) open.push(mark);
  if (!/[)\]}]/.test(mark.value)) return;
  const opened = open.pop();
  if (opened === undefined || closing[opened.value] !== mark.value)
    throw new Error(`the ${mark.value} in line ${mark.line} closes nothing`);
}

const tokenForm = new RegExp(
  [
    /(?<prefix>\b[A-Za-z]{1,2})?(?:(?<triple>"""(?:\\.|[^\\])*?"""|'''(?:\\.|[^\\])*?''')|(?<single>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))/,
    /(?<word>[\p{L}\p{N}_.]+)/u,
    /#[^\n]*/,
    /\\\r?\n/,
    /(?<end>[\n;])/,
    /(?<mark>\S)/,
  ]
    .map((part) => part.source)
    .join("|"),
  "gsu",
);

function* tokens(source: string): Generator<Token> {
  let line = 1;
  let lineStart = 0;
  for (const match of source.matchAll(tokenForm)) {
    const { triple, single, prefix = "", word, end, mark } = match.groups!;
    const place = { line, column: match.index - lineStart };
    const body = triple?.slice(3, -3) ?? single?.slice(1, -1);
    if (body !== undefined) yield { ...stringToken(prefix, body), ...place };
    else if (word !== undefined) yield { kind: "word", value: word, ...place };
    else if (end !== undefined) yield { kind: "end", value: end, ...place };
    else if (mark !== undefined) yield { kind: "mark", value: mark, ...place };
    const lastBreak = match[0].lastIndexOf("\n");
    if (lastBreak >= 0) lineStart = match.index + lastBreak + 1;
    line += match[0].split("\n").length - 1;
  }
}

function stringToken(prefix: string, body: string): Pick<Token, "kind" | "value"> {
  const flags = prefix.toLowerCase();
  if (!["", "r", "u"].includes(flags)) return { kind: "word", value: prefix };
  return { kind: "text", value: flags === "r" ? body : body.replace(escapeForm, unescaped) };
}

const escapeForm = /\\(?:\r?\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[abfnrtv\\'"])/g;

function unescaped(sequence: string): string {
  const letter = sequence[1]!;
  if (letter === "\n" || letter === "\r") return "";
  if ("xuU".includes(letter)) return String.fromCodePoint(Number.parseInt(sequence.slice(2), 16));
  if (/[0-7]/.test(letter)) return String.fromCodePoint(Number.parseInt(sequence.slice(1), 8));
  return { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" }[letter] ?? letter;
}
