// Runs a CloudFront Function in node:vm with what runtime 2.0 has and nothing else.
import { createHash, createHmac } from "node:crypto";
import { parse, stringify } from "node:querystring";
import { createContext, runInContext } from "node:vm";
import type { Json } from "./finding";
import { withRequire } from "./function-text";
import type { Ran } from "./run";
import { globals, missingMethods, statics } from "./runtime-features";

export interface SandboxInput {
  readonly code: string;
  /** What the function's key value store holds. */
  readonly keyValues?: Readonly<Record<string, string>>;
  /** Milliseconds; `Date` stands still. */
  readonly now: number;
}

// CloudFront allows less than a millisecond of its own processors; this only ends loops that never do. Those after an
// await go on, which is why run-function.ts has a process for them.
const limit = { timeout: 2000, filename: "function.js" };

/** @returns what runs the function with an event */
export function sandbox({ code, keyValues = {}, now }: SandboxInput): (event: Json) => Promise<Ran> {
  const logs: string[] = [];
  const context = createContext(
    { world: world(keyValues, now, logs) },
    { codeGeneration: { strings: false, wasm: false } },
  );
  runInContext(prelude, context);
  // As a script, whose lines are those of the code; strict, as the runtime is.
  const script = `"use strict";${withRequire(code, "cloudfront|crypto|querystring|buffer")}\n;globalThis.handlerOfFunction = handler;`;
  let loaded = false;
  return async (event) => {
    logs.length = 0;
    const started = process.hrtime.bigint();
    const ended = (result: Json, failure: string | null) => ({
      result,
      logs: [...logs],
      milliseconds: Number(process.hrtime.bigint() - started) / 1e6,
      failure,
    });
    try {
      if (!loaded) runInContext(script, context, limit);
      loaded = true;
      const text = await runInContext(`(${call})(${JSON.stringify(JSON.stringify(event))})`, context, limit);
      return ended(text === undefined ? undefined : JSON.parse(text as string), null);
    } catch (error) {
      const { name = "Error", message = String(error) } = error as Partial<Error>;
      return ended(undefined, `${name}: ${message}`);
    }
  };
}

function world(keyValues: Readonly<Record<string, string>>, now: number, logs: string[]): object {
  return {
    modules: {
      crypto: { createHash: hashing, createHmac: hmac },
      querystring: { stringify, parse },
      buffer: { Buffer },
      cloudfront: { kvs: () => store(keyValues) },
    },
    log: (text: unknown) => void logs.push(String(text)),
    Buffer,
    TextEncoder,
    TextDecoder,
    atob,
    btoa,
    now,
    globals: [...globals],
    statics: Object.entries(statics).map(([name, list]) => [name, [...list]]),
    missingMethods: [...missingMethods],
  };
}

// Takes away what the runtime lacks, so that what uses it fails here as it does there.
const prelude = `(() => {
  const { modules, log, now, globals, statics, missingMethods, ...given } = globalThis.world;
  delete globalThis.world;
  for (const name of Object.getOwnPropertyNames(globalThis)) if (!globals.includes(name) && name !== "Function" && name !== "eval") delete globalThis[name];
  for (const [name, list] of statics) if (globalThis[name]) for (const key of Object.getOwnPropertyNames(globalThis[name])) if (!list.includes(key) && !["length", "name"].includes(key)) delete globalThis[name][key];
  for (const type of [Array, String]) for (const name of missingMethods) delete type.prototype[name];
  Object.assign(globalThis, given);
  globalThis.console = { log };
  globalThis.require = (name) => { if (!(name in modules)) throw new Error('Cannot find module "' + name + '"'); return modules[name]; };
  const RealDate = Date;
  globalThis.Date = function Date(...parts) { return new.target ? (parts.length === 0 ? new RealDate(now) : new RealDate(...parts)) : new RealDate(now).toString(); };
  Object.assign(globalThis.Date, { now: () => now, parse: RealDate.parse, UTC: RealDate.UTC, prototype: RealDate.prototype });
})()`;

// The method is not a part of the JSON, as it is not in CloudFront's event.
const call = `async (text) => {
  const event = JSON.parse(text);
  const query = event.request && event.request.querystring;
  if (query && typeof query === "object") {
    const text = Object.keys(query).map((name) => (query[name].multiValue || [query[name]]).map(({ value }) => value === "" ? name : name + "=" + value).join("&")).join("&");
    Object.defineProperty(event.request, "rawQueryString", { value: () => text === "" ? undefined : text });
  }
  const result = await handlerOfFunction(event);
  return result === undefined ? undefined : JSON.stringify(result);
}`;

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html, crypto
const algorithms = ["md5", "sha1", "sha256"];

function hashing(algorithm: string) {
  if (!algorithms.includes(algorithm)) throw new Error(`not supported algorithm: "${algorithm}"`);
  return createHash(algorithm);
}

function hmac(algorithm: string, key: string) {
  if (!algorithms.includes(algorithm)) throw new Error(`not supported algorithm: "${algorithm}"`);
  return createHmac(algorithm, key);
}

function store(values: Readonly<Record<string, string>>) {
  return {
    get: async (key: string) => {
      if (Object.hasOwn(values, key)) return values[key];
      throw new Error("KeyNotFound");
    },
    exists: async (key: string) => Object.hasOwn(values, key),
  };
}
