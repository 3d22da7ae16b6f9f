// The outputs file: facts that only a deploy knows, as `cdktf deploy --outputs-file` writes them.

import type { Problem } from "./problem";
import { isObject } from "./schema";
import { at, jsonPath } from "./schema-problems";
import { show, typeName } from "./show";
import { readSource, type Source } from "./source";
import { validateOutputs } from "./validator";

/** Outputs of one stack by name; only those that are text. */
export type Outputs = Readonly<Record<string, string>>;

/** @returns the file that holds an environment's outputs, beside the config */
export function outputsFile(environment: string | null): string {
  return environment === null ? "httpsmith.outputs.json" : `httpsmith.outputs.${environment}.json`;
}

/** @param text null before the first deploy: no outputs then, and no problem */
export function readOutputs(
  file: string,
  text: string | null,
  stack: string,
): { outputs: Outputs; problems: Problem[] } {
  if (text === null) return { outputs: {}, problems: [] };
  const source = readSource(file, text);
  if (source.problems.length > 0) return { outputs: {}, problems: [unparsable(source)] };
  if (!validateOutputs(source.value)) return { outputs: {}, problems: malformed(source) };
  const own = isObject(source.value) ? source.value[stack] : undefined;
  const outputs = Object.entries(isObject(own) ? own : {}).filter(([, value]) => typeof value === "string");
  return { outputs: Object.fromEntries(outputs) as Outputs, problems: [] };
}

const rewrite = "Run `cdktf deploy --outputs-file` again, or delete the file.";

function unparsable(source: Source): Problem {
  const first = source.problems[0]!;
  return { ...first, code: "outputs/malformed", fix: rewrite };
}

function malformed(source: Source): Problem[] {
  return (validateOutputs.errors ?? []).map((error) => {
    const path = jsonPath(error.instancePath, source.value);
    const problem = {
      code: "outputs/malformed" as const,
      severity: "error" as const,
      path,
      message: "This is not an output that a deploy of this project writes.",
      got: show(at(source.value, path)),
      expected:
        error.keyword === "pattern"
          ? `text that matches ${String(error.params["pattern"])}`
          : typeName(error.params["type"]),
      fix: rewrite,
    };
    return { ...problem, place: source.place(problem) };
  });
}
