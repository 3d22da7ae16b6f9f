// One run of an edge function for people: what came in, what came out, and what CloudFront says to it.

import { cut } from "../../config/cut";
import type { EdgeFunction } from "../../config/project";
import type { Finding, Judged } from "../../functions";
import type { Style } from "./style";
import { columns } from "./table";

export interface EdgeRun {
  readonly edgeFunction: EdgeFunction;
  readonly bytes: number;
  readonly most: number;
  /** Of the file, as CloudFront would send it. */
  // biome-ignore lint/suspicious/noExplicitAny: events are JSON whose form has been judged before
  readonly event: any;
  readonly file: string;
  readonly judged: Judged;
}

export function edgeRunText(run: EdgeRun, paint: Style): string {
  const { judged } = run;
  const log = judged.logs.map((line) => `  ${line}`);
  return [
    head(run, paint),
    ...(judged.failure === null ? [outcome(run, paint)] : []),
    ...(log.length > 0 ? [`${paint.bold("log")}\n${log.join("\n")}`] : []),
    verdict(judged.findings, paint),
  ]
    .join("\n\n")
    .concat("\n");
}

function head({ edgeFunction, bytes, most, event, file, judged }: EdgeRun, paint: Style): string {
  const { id, handler, event: type, runtime } = edgeFunction;
  const { request } = event.Records?.[0]?.cf ?? event;
  const time = judged.failure === null ? `, ${judged.milliseconds.toFixed(1)} ms` : "";
  return columns(
    [
      [paint.bold("function"), `${id}  ${edgeFunction.file ?? handler} on ${type}`],
      [paint.bold("runs in"), `${runtime}, ${bytesText(bytes)} of ${bytesText(most)}${time}`],
      [paint.bold("event"), `${file}  ${request.method} ${request.uri}`],
    ],
    "",
  ).join("\n");
}

function outcome({ event, judged: { result } }: EdgeRun, paint: Style): string {
  const { request, response } = event.Records?.[0]?.cf ?? event;
  if (!isRecord(result)) return `${paint.bold("result")}  ${JSON.stringify(result) ?? "nothing"}`;
  const isAnswer = response === undefined && ("status" in result || "statusCode" in result);
  if (isAnswer) return `${paint.bold("answers by itself")}; the request goes no further\n${facts(result)}`;
  const what = response === undefined ? "passes the request on" : "gives the response back";
  const changes = changed(flat(response ?? request), flat(result), paint);
  return changes.length === 0
    ? `${paint.bold(what)}, unchanged`
    : `${paint.bold(what)}, changed\n${columns(changes, "  ").join("\n")}`;
}

function facts(result: object): string {
  return columns(
    [...flat(result)].map(([key, value]) => [key, shown(value)]),
    "  ",
  ).join("\n");
}

function changed(before: Flat, after: Flat, paint: Style): string[][] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.flatMap((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    if (old === now) return [];
    if (old === undefined) return [["+", key, paint.green(shown(now!))]];
    if (now === undefined) return [["-", key, paint.red(shown(old))]];
    return [["~", key, `${paint.red(shown(old))} -> ${paint.green(shown(now))}`]];
  });
}

type Flat = ReadonlyMap<string, string>;

/** @returns every value by its place, with the values of a header in one */
function flat(value: unknown, path = ""): Flat {
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  if (Array.isArray(value)) return new Map([[path, value.map(valueIn).join(", ")]]);
  if (!isRecord(value)) return new Map([[path, String(value)]]);
  if (typeof value["value"] === "string" && path !== "") return new Map([[path, valueIn(value)]]);
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...flat(inner, at(key))]));
}

function valueIn(one: unknown): string {
  if (!isRecord(one)) return String(one);
  if (Array.isArray(one["multiValue"])) return one["multiValue"].map(valueIn).join(", ");
  return typeof one["value"] === "string" ? one["value"] : JSON.stringify(one);
}

const longestShown = 300;

function shown(text: string): string {
  const oneLine = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  if (text === "") return "(empty)";
  return oneLine.length <= longestShown
    ? oneLine
    : `${cut(oneLine, longestShown + 1)} (${text.length} characters)`;
}

function verdict(findings: readonly Finding[], paint: Style): string {
  if (findings.length === 0) return `${paint.green("ok")}  CloudFront takes this result.`;
  const status = Math.max(...findings.map((one) => one.status));
  const rows = findings.map(({ at, message }) => (at === "" ? [message] : [at, message]));
  return `${paint.red("not ok")}  CloudFront would answer with ${status} instead.\n${columns(rows, "  ").join("\n")}`;
}

/** @returns a size in the units in which AWS gives its limits */
export function bytesText(bytes: number): string {
  if (bytes < 10_240 || bytes === 10_240) return bytes === 10_240 ? "10 KB" : `${bytes} bytes`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} KB` : `${Math.round(bytes / 1024 ** 2)} MB`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
