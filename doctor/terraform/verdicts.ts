// What Terraform JSON says about each edge function that its distributions run: faults, and what cannot be read.
import { type Association, behaviorsIn, type StackBehavior, togetherIn } from "./associations";
import { at, type Block, isLiteral, reference, resolved } from "./read";
import { replication } from "./replication";
import { roleTrust } from "./role";
import { faultsOf, type Seen, type StaticFault, unreadOf } from "./seen";
import { functionSettings, lambdaSettings } from "./settings";
import { lambdaRegion, lambdaVersion } from "./version";

export interface Verdict {
  /** Address of the function; of the distribution where its associations do not go together; of a role that deploys. */
  readonly subject: string;
  readonly kind: "lambda" | "function" | "behavior" | "role";
  /** As AWS knows it; null where only Terraform does. */
  readonly name: string | null;
  readonly uses: readonly Pick<Association, "distribution" | "path" | "event">[];
  readonly faults: readonly StaticFault[];
  /** What only Terraform could read. */
  readonly unread: readonly string[];
}

/** @returns one for each function that a behavior runs, and for each behavior and role with a fault */
export function edgeVerdicts(json: Block): Verdict[] {
  const behaviors = behaviorsIn(json);
  const all = behaviors.flatMap(({ associations }) => associations);
  const functions = new Map<string, Association[]>();
  for (const one of all) {
    const subject = subjectOf(one);
    functions.set(subject, [...(functions.get(subject) ?? []), one]);
  }
  const together = behaviors
    .map(ofBehavior)
    .filter(({ faults, unread }) => faults.length + unread.length > 0);
  const lambdas = all.filter(({ kind }) => kind === "lambda");
  return [
    ...[...functions].map(([subject, uses]) => ofFunction(json, subject, uses)),
    ...together,
    ...(lambdas.length > 0 ? replication(json).map((one) => ofRole(one, lambdas)) : []),
  ];
}

// The function, by whatever of it the association names; else the text that stands there.
function subjectOf({ arn, distribution, path, event }: Association): string {
  const to = reference(arn);
  if (to) return to.address;
  return typeof arn === "string" && isLiteral(arn) ? arn : `${distribution} ${path} ${event}`;
}

function ofBehavior(behavior: StackBehavior): Verdict {
  const { distribution, path, associations } = behavior;
  return verdict(`${distribution} ${path}`, "behavior", null, associations, togetherIn(behavior));
}

function ofRole(seen: Seen, uses: readonly Association[]): Verdict {
  const subject = "block" in seen ? seen.block : "";
  return verdict(subject, "role", null, uses, [seen]);
}

function ofFunction(json: Block, subject: string, uses: readonly Association[]): Verdict {
  const { kind } = uses[0]!;
  const address = aliased(json, subject);
  const found = at(json, address);
  const known = found ? [] : [{ unread: `the settings of ${address}` }];
  const block = found?.block ?? {};
  const name = nameIn(json, block, kind) ?? /:function[:/]([\w-]+)/.exec(subject)?.[1] ?? null;
  if (kind === "function") {
    const live = found ? functionVersion(json, address, block) : known;
    return verdict(address, kind, name, uses, [...live, ...functionSettings(json, address, block)]);
  }
  const events = uses.map(({ event }) => event);
  const own = found
    ? [
        ...lambdaRegion(json, address, block),
        ...roleTrust(json, address, block),
        ...lambdaSettings(json, address, block, events),
      ]
    : known;
  return verdict(address, kind, name, uses, [...uses.flatMap((one) => lambdaVersion(json, one)), ...own]);
}

// An alias is of a function.
function aliased(json: Block, subject: string): string {
  const alias = subject.startsWith("aws_lambda_alias.") ? at(json, subject) : null;
  return reference(alias?.block["function_name"])?.address ?? subject;
}

function nameIn(json: Block, block: Block, kind: Association["kind"]): string | null {
  const name = resolved(json, block[kind === "lambda" ? "function_name" : "name"]);
  return typeof name === "string" && isLiteral(name) ? name : null;
}

function functionVersion(json: Block, address: string, block: Block): Seen[] {
  const publish = resolved(json, block["publish"] ?? true);
  if (!isLiteral(publish)) return [{ unread: `publish of ${address}` }];
  if (String(publish) === "true") return [];
  return [
    {
      ...{ code: "doctor/edge-version", block: address, attribute: "publish" },
      message:
        "The function is not published: CloudFront runs the stage LIVE, which it lacks or which is older.",
      fix: "Write `publish = true` on the function and deploy.",
    },
  ];
}

function verdict(
  subject: string,
  kind: Verdict["kind"],
  name: string | null,
  uses: Verdict["uses"],
  seen: readonly Seen[],
): Verdict {
  return { subject, kind, name, uses, faults: distinct(faultsOf(seen)), unread: unreadOf(seen) };
}

// A function that ten behaviors name has one fault.
function distinct(faults: readonly StaticFault[]): StaticFault[] {
  const key = ({ code, block, message }: StaticFault) => JSON.stringify([code, block, message]);
  return [...new Map(faults.map((one) => [key(one), one])).values()];
}
