// edge test: runs the built bundle of a function with an event, and holds its result against CloudFront's rules.
import { resolve } from "node:path";
import type { Problem } from "../../../config/problem";
import type { Judged } from "../../../functions";
import { CannotRun } from "../../cannot-run";
import { readNamed } from "../../files/read-file";
import { edgeRunText } from "../../report/edge-run";
import { formatReport, problemReport } from "../../report/report";
import { pageOf } from "../../report/style";
import type { ExitCode, Terminal } from "../../terminal";
import type { Options } from "..";
import { type BuiltFunction, builtFunction, edgeLibrary } from "./functions";

export interface EdgeTestOptions extends Options {
  readonly event: string;
  /** A JSON file with what the function's key value store holds. */
  readonly keyValues?: string;
}

export async function testEdge(
  options: EdgeTestOptions,
  terminal: Terminal,
  [id]: readonly string[],
): Promise<ExitCode> {
  const built = await builtFunction(options, terminal, id!);
  if (typeof built === "number") return built;
  const event = readEvent(options.event, built, terminal);
  const keyValues = options.keyValues === undefined ? {} : readJson(options.keyValues, terminal);
  const { edgeFunction, made } = built;
  const judged = await edgeLibrary().runEdgeFunction({
    edgeFunction,
    package: made,
    event,
    keyValues: keyValues as Record<string, string>,
    now: terminal.now().getTime(),
  });
  terminal.stdout.write(await told(built, event, judged, options, terminal));
  return judged.findings.length === 0 ? 0 : 1;
}

function readEvent(path: string, { edgeFunction }: BuiltFunction, terminal: Terminal): unknown {
  const event = readJson(path, terminal);
  const fault = edgeLibrary().eventFault(edgeFunction, event);
  if (fault === null) return event;
  throw new CannotRun(
    "edge/event-file",
    `${path} is no event for the function ${edgeFunction.id}. ${fault}`,
    `\`httpsmith edge event ${edgeFunction.id}\` prints one to begin with.`,
  );
}

function readJson(path: string, { cwd }: Terminal): unknown {
  const missing = { code: "edge/event-file", fix: "Name a file with JSON." } as const;
  const text = readNamed(resolve(cwd, path), path, missing);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CannotRun(
      "edge/event-file",
      `${path} is not JSON: ${(error as Error).message}.`,
      "Correct the file.",
    );
  }
}

async function told(
  built: BuiltFunction,
  event: unknown,
  judged: Judged,
  options: EdgeTestOptions,
  terminal: Terminal,
): Promise<string> {
  if (options.format === "json") return `${JSON.stringify(judged, null, 2)}\n`;
  const { edgeFunction, made } = built;
  if (options.format === "text") {
    const { bytes, most } = edgeLibrary().sizeOf(made);
    const run = { edgeFunction, bytes, most, event, file: options.event, judged };
    return edgeRunText(run, pageOf(terminal).paint);
  }
  const problems = judged.findings.map((finding) => problemOf(finding, edgeFunction.id));
  const summary = problems.length === 0 ? "ok" : "not ok";
  return formatReport(problemReport(problems, summary), options, terminal);
}

function problemOf({ status, at, message }: Judged["findings"][number], id: string): Problem {
  return {
    code: "edge/refused-result",
    severity: "error",
    path: ["edge", id],
    message,
    got: at === "" ? `status ${status}` : `${at}, status ${status}`,
    fix: "Correct the handler.",
  };
}
