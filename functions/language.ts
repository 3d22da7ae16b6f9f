// Finds in a CloudFront Function what runtime 2.0 lacks: AWS accepts such code, and it fails at the first request.
import { type AnyNode, type Program, parse } from "acorn";
import type { Problem } from "../config/problem";
import type { EdgeEvent } from "../config/project";
import { globals, missingMethods, missingSyntax, modules, statics } from "./runtime-features";
import { type Source, sourceProblem } from "./source";

interface Fault {
  readonly node: AnyNode;
  readonly what: string;
  readonly fix: string;
}

/**
 * @param text what CloudFront would get
 * @param isSource whether the text is the file itself, so that its lines are those of the file
 */
export function languageProblems(
  text: string,
  source: Source,
  isSource: boolean,
  event: EdgeEvent,
): Problem[] {
  return faults(text).map(({ node, what, fix }) => {
    const where = isSource ? node.loc!.start : lineOf(source.text, text, node);
    return sourceProblem("edge/language", source, where, {
      message: `CloudFront's runtime 2.0 does not have ${what}; the function would fail at every ${event.replace("-", " ")}.`,
      fix: `${fix} Or write "runtime": "nodejs22.x", which makes it a Lambda@Edge function.`,
    });
  });
}

// A bundle has other lines than its source: the first line of the source with the same words is shown.
function lineOf(source: string, bundle: string, node: AnyNode): { line: number; column: number } {
  const snippet = bundle.slice(node.start, node.end).split("\n")[0]!.trim();
  const lines = source.split("\n");
  const line = lines.findIndex((one) => one.includes(snippet));
  return line === -1 ? { line: 1, column: 0 } : { line: line + 1, column: lines[line]!.indexOf(snippet) };
}

/** @returns what runtime 2.0 lacks, in the order of the text */
export function faults(text: string): Fault[] {
  const program = parse(text, { ecmaVersion: "latest", sourceType: "module", locations: true });
  const nodes = allNodes(program);
  const known = declaredNames(nodes);
  const properties = ownProperties(nodes);
  const found = nodes.flatMap(({ node, parent }) => [
    ...syntaxFaults(node, parent),
    ...importFaults(node),
    ...nameFaults(node, parent, known),
    ...memberFaults(node, properties),
  ]);
  return [...(hasHandler(program) ? [] : [noHandler(program)]), ...found];
}

function hasHandler({ body }: Program): boolean {
  return body.some((node) => node.type === "FunctionDeclaration" && node.id.name === "handler");
}

function noHandler(program: Program): Fault {
  return {
    node: program,
    what: "a function to call without `function handler(event)` at the top level",
    fix: "Declare it so; a constant or an arrow function is not found.",
  };
}

interface Placed {
  readonly node: AnyNode;
  readonly parent: AnyNode | null;
}

function allNodes(node: AnyNode, parent: AnyNode | null = null): Placed[] {
  const inner = Object.values(node).flatMap((value: unknown) =>
    [value].flat().filter((one): one is AnyNode => typeof (one as AnyNode | null)?.type === "string"),
  );
  return [{ node, parent }, ...inner.flatMap((one) => allNodes(one, node))];
}

function syntaxFaults(node: AnyNode, parent: AnyNode | null): Fault[] {
  const kind = node.type === "Literal" && node.bigint ? "BigInt" : node.type;
  const what = missingSyntax[kind] ?? operatorFault(node) ?? functionFault(node, parent);
  return what === undefined ? [] : [{ node, what, fix: "Write it in another way." }];
}

function operatorFault(node: AnyNode): string | undefined {
  if (node.type === "LogicalExpression" && node.operator === "??") return "??";
  if (node.type === "AssignmentExpression" && /^(\?\?|&&|\|\|)=$/.test(node.operator)) return node.operator;
  if (node.type === "CatchClause" && !node.param) return "catch without a name";
  if (node.type !== "Property") return undefined;
  if (node.shorthand || node.method) return "shorthand properties";
  return node.computed ? "computed property names" : undefined;
}

// `async` arguments and closures are not supported: only functions at the top level may be async.
function functionFault(node: AnyNode, parent: AnyNode | null): string | undefined {
  if (!("async" in node)) return undefined;
  if ("generator" in node && node.generator) return "generators";
  if (node.async && (node.type !== "FunctionDeclaration" || parent?.type !== "Program"))
    return "async functions inside of others";
  return undefined;
}

function importFaults(node: AnyNode): Fault[] {
  if (node.type === "ImportDeclaration") {
    const [first, ...others] = node.specifiers;
    if (!modules.has(String(node.source.value))) return [missingModule(node, String(node.source.value))];
    if (first?.type === "ImportDefaultSpecifier" && others.length === 0) return [];
    return [
      {
        node,
        what: "imports of single names",
        fix: `Write \`import name from ${JSON.stringify(node.source.value)}\`.`,
      },
    ];
  }
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier" || node.callee.name !== "require")
    return [];
  const [argument] = node.arguments;
  const name = argument?.type === "Literal" ? String(argument.value) : "";
  return modules.has(name) ? [] : [missingModule(node, name)];
}

function missingModule(node: AnyNode, name: string): Fault {
  return { node, what: `the module ${JSON.stringify(name)}`, fix: `It has ${[...modules].join(", ")}.` };
}

// Names are looked for anywhere in the text: what is declared in another function is not found out.
function declaredNames(nodes: readonly Placed[]): ReadonlySet<string> {
  return new Set(
    nodes.flatMap(({ node, parent }) =>
      node.type === "Identifier" && parent !== null && isDeclaration(node, parent) ? [node.name] : [],
    ),
  );
}

function isDeclaration(node: AnyNode, parent: AnyNode): boolean {
  const { type } = parent;
  if (type === "VariableDeclarator" || /^Function|^Class/.test(type))
    return (parent as { id?: AnyNode }).id === node || isParameter(node, parent);
  return type === "ArrowFunctionExpression"
    ? isParameter(node, parent)
    : /^Import\w*Specifier$|^CatchClause$|^RestElement$|Pattern$/.test(type) || isPatternValue(parent, node);
}

function isParameter(node: AnyNode, parent: AnyNode): boolean {
  return "params" in parent && (parent.params as AnyNode[]).includes(node);
}

function isPatternValue(parent: AnyNode, node: AnyNode): boolean {
  return parent.type === "Property" && parent.shorthand && parent.value === node;
}

function nameFaults(node: AnyNode, parent: AnyNode | null, known: ReadonlySet<string>): Fault[] {
  if (node.type !== "Identifier" || parent === null || !isReference(node, parent)) return [];
  if (known.has(node.name) || globals.has(node.name)) return [];
  return [{ node, what: show(node.name), fix: "Write it in another way." }];
}

function isReference(node: AnyNode, parent: AnyNode): boolean {
  if (parent.type === "MemberExpression") return parent.object === node || parent.computed;
  if (
    parent.type === "Property" ||
    parent.type === "MethodDefinition" ||
    parent.type === "PropertyDefinition"
  )
    return parent.value === node || parent.computed;
  return !/^(Labeled|Break|Continue)Statement$|^(Import|Export)\w*Specifier$/.test(parent.type);
}

function ownProperties(nodes: readonly Placed[]): ReadonlySet<string> {
  return new Set(
    nodes.flatMap(({ node }) => {
      if (node.type === "Property" && node.key.type === "Identifier") return [node.key.name];
      if (node.type !== "AssignmentExpression" || node.left.type !== "MemberExpression") return [];
      return node.left.property.type === "Identifier" ? [node.left.property.name] : [];
    }),
  );
}

function memberFaults(node: AnyNode, own: ReadonlySet<string>): Fault[] {
  if (node.type !== "MemberExpression" || node.computed || node.property.type !== "Identifier") return [];
  const { name } = node.property;
  const object = node.object.type === "Identifier" ? node.object.name : "";
  const list = Object.hasOwn(statics, object) ? statics[object]! : null;
  if (list !== null && !list.has(name))
    return [{ node, what: show(`${object}.${name}`), fix: "Write it in another way." }];
  if (list !== null || !missingMethods.has(name) || own.has(name)) return [];
  return [{ node, what: `the method ${name}`, fix: "Write it in another way." }];
}

function show(name: string): string {
  return `\`${name}\``;
}
