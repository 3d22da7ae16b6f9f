// A handler of the user's own: a TypeScript, JavaScript or Python file of the project as the code to pack.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Program, parse } from "acorn";
import { isCloudFrontRuntime } from "../config/edge-runtimes";
import type { Problem } from "../config/problem";
import type { EdgeFunction } from "../config/project";
import { error } from "../config/rules/report";
import { show } from "../config/show";
import { bundled } from "./bundle";
import { languageProblems } from "./language";
import type { BuildInput, Code } from "./package";
import { type Source, sourceProblem } from "./source";

type Found = Code | { readonly problems: readonly Problem[] };

export function ownCode({ id, file, runtime, event }: EdgeFunction, input: BuildInput): Found {
  const source = readSource(id, file!, input);
  if ("problems" in source) return source;
  if (file!.endsWith(".py")) return pythonCode(source);
  const asIs = file!.endsWith(".ts") ? null : selfContained(source);
  if (asIs !== null && "problems" in asIs) return asIs;
  const isFunction = isCloudFrontRuntime(runtime);
  const code = asIs ?? bundled(source, input.root, isFunction ? "function" : "lambda");
  if (!isFunction || "problems" in code) return code;
  const problems = languageProblems(code.text, source, asIs !== null, event);
  return problems.length > 0 ? { problems } : code;
}

function readSource(
  id: string,
  file: string,
  { root, display }: BuildInput,
): Source | { problems: Problem[] } {
  const path = ["edge", id, "file"];
  try {
    const text = readFileSync(join(root, file), "utf8").replaceAll("\r\n", "\n");
    return { path, file, display: display ? display(file) : file, absolute: join(root, file), text };
  } catch {
    return {
      problems: [
        error("edge/file-not-found", path, {
          message: "The file with the handler is not there, or cannot be read.",
          got: show(file),
          fix: "Write the handler, or correct the path; it is relative to the config file.",
        }),
      ],
    };
  }
}

// Lambda calls a plain function; which of the two usual names it has is told by the file.
const pythonHandler = /^def (handler|lambda_handler)\s*\(/m;

function pythonCode(source: Source): Found {
  const name = pythonHandler.exec(source.text)?.[1];
  return name === undefined
    ? { problems: [noHandler(source, "a function `def handler(event, context):` at the top level")] }
    : { file: "index.py", text: source.text, handler: name };
}

/** @returns the code as it is written where it imports nothing of the project and no package, else null */
function selfContained(source: Source): Found | null {
  const parsed = parsedModule(source);
  if ("problems" in parsed) return parsed;
  const isModule = parsed.program.body.some(({ type }) => /^(Import|Export)/.test(type));
  const names = [...source.text.matchAll(/\b(?:from|import|require)\s*\(?\s*["']([^"']+)["']/g)];
  if (!names.every(([, name]) => atHand.test(name!))) return null;
  if (!/\bhandler\b/.test(source.text)) return { problems: [noHandler(source, "a function called handler")] };
  return { file: isModule ? "index.mjs" : "index.js", text: source.text, handler: "handler" };
}

// What the runtimes bring: Node's modules, AWS's SDK (Lambda), and the modules of CloudFront Functions.
const atHand = /^(node:.*|@aws-sdk\/.*|cloudfront|crypto|querystring|buffer)$/;

function parsedModule(source: Source): { program: Program } | { problems: Problem[] } {
  for (const sourceType of ["module", "script"] as const) {
    try {
      return { program: parse(source.text, { ecmaVersion: "latest", sourceType, allowHashBang: true }) };
    } catch (error) {
      const { loc, message } = error as SyntaxError & { loc: { line: number; column: number } };
      if (sourceType === "module") continue;
      return { problems: [doesNotParse(source, message, loc)] };
    }
  }
  throw new Error("unreachable");
}

function doesNotParse(source: Source, message: string, loc: { line: number; column: number }): Problem {
  return sourceProblem("edge/does-not-build", source, loc, {
    message: `The handler is not JavaScript: ${message.replace(/ \(\d+:\d+\)$/, "")}.`,
    fix: "Correct the line.",
  });
}

function noHandler(source: Source, expected: string): Problem {
  return error("edge/no-handler", source.path, {
    message: "The file has no function that CloudFront could call.",
    got: show(source.file),
    expected,
    fix: `Add ${expected}.`,
  });
}
