// Whether the role of a Lambda@Edge function lets both services take it: Lambda, and the replicas at the edge.
import { at, type Block, isLiteral, many, reference, resolved, single } from "./read";
import type { Seen } from "./seen";

// Developer Guide, lambda-edge-permissions.
const needed = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"];

export function roleTrust(json: Block, address: string, { role }: Block): Seen[] {
  const to = reference(resolved(json, role));
  const found = to?.address.startsWith("aws_iam_role.") ? at(json, to.address) : null;
  if (!found) return [{ unread: `the role of ${address}` }];
  const trusted = servicesOf(json, resolved(json, found.block["assume_role_policy"]));
  if (trusted === null) return [{ unread: `assume_role_policy of ${found.address}` }];
  const missing = needed.filter((service) => !trusted.includes(service) && !trusted.includes("*"));
  if (missing.length === 0) return [];
  return [
    {
      ...{
        code: "doctor/edge-role",

        block: found.address,
        attribute: "assume_role_policy",
      },
      message: `The function's role may not be taken by ${missing.join(" and ")}: it trusts ${trusted.join(", ") || "no service"}.`,
      fix: `Let \`assume_role_policy\` allow sts:AssumeRole to the services ${needed.join(" and ")}, and deploy.`,
    },
  ];
}

/** @returns the services that may take the role; null where only Terraform knows */
function servicesOf(json: Block, policy: unknown): string[] | null {
  const to = reference(policy);
  if (to?.attribute === "json" && to.address.startsWith("data.aws_iam_policy_document.")) {
    const document = at(json, to.address);
    return document ? servicesOfDocument(json, document.block) : null;
  }
  if (typeof policy !== "string" || !isLiteral(policy)) return null;
  try {
    return many(JSON.parse(policy).Statement).flatMap(servicesOfStatement);
  } catch {
    return null;
  }
}

function servicesOfStatement({ Effect, Action, Principal }: Block): string[] {
  if (Effect !== "Allow" || !texts(Action).some(takesRole)) return [];
  return Principal === "*" ? ["*"] : texts(single(Principal)["Service"]);
}

function servicesOfDocument(json: Block, { statement, ...rest }: Block): string[] | null {
  const isPartial = Object.keys(rest).some((name) => /^(source|override)_/.test(name));
  const found = many(statement).flatMap(({ effect = "Allow", actions, principals }) => {
    if (effect !== "Allow" || !texts(resolved(json, actions)).some(takesRole)) return [];
    return many(principals).flatMap(({ type, identifiers }) =>
      type === "*" ? ["*"] : type === "Service" ? texts(resolved(json, identifiers)) : [],
    );
  });
  const isWhole = !isPartial && isLiteral(statement);
  return isWhole || needed.every((service) => found.includes(service)) ? found : null;
}

function takesRole(action: string): boolean {
  return ["sts:assumerole", "sts:*", "*"].includes(action.toLowerCase());
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
}
