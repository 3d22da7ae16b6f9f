// Bundles a handler of the user's own with esbuild, which the project brings.
import { createRequire } from "node:module";
import { join } from "node:path";
import { type ExportNamedDeclaration, parse } from "acorn";
import type { Message } from "esbuild";
import type { Problem } from "../config/problem";
import { error } from "../config/rules/report";
import options from "./bundle-options.json";
import { functionText } from "./function-text";
import type { Code } from "./package";
import type { Source } from "./source";

type Esbuild = typeof import("esbuild");

/** What a zip of Lambda need not hold, since its Node runtimes do. */
const inLambda = ["@aws-sdk/*", "@smithy/*"];

export function bundled(
  source: Source,
  root: string,
  kind: "lambda" | "function",
): Code | { readonly problems: readonly Problem[] } {
  const esbuild = loadEsbuild(root);
  if (esbuild === null) return { problems: [noEsbuild(source)] };
  try {
    const result = esbuild.buildSync({
      ...(options[kind] as object),
      entryPoints: [source.absolute],
      absWorkingDir: root,
      // Readable where the console shows it; names and lines stay those of the file.
      ...(kind === "function"
        ? { minifySyntax: false, minifyWhitespace: false }
        : { external: inLambda, minify: false, minifySyntax: true }),
      write: false,
    });
    if (!exportsHandler(esbuild, source)) return { problems: [noExport(source)] };
    const { text } = result.outputFiles![0]!;
    return {
      file: "index.js",
      text: kind === "function" ? functionText(text) : text,
      handler: "handler",
    };
  } catch (failure) {
    const { errors } = failure as { errors?: Message[] };
    if (!errors) throw failure;
    return { problems: errors.map((one) => buildProblem(source, one)) };
  }
}

// esbuild lists the exports of ES modules only, and Lambda gets CommonJS; so the file itself is looked at.
function exportsHandler(esbuild: Esbuild, { text, file }: Source): boolean {
  const loader = /\.m?ts$/.test(file) ? "ts" : "js";
  const { code } = esbuild.transformSync(text, { loader, format: "esm", logLevel: "silent" });
  const { body } = parse(code, { ecmaVersion: "latest", sourceType: "module" });
  const isModule = body.some(({ type }) => type.startsWith("Export"));
  if (!isModule) return /\bexports\b/.test(code);
  return body.some(
    (node) =>
      node.type === "ExportAllDeclaration" ||
      (node.type === "ExportNamedDeclaration" && exportedNames(node).includes("handler")),
  );
}

function exportedNames({ declaration, specifiers }: ExportNamedDeclaration): string[] {
  if (declaration?.type === "VariableDeclaration")
    return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
  if (declaration) return [declaration.id.name];
  return specifiers.map(({ exported }) =>
    exported.type === "Identifier" ? exported.name : String(exported.value),
  );
}

function noExport({ path, file }: Source): Problem {
  return error("edge/no-handler", path, {
    message: "The file exports no function that CloudFront could call.",
    got: file,
    expected: "an export called handler",
    fix: "Export it: `export const handler = …`, or `export function handler(event) { … }`.",
  });
}

// First the project's own version, so that a lock file decides the bytes.
function loadEsbuild(root: string): Esbuild | null {
  for (const from of [join(root, "package.json"), __filename]) {
    try {
      return createRequire(from)("esbuild");
    } catch (failure) {
      if ((failure as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw failure;
    }
  }
  return null;
}

function noEsbuild({ path, file }: Source): Problem {
  return error("edge/no-bundler", path, {
    message: `${file.endsWith(".ts") ? "TypeScript" : "A file that imports others"} is bundled with esbuild, which the project does not have.`,
    got: file,
    fix: "Run `npm install --save-dev --save-exact esbuild`.",
  });
}

function buildProblem(source: Source, { text, location }: Message): Problem {
  const details = {
    message: `The handler does not build: ${text.replace(/[.]$/, "")}.`,
    fix: "Correct the line, or what it imports.",
  };
  if (location === null) return error("edge/does-not-build", source.path, details);
  const isOwn = source.absolute.endsWith(location.file);
  const { line, column, lineText } = location;
  const place = { file: isOwn ? source.display : location.file, line, column: column + 1, text: lineText };
  return { ...error("edge/does-not-build", source.path, details), place };
}
