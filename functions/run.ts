// Runs a packed edge function once with an event, and judges the result as CloudFront would.
import type { EdgeFunction } from "../config/project";
import type { Finding, Json } from "./finding";
import { functionFindings } from "./judge-function";
import { lambdaFindings } from "./judge-lambda";
import type { EdgePackage } from "./package";
import { runFunction } from "./run-function";
import { runInProcess } from "./run-process";

/** What came of one run. */
export interface Ran {
  readonly result: Json;
  /** Lines of standard output and error. */
  readonly logs: readonly string[];
  /** What the handler took. */
  readonly milliseconds: number;
  /** Name and message of an error, or null. */
  readonly failure: string | null;
}

export interface Judged extends Ran {
  readonly findings: readonly Finding[];
}

export interface RunInput {
  readonly edgeFunction: EdgeFunction;
  readonly package: EdgePackage;
  readonly event: Json;
  readonly keyValues?: Readonly<Record<string, string>>;
  readonly now: number;
}

export async function runEdgeFunction(input: RunInput): Promise<Judged> {
  const { edgeFunction, package: made, event } = input;
  const ran =
    made.kind === "function"
      ? runFunction({ code: made.code, keyValues: input.keyValues ?? {}, now: input.now }, event)
      : runInProcess(made, edgeFunction, event);
  return { ...ran, findings: findings(input, ran) };
}

function findings({ edgeFunction, package: made, event }: RunInput, ran: Ran): Finding[] {
  const { timeoutSeconds } = edgeFunction;
  if (ran.failure !== null) return [{ status: 503, at: "", message: `The handler failed: ${ran.failure}` }];
  if (made.kind === "lambda" && ran.milliseconds > timeoutSeconds * 1000)
    return [{ status: 503, at: "", message: `The handler took longer than its ${timeoutSeconds} seconds.` }];
  return made.kind === "function"
    ? functionFindings(edgeFunction.event, event, ran.result)
    : lambdaFindings(edgeFunction.event, event, ran.result);
}
