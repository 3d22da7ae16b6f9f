// Parses Nginx configuration by the rules of Nginx's own lexer, for checks and tests.

export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  /** 1-based, of the directive's name. */
  readonly line: number;
  /** The directives in braces; null for one that ends with a semicolon. */
  readonly block: readonly Directive[] | null;
}

interface Token {
  readonly kind: "word" | ";" | "{" | "}";
  readonly text: string;
  readonly line: number;
}

/** @throws Error with the line when Nginx would refuse the text */
export function parseNginx(text: string): Directive[] {
  return parseBlock(tokenize(text), null);
}

/** All directives in reading order, those in blocks after the one that holds them. */
export function* walk(directives: readonly Directive[]): Generator<Directive> {
  for (const directive of directives) {
    yield directive;
    if (directive.block) yield* walk(directive.block);
  }
}

function parseBlock(tokens: Token[], opened: Token | null): Directive[] {
  const directives: Directive[] = [];
  for (let token = tokens.shift(); token; token = tokens.shift()) {
    if (token.kind === "}" && opened) return directives;
    if (token.kind !== "word") throw unexpected(token.text, token.line);
    directives.push(parseDirective(token, tokens));
  }
  if (opened) throw new Error(`line ${opened.line}: "{" is never closed`);
  return directives;
}

function parseDirective(name: Token, tokens: Token[]): Directive {
  const args: string[] = [];
  for (let token = tokens.shift(); token; token = tokens.shift()) {
    const found = { name: name.text, args, line: name.line };
    if (token.kind === ";") return { ...found, block: null };
    if (token.kind === "{") return { ...found, block: parseBlock(tokens, token) };
    if (token.kind === "}") throw unexpected("}", token.line);
    args.push(token.text);
  }
  throw new Error(`line ${name.line}: no ";" after ${name.text}`);
}

// https://github.com/nginx/nginx/blob/release-1.26.3/src/core/ngx_conf_file.c (ngx_conf_read_token)
function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const [read, kind] = readToken(text, at);
    const raw = text.slice(at, at + read);
    if (kind === "quoted" && !/[\s;{)]/.test(text[at + read] ?? " ")) throw unexpected(text[at + read], line);
    if (kind === "quoted" || kind === "bare") tokens.push({ kind: "word", text: unescaped(raw, kind), line });
    if (kind === "mark") tokens.push({ kind: raw as ";", text: raw, line });
    line += raw.split("\n").length - 1;
    at += read;
  }
  return tokens;
}

type Lexeme = "space" | "mark" | "quoted" | "bare";

const lexemes: readonly (readonly [Lexeme, RegExp])[] = [
  ["space", /[ \t\r\n]+|#[^\n]*/y],
  ["mark", /[;{}]/y],
  ["quoted", /"(\\.|[^"\\])*"|'(\\.|[^'\\])*'/sy],
  // A brace right after a dollar sign belongs to the word; any other one ends it.
  ["bare", /(?!["'])(\\.|\$+\{*|[^ \t\r\n;{\\$])+/sy],
];

function readToken(text: string, at: number): [length: number, kind: Lexeme] {
  for (const [kind, pattern] of lexemes) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return [match[0].length, kind];
  }
  throw new Error(`a quote or escape is never finished: ${JSON.stringify(text.slice(at, at + 40))}`);
}

function unescaped(raw: string, kind: Lexeme): string {
  const named: Record<string, string> = { t: "\t", r: "\r", n: "\n" };
  const inner = kind === "quoted" ? raw.slice(1, -1) : raw;
  return inner.replace(/\\(["'\\trn])/g, (_, character: string) => named[character] ?? character);
}

function unexpected(text: string | undefined, line: number): Error {
  return new Error(`line ${line}: unexpected ${JSON.stringify(text)}`);
}
