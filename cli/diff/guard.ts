// The function that judges each request of a behavior, as far as a stack tells.
import { type Block, blockOf, type Value } from "./stack";

/** @returns what a function that may refuse viewers consists of; null where none runs on viewer-request */
export function guardOf(behavior: Block): Value | null {
  const onRequest = (kind: string) => blockOf(blockOf(behavior[kind])["viewer-request"]);
  const found =
    onRequest("lambda_function_association")["lambda_arn"] ??
    onRequest("function_association")["function_arn"];
  return found === undefined || letsAllIn(blockOf(found)) ? null : found;
}

/** @returns what a reviewer must know, from one guard to the other */
export function guardRisks(before: Value | null, after: Value | null): string[] {
  if (before === null) return [];
  if (after === null) return ["The function that judged each request is gone from these paths."];
  return JSON.stringify(before) === JSON.stringify(after)
    ? []
    : ["The function that judges each request changes: what it lets in may be other than before."];
}

// What modules/edge-function.ts and modules/spa-fallback.ts write about functions that refuse nobody. All others may
// refuse: what a handler of the user's own does is not known.
const open = [
  ...["origin-signature", "redirects", "security-headers", "spa-fallback"].map(
    (handler) => `Runs inside CloudFront on viewer-request: ${handler}.`,
  ),
  "Serves the start page of a single-page app for paths that name no file.",
];

function letsAllIn({ comment, description }: Block): boolean {
  return open.includes(String(comment ?? description));
}
