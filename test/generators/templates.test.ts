// Templates hold the shape of a file and no decisions: plain values, if, unless and each, at most two deep.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";

type Node = hbs.AST.Node;

/** @returns what a template may not have, each with its line */
function findings(source: string): string[] {
  return inStatements(Handlebars.parse(source).body, 0);
}

function inStatements(statements: readonly Node[], depth: number): string[] {
  return statements.flatMap((statement) => {
    if (isA<hbs.AST.BlockStatement>(statement, "BlockStatement")) return inBlock(statement, depth + 1);
    if (isA<hbs.AST.MustacheStatement>(statement, "MustacheStatement"))
      return statement.params.length > 0 || statement.hash
        ? [at(statement, "a helper")]
        : inValue(statement.path, statement);
    return ["ContentStatement", "CommentStatement"].includes(statement.type)
      ? []
      : [at(statement, statement.type)];
  });
}

function inBlock(block: hbs.AST.BlockStatement, depth: number): string[] {
  const { path, params, hash, program, inverse } = block;
  const isPlain = ["if", "unless", "each"].includes(path.original) && params.length === 1 && !hash;
  return [
    ...(isPlain ? [] : [at(block, `#${path.original}`)]),
    ...(depth > 2 ? [at(block, `nesting ${depth} deep`)] : []),
    ...params.flatMap((param) => inValue(param, block)),
    ...inStatements(program.body, depth),
    ...inStatements(inverse?.body ?? [], depth),
  ];
}

// `this`, `name` and `section.name` of the view at hand; no parents, no private data, no literals.
function inValue(value: hbs.AST.Expression, statement: Node): string[] {
  if (!isA<hbs.AST.PathExpression>(value, "PathExpression")) return [at(statement, value.type)];
  return value.depth > 0 || value.data ? [at(statement, value.original)] : [];
}

function isA<T extends Node>(node: Node, type: T["type"]): node is T {
  return node.type === type;
}

function at(node: Node, what: string): string {
  return `line ${node.loc.start.line}: ${what}`;
}

const folder = join(__dirname, "../../generators");

describe("the templates", () => {
  const templates = templateFiles();
  test("are found", () => expect(templates.length).toBeGreaterThan(10));
  test.each(templates)("%s holds no decisions", (file) => {
    expect(findings(readFileSync(join(folder, file), "utf8"))).toEqual([]);
  });
});

describe("the lint", () => {
  test.each([
    ["{{upper name}}", "a helper"],
    ["{{upper x=1}}", "a helper"],
    ["{{#if (eq a b)}}x{{/if}}", "SubExpression"],
    ["{{#with a}}x{{/with}}", "#with"],
    ["{{#each list}}{{../name}}{{/each}}", "../name"],
    ["{{#each list}}{{@index}}{{/each}}", "@index"],
    ["{{> part}}", "PartialStatement"],
    ["{{#if a}}{{#if b}}{{#if c}}x{{/if}}{{/if}}{{/if}}", "nesting 3 deep"],
    ['{{"text"}}', "StringLiteral"],
  ])("rejects %s", (source, what) => expect(findings(source)).toEqual([`line 1: ${what}`]));

  test("accepts plain values, two blocks deep", () => {
    expect(findings("{{a.b}}{{#if a}}{{#each b}}{{this}}{{c}}{{/each}}{{else}}x{{/if}}")).toEqual([]);
  });
});

function templateFiles(): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".hbs")).sort();
}
