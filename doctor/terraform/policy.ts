// Policy documents of IAM, written as JSON or as a data source: what their statements allow, and to whom.
import { at, type Block, isLiteral, many, reference, resolved, single } from "./read";

export interface Statement {
  readonly allows: boolean;
  /** In lower case. */
  readonly actions: readonly string[];
  /** Services; `*` for everybody. */
  readonly services: readonly string[];
  /** ARNs that a condition on aws:SourceArn names; empty where there is none. */
  readonly sources: readonly string[];
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
    const statements = many(JSON.parse(String(policy)).Statement).map(ofJson);
    return { statements, isWhole: true };
  } catch {
    return null;
  }
}

function ofJson({ Effect, Action, Principal, Condition }: Block): Statement {
  const conditions = Object.values(single(Condition)).flatMap((keys) => Object.entries(single(keys)));
  return {
    allows: Effect === "Allow",
    actions: texts(Action).map((one) => one.toLowerCase()),
    services:
      Principal === "*" || single(Principal)["AWS"] === "*" ? ["*"] : texts(single(Principal)["Service"]),
    sources: conditions.flatMap(([key, value]) => (isSource(key) ? texts(value) : [])),
  };
}

function ofDataSource(json: Block, { statement, ...rest }: Block): PolicyDocument {
  const statements = many(statement).map(({ effect = "Allow", actions, principals, condition }) => ({
    allows: effect === "Allow",
    actions: texts(resolved(json, actions)).map((one) => one.toLowerCase()),
    services: many(principals).flatMap(({ type, identifiers }) =>
      type === "*" ? ["*"] : type === "Service" ? texts(resolved(json, identifiers)) : [],
    ),
    sources: many(condition).flatMap(({ variable, values }) =>
      isSource(String(variable)) ? texts(values) : [],
    ),
  }));
  const isMerged = Object.keys(rest).some((name) => /^(source|override)_|^dynamic$/.test(name));
  const parts = many(statement).flatMap(({ effect, actions, principals }) => [effect, actions, principals]);
  return { statements, isWhole: !isMerged && isLiteral(parts) };
}

function isSource(key: string): boolean {
  return key.toLowerCase() === "aws:sourcearn";
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
}
