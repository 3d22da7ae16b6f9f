// Policy documents of IAM, written as JSON or as a data source: what their statements allow, and to whom.
import { at, type Block, isLiteral, many, reference, resolved, single } from "./read";

export interface Statement {
  readonly allows: boolean;
  /** In lower case. */
  readonly actions: readonly string[];
  /** Services; `*` for everybody. */
  readonly services: readonly string[];
  readonly resources: readonly string[];
  /** ARNs that a condition on aws:SourceArn names; empty where there is none. */
  readonly sources: readonly string[];
  /** Whether it is about requests without TLS alone. */
  readonly isAboutTransport: boolean;
}

export interface PolicyDocument {
  readonly statements: readonly Statement[];
  /** Whether there is nothing in it that only Terraform can read. */
  readonly isWhole: boolean;
}

/** @returns null where only Terraform knows the document */
export function policyDocument(json: Block, value: unknown): PolicyDocument | null {
  const policy = resolved(json, value);
  const to = reference(policy);
  if (to?.attribute === "json" && to.address.startsWith("data.aws_iam_policy_document.")) {
    const found = at(json, to.address);
    return found ? ofDataSource(json, found.block) : null;
  }
  try {
    const blocks = many(JSON.parse(String(policy)).Statement);
    return { statements: blocks.map(ofJson), isWhole: blocks.every(isReadable) };
  } catch {
    return null;
  }
}

// What a statement leaves out of its actions or principals is not followed.
function isReadable({ Effect, Action, Principal, NotAction, NotPrincipal }: Block): boolean {
  return isLiteral([Effect, Action, Principal]) && NotAction === undefined && NotPrincipal === undefined;
}

function ofJson({ Effect, Action, Principal, Resource, Condition }: Block): Statement {
  const conditions = Object.values(single(Condition)).flatMap((keys) => Object.entries(single(keys)));
  const isEverybody = [Principal, single(Principal)["AWS"]].some((one) => texts(one).includes("*"));
  return {
    allows: Effect === "Allow",
    actions: texts(Action).map((one) => one.toLowerCase()),
    services: isEverybody ? ["*"] : texts(single(Principal)["Service"]),
    resources: texts(Resource),
    sources: conditions.flatMap(([key, value]) => (isSource(key) ? texts(value) : [])),
    isAboutTransport: conditions.some(([key]) => isTransport(key)),
  };
}

function ofDataSource(json: Block, { statement, ...rest }: Block): PolicyDocument {
  const statements = many(statement).map((one) => ofBlock(json, one));
  const isMerged = Object.keys(rest).some((name) => /^(source|override)_|^dynamic$/.test(name));
  const parts = many(statement).flatMap(({ effect, actions, principals }) => [effect, actions, principals]);
  const isInverted = many(statement).some((one) => "not_actions" in one || "not_principals" in one);
  return { statements, isWhole: !isMerged && !isInverted && isLiteral(parts) };
}

function ofBlock(
  json: Block,
  { effect = "Allow", actions, principals, resources, condition }: Block,
): Statement {
  const isEverybody = ({ type, identifiers }: Block) =>
    type === "*" || (type === "AWS" && texts(resolved(json, identifiers)).includes("*"));
  return {
    allows: effect === "Allow",
    actions: texts(resolved(json, actions)).map((one) => one.toLowerCase()),
    services: many(principals).flatMap((one) => {
      if (isEverybody(one)) return ["*"];
      return one["type"] === "Service" ? texts(resolved(json, one["identifiers"])) : [];
    }),
    resources: texts(resolved(json, resources)),
    sources: many(condition).flatMap(({ variable, values }) =>
      isSource(String(variable)) ? texts(values) : [],
    ),
    isAboutTransport: many(condition).some(({ variable }) => isTransport(String(variable))),
  };
}

/** Whether a pattern of an action, `lambda:*`, has this one; also of a pattern. Both in lower case. */
export function covers(pattern: string, action: string): boolean {
  if (!pattern.endsWith("*")) return pattern === action || pattern === action.replace(/\*$/, "");
  return action.startsWith(pattern.slice(0, -1));
}

function isTransport(key: string): boolean {
  return key.toLowerCase() === "aws:securetransport";
}

function isSource(key: string): boolean {
  return key.toLowerCase() === "aws:sourcearn";
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
}
