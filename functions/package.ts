// One edge function as CloudFront gets it: the zip of a Lambda@Edge function or the text of a CloudFront Function.
import { createHash } from "node:crypto";
import { isCloudFrontRuntime } from "../config/edge-runtimes";
import type { Problem } from "../config/problem";
import type { EdgeFunction } from "../config/project";
import { error } from "../config/rules/report";
import { handlerCode } from "./handlers";
import { mostFunctionBytes, mostPackageBytes } from "./limits";
import { deterministicZip } from "./zip";

export interface LambdaPackage {
  readonly kind: "lambda";
  /** What is in the zip, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** Module and function, as Lambda names them: `index.handler`. */
  readonly entry: string;
  /** SHA-256 of the bytes in base64, as Lambda and `source_code_hash` have it. */
  readonly sourceCodeHash: string;
  /** The same, short enough for file names. */
  readonly hash: string;
}

export interface FunctionPackage {
  readonly kind: "function";
  readonly code: string;
}

export type EdgePackage = LambdaPackage | FunctionPackage;

export interface Built {
  /** null where there are problems. */
  readonly package: EdgePackage | null;
  readonly problems: readonly Problem[];
}

/** Code before it is packed. */
export interface Code {
  /** Name of the file in the zip. */
  readonly file: string;
  readonly text: string;
  /** Name of the function in it. */
  readonly handler: string;
}

export interface BuildInput {
  /** Folder of the config, which a handler's own file is relative to. */
  readonly root: string;
  /** @returns a path below root as it is named in messages */
  display?(path: string): string;
}

/** The same function and files, the same bytes, on any machine. */
export function buildEdgeFunction(edgeFunction: EdgeFunction, input: BuildInput): Built {
  const found = codeOf(edgeFunction, input);
  if ("problems" in found) return { package: null, problems: found.problems };
  const made = isCloudFrontRuntime(edgeFunction.runtime) ? functionPackage(found) : lambdaPackage(found);
  const problems = sizeProblems(edgeFunction, made);
  return problems.length > 0 ? { package: null, problems } : { package: made, problems };
}

/** @throws Error with the first problem: for what has been checked before */
export function edgePackage(edgeFunction: EdgeFunction, root = "."): EdgePackage {
  const { package: made, problems } = buildEdgeFunction(edgeFunction, { root });
  if (made) return made;
  throw new Error(`The edge function ${edgeFunction.id} cannot be built: ${problems[0]!.message}`);
}

function codeOf(edgeFunction: EdgeFunction, input: BuildInput): Code | { problems: readonly Problem[] } {
  const { handler, runtime, settings } = edgeFunction;
  // A parser of JavaScript takes its time to load, and most projects have no code of their own.
  const own = () => require("./own-code") as typeof import("./own-code");
  if (handler === "custom") return own().ownCode(edgeFunction, input);
  const kind = isCloudFrontRuntime(runtime) ? "function" : "lambda";
  return { file: "index.js", text: handlerCode(handler, kind, settings), handler: "handler" };
}

function functionPackage({ text }: Code): FunctionPackage {
  return { kind: "function", code: text };
}

function lambdaPackage({ file, text, handler }: Code): LambdaPackage {
  const files = { [file]: text };
  const bytes = deterministicZip(files);
  const digest = createHash("sha256").update(bytes).digest();
  return {
    kind: "lambda",
    files,
    bytes,
    entry: `index.${handler}`,
    sourceCodeHash: digest.toString("base64"),
    hash: digest.toString("hex").slice(0, 12),
  };
}

/** @returns the bytes that AWS counts, and how many it takes */
export function sizeOf(made: EdgePackage): { readonly bytes: number; readonly most: number } {
  return made.kind === "function"
    ? { bytes: Buffer.byteLength(made.code), most: mostFunctionBytes }
    : { bytes: made.bytes.length, most: mostPackageBytes };
}

function sizeProblems({ id, handler }: EdgeFunction, made: EdgePackage): Problem[] {
  const { bytes, most } = sizeOf(made);
  if (bytes <= most) return [];
  const path = handler === "custom" ? ["edge", id, "file"] : ["edge", id];
  return [
    error("edge/too-large", path, {
      message:
        made.kind === "function"
          ? "The code is larger than a CloudFront Function may be."
          : "The zip is larger than a Lambda@Edge function may be.",
      got: `${bytes} bytes`,
      expected: `at most ${most} bytes`,
      fix:
        made.kind === "function"
          ? 'Write "runtime": "nodejs22.x", which makes it a Lambda@Edge function, or shorten it.'
          : "Import less: only what the handler needs goes into the zip.",
    }),
  ];
}
