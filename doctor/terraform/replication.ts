// Whether a role of the stack that may deploy distributions may also copy their Lambda functions to the edge.
import { covers, policyDocument } from "./policy";
import { at, type Block, many, ofType, reference, resolved } from "./read";
import type { Seen } from "./seen";

// Developer Guide, lambda-edge-permissions: what whoever associates a function has to be allowed.
const needed = ["lambda:GetFunction", "lambda:EnableReplication*", "iam:CreateServiceLinkedRole"];
const deploying = ["cloudfront:updatedistribution", "cloudfront:createdistribution", "cloudfront:*"];

/** @returns one for each role that may change distributions and not replicate */
export function replication(json: Block): Seen[] {
  return [...actionsByRole(json)].flatMap(([role, actions]): Seen[] => {
    // Somebody else's policy may allow the rest.
    if (actions === null || !actions.some((one) => deploying.includes(one))) return [];
    const missing = needed.filter((action) => !actions.some((one) => covers(one, action.toLowerCase())));
    if (missing.length === 0) return [];
    return [
      {
        ...{ code: "doctor/edge-replication", block: role, attribute: "" },
        message: `The role may deploy distributions, and not copy their functions to the edge: it lacks ${missing.join(", ")}.`,
        fix: `Allow the role ${missing.join(", ")}, or let somebody else associate functions.`,
      },
    ];
  });
}

/** Allowed actions of each role of the stack, in lower case; null where some of them cannot be read here. */
function actionsByRole(json: Block): Map<string, readonly string[] | null> {
  const found = new Map<string, readonly string[] | null>();
  const add = (address: string | undefined, actions: readonly string[] | null) => {
    if (address === undefined) return;
    const before = found.get(address) ?? (found.has(address) ? null : []);
    found.set(address, before && actions && [...before, ...actions]);
  };
  for (const { block } of ofType(json, "resource", "aws_iam_role_policy"))
    add(reference(block["role"])?.address, allowed(json, block["policy"]));
  for (const { block } of ofType(json, "resource", "aws_iam_role_policy_attachment")) {
    const policy = at(json, reference(resolved(json, block["policy_arn"]))?.address ?? "");
    add(reference(block["role"])?.address, policy ? allowed(json, policy.block["policy"]) : null);
  }
  for (const { address, block } of ofType(json, "resource", "aws_iam_role")) {
    for (const inline of many(block["inline_policy"])) add(address, allowed(json, inline["policy"]));
    if (block["managed_policy_arns"] !== undefined) add(address, null);
  }
  for (const { block } of ofType(json, "resource", "aws_iam_policy_attachment"))
    for (const role of [block["roles"]].flat()) add(reference(role)?.address, null);
  return found;
}

function allowed(json: Block, policy: unknown): string[] | null {
  const document = policyDocument(json, policy);
  return document?.isWhole
    ? document.statements.filter(({ allows }) => allows).flatMap(({ actions }) => actions)
    : null;
}
