// Whether the role of a Lambda@Edge function lets both services take it: Lambda, and the replicas at the edge.
import { policyDocument } from "./policy";
import { at, type Block, reference, resolved } from "./read";
import type { Seen } from "./seen";

// Developer Guide, lambda-edge-permissions.
const needed = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"];
const takingIt = ["sts:assumerole", "sts:*", "*"];

export function roleTrust(json: Block, address: string, { role }: Block): Seen[] {
  const to = reference(resolved(json, role));
  const found = to?.address.startsWith("aws_iam_role.") ? at(json, to.address) : null;
  if (!found) return [{ unread: `the role of ${address}` }];
  const policy = policyDocument(json, found.block["assume_role_policy"]);
  const trusted = (policy?.statements ?? [])
    .filter(({ allows, actions }) => allows && actions.some((one) => takingIt.includes(one)))
    .flatMap(({ services }) => services);
  const missing = needed.filter((service) => !trusted.includes(service) && !trusted.includes("*"));
  if (missing.length === 0) return [];
  if (!policy?.isWhole) return [{ unread: `assume_role_policy of ${found.address}` }];
  return [
    {
      ...{ code: "doctor/edge-role", block: found.address, attribute: "assume_role_policy" },
      message: `The function's role may not be taken by ${missing.join(" and ")}: it trusts ${trusted.join(", ") || "no service"}.`,
      fix: `Let \`assume_role_policy\` allow sts:AssumeRole to the services ${needed.join(" and ")}, and deploy.`,
    },
  ];
}
