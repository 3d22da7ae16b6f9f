// The runtimes of edge functions: what each is for, and which AWS provider knows it.
import type { EdgeEvent, EdgeRuntime } from "./project";

export interface Runtime {
  readonly kind: "cloudfront" | "node" | "python";
  readonly events: readonly EdgeEvent[];
  /** The AWS provider from which on Terraform knows it. */
  readonly awsProvider: "5.100" | "6";
}

const all: readonly EdgeEvent[] = ["viewer-request", "origin-request", "origin-response", "viewer-response"];
const viewer: readonly EdgeEvent[] = ["viewer-request", "viewer-response"];

// Lambda's table of supported runtimes, of which Lambda@Edge takes Node.js and Python (reference edge.md §2.4);
// aws_lambda_function of provider 5.100.0 ends at nodejs22.x and python3.13 (reference infra.md §12).
export const runtimes: Readonly<Record<EdgeRuntime, Runtime>> = {
  "cloudfront-js-2.0": { kind: "cloudfront", events: viewer, awsProvider: "5.100" },
  "nodejs22.x": { kind: "node", events: all, awsProvider: "5.100" },
  "nodejs24.x": { kind: "node", events: all, awsProvider: "6" },
  "python3.13": { kind: "python", events: all, awsProvider: "5.100" },
  "python3.14": { kind: "python", events: all, awsProvider: "6" },
};

/** @returns whether it makes a CloudFront Function; the others make Lambda@Edge functions */
export function isCloudFrontRuntime(runtime: EdgeRuntime): boolean {
  return runtimes[runtime].kind === "cloudfront";
}

/** @returns the runtime where the config names none: the cheapest that fits */
export function defaultRuntime(handler: string, event: EdgeEvent, file?: string): EdgeRuntime {
  if (handler === "custom") return file?.endsWith(".py") ? "python3.13" : "nodejs22.x";
  return runtimes["cloudfront-js-2.0"].events.includes(event) ? "cloudfront-js-2.0" : "nodejs22.x";
}
