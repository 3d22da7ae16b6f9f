// Asks the built bundle of a handler, as Lambda@Edge in a clean process or as a CloudFront Function in its sandbox.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EdgeEvent } from "../../config/project";
import type { Finding } from "../../functions";
import { functionFindings } from "../../functions/judge-function";
import { lambdaFindings } from "../../functions/judge-lambda";
import { sandbox } from "../../functions/run-sandbox";
import { type Json, runHandler } from "./running-handler";
import { code, type Written, zip } from "./written";

export interface Asked {
  readonly result: Json;
  /** Whether the handler gave back the very request of the event, with nothing in it changed. */
  readonly passed: boolean;
  /** What CloudFront would refuse. */
  readonly findings: readonly Finding[];
}

export interface Asking {
  ask(event: Json): Promise<Asked>;
  stop(): Promise<string>;
}

export function asLambda(written: Written, files: Readonly<Record<string, string>> = {}): Asking {
  const running = runHandler(zip({ runtime: "nodejs22.x", ...written }, files));
  const type = written["event"] as EdgeEvent;
  const ask = async (event: Json) => {
    const before = structuredClone(event);
    const { result, passed } = await running.ask(event);
    const judged = before?.Records?.[0]?.cf?.request ? before : emptyEvent;
    return { result, passed, findings: lambdaFindings(type, judged, result) };
  };
  return { ask, stop: running.stop };
}

const emptyEvent = { Records: [{ cf: { request: {}, response: {} } }] };

export function asFunction(written: Written, keyValues: Readonly<Record<string, string>> = {}): Asking {
  const run = sandbox({
    code: code(
      written["handler"] === "origin-signature" ? written : { ...written, runtime: "cloudfront-js-2.0" },
    ),
    keyValues,
    now: functionTime,
  });
  const logs: string[] = [];
  const ask = async (event: Json) => {
    const ran = await run(event);
    logs.push(...ran.logs);
    if (ran.failure !== null) throw new Error(ran.failure);
    const passed = JSON.stringify(ran.result) === JSON.stringify(event?.request);
    const judged = event?.request ? event : { request: {} };
    return {
      result: ran.result,
      passed,
      findings: functionFindings(written["event"] as EdgeEvent, judged, ran.result),
    };
  };
  return { ask, stop: async () => logs.join("\n") };
}

/** What `Date.now()` says in a CloudFront Function of these tests. */
export const functionTime = Date.UTC(2026, 10, 15);

/** @returns an event file of a handler: `lambda-…` or `function-…` */
export function eventFile(handler: string, name: string): Json {
  return JSON.parse(readFileSync(join(__dirname, "../../edge", handler, "events", `${name}.json`), "utf8"));
}

/** @returns a viewer request with these headers, in the form of either kind */
export function lambdaRequest(
  headers: Readonly<Record<string, string | readonly string[]>>,
  more: object = {},
): Json {
  const lists = Object.entries({ host: "d111111abcdef8.cloudfront.net", ...headers }).map(
    ([name, values]) => [name, [values].flat().map((value) => ({ key: name, value }))],
  );
  const request = {
    clientIp: "203.0.113.178",
    headers: Object.fromEntries(lists),
    method: "GET",
    querystring: "",
    uri: "/a",
    ...more,
  };
  return { Records: [{ cf: { config: { eventType: "viewer-request", requestId: "x" }, request } }] };
}

export function functionRequest(
  headers: Readonly<Record<string, string | readonly string[]>>,
  more: object = {},
): Json {
  const objects = Object.entries({ host: "d111111abcdef8.cloudfront.net", ...headers }).map(
    ([name, values]) => {
      const all = [values].flat().map((value) => ({ value }));
      return [name, all.length > 1 ? { ...all[0], multiValue: all } : (all[0] ?? {})];
    },
  );
  return {
    version: "1.0",
    context: { eventType: "viewer-request", requestId: "x" },
    viewer: { ip: "203.0.113.178" },
    request: {
      method: "GET",
      uri: "/a",
      querystring: {},
      headers: Object.fromEntries(objects),
      cookies: {},
      ...more,
    },
  };
}
