// Rules of edge functions: runtimes that fit the event, and settings that a handler can work with.
import type { Config } from "../../schemas/config";
import { defaultRuntime, isCloudFrontRuntime, runtimes } from "../edge-runtimes";
import type { JsonPath, Problem } from "../problem";
import { pathProblems } from "./paths";
import { error, type Rule, warning } from "./report";

type EdgeFunction = Config["edge"][string];
type Custom = Extract<EdgeFunction, { handler: "custom" }>;

export const edgeRuntimes: Rule = {
  reads: ["edge", "terraform"],
  check: ({ config }) => perFunction(config, (one, path) => runtimeProblems(one, path, config)),
};

export const edgeFiles: Rule = {
  reads: ["edge"],
  check: ({ config }) =>
    perFunction(config, (one, path) => (one.handler === "custom" ? fileProblems(one, path) : [])),
};

export const edgeUse: Rule = {
  reads: ["edge", "distributions"],
  check: ({ config }) => {
    const used = new Set(
      Object.values(config.distributions).flatMap(({ behaviors }) => behaviors.flatMap(({ edge }) => edge)),
    );
    return Object.keys(config.edge).flatMap((id) => (used.has(id) ? [] : [unused(id)]));
  },
};

/** @returns the runtime that a function will have */
export function runtimeOf(one: EdgeFunction) {
  const chosen = "runtime" in one ? one.runtime : undefined;
  return chosen ?? defaultRuntime(one.handler, one.event, one.handler === "custom" ? one.file : undefined);
}

export function perFunction(
  { edge }: Config,
  check: (one: EdgeFunction, path: JsonPath) => Problem[],
): Problem[] {
  return Object.entries(edge).flatMap(([id, one]) => check(one, ["edge", id]));
}

function runtimeProblems(one: EdgeFunction, path: JsonPath, { terraform }: Config): Problem[] {
  const runtime = runtimeOf(one);
  const { events, awsProvider } = runtimes[runtime];
  const at = [...path, "runtime"];
  if (!(events as readonly string[]).includes(one.event)) {
    return [
      error("edge/event-of-function", at, {
        message: "A CloudFront Function runs on viewer events only.",
        got: `${runtime} on ${one.event}`,
        expected: "nodejs22.x, nodejs24.x or a Python runtime",
        fix: 'Leave "runtime" out, or choose a viewer event.',
      }),
    ];
  }
  return [
    ...(awsProvider === "6" && terraform.awsProvider === "5.100" ? [providerTooOld(runtime, at)] : []),
    ...(one.handler === "custom" ? customLimits(one, path) : []),
  ];
}

function providerTooOld(runtime: string, path: JsonPath): Problem {
  const older = runtime.startsWith("python") ? "python3.13" : "nodejs22.x";
  return error("edge/provider-too-old", path, {
    message: "AWS provider 5.100 does not know this runtime.",
    got: runtime,
    fix: `Write "runtime": "${older}", or "awsProvider": "6" in terraform.`,
  });
}

function customLimits(one: Custom, path: JsonPath): Problem[] {
  const isFunction = isCloudFrontRuntime(runtimeOf(one));
  const set = (["memoryMb", "timeoutSeconds", "includeBody"] as const).filter(
    (key) => one[key] !== undefined,
  );
  if (isFunction) return set.map((key) => fixedLimit([...path, key]));
  return [
    ...(one.includeBody && one.event.endsWith("response") ? [bodyOfResponse([...path, "includeBody"])] : []),
    ...((one.memoryMb ?? 0) > 128 && one.event.startsWith("viewer") ? [viewerMemory(one, path)] : []),
  ];
}

function fixedLimit(path: JsonPath): Problem {
  return error("edge/limit-of-function", path, {
    at: "key",
    message: "A CloudFront Function has fixed limits and never sees a body; this setting is for Lambda@Edge.",
    fix: 'Remove it, or write "runtime": "nodejs22.x".',
  });
}

function bodyOfResponse(path: JsonPath): Problem {
  return error("edge/body-of-response", path, {
    message: "A function sees the body of requests only.",
    fix: "Remove it.",
  });
}

// The guide's pages differ (reference edge.md §0 #1), so this is no error.
function viewerMemory({ memoryMb }: Custom, path: JsonPath): Problem {
  return warning("edge/viewer-memory", [...path, "memoryMb"], {
    message:
      "One page of AWS's guide limits functions on viewer events to 128 MB, another one does not; AWS may refuse it.",
    got: `${memoryMb} MB`,
    fix: "Write 128, or move the function to an origin event.",
  });
}

function fileProblems({ file, runtime }: Custom, path: JsonPath): Problem[] {
  const outside = pathProblems([...path, "file"], file, "edge/language.ts");
  if (outside.length > 0) return outside;
  const isPython = file.endsWith(".py");
  if (runtime === undefined || (runtimes[runtime].kind === "python") === isPython) return [];
  return [
    error("edge/runtime-of-file", [...path, "runtime"], {
      message: `${isPython ? "Python does" : "JavaScript and TypeScript do"} not run in this runtime.`,
      got: `${runtime} for ${file}`,
      fix: `Write "runtime": "${isPython ? "python3.13" : "nodejs22.x"}".`,
    }),
  ];
}

function unused(id: string): Problem {
  return warning("edge/unused", ["edge", id], {
    at: "key",
    message: "No behavior has this function, so it never runs.",
    fix: `Add "edge": ["${id}"] to the behaviors that it is for, or remove it.`,
  });
}
