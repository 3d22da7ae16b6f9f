// Why a function at the edge failed: what its run here and its Terraform show, or where its log is.
import type { Behavior, Distribution, EdgeFunction, Project } from "../../config/project";
import { isCloudFrontRuntime } from "../../config/edge-runtimes";
import { edgeFindings, subjectOfRun } from "../checks/edge-functions";
import { shellLine } from "../command";
import { behaviorFor } from "../entrance";
import type { Examination } from "../examination";
import type { DoctorProblem, Evidence } from "../finding";
import { header, type Response } from "../http/exchange";
import { type Block, ofType } from "../terraform/read";
import { edgeVerdicts, type Verdict } from "../terraform/verdicts";
import type { Explain } from "./failure";

export const whyEdgeFailed: Explain = (failure, answer, { way }, examination) => {
  const { project } = examination;
  const said =
    answer.status === 502
      ? "What a function at the edge returned is not allowed."
      : "A function at the edge failed.";
  const behavior = way.behavior ?? (way.distribution && behaviorFor(way.distribution, way.path)) ?? null;
  const functions = ofKind(answer, behavior, project);
  if (functions.length === 0) {
    return {
      ...failure,
      message: `${said} The config has none on this behavior, so it was attached by other means.`,
      fix: "Deploy the distribution from this config, which takes it off.",
      ...{ evidence: [], command: null },
    };
  }
  const verdicts = verdictsOn(behavior!, way.distribution!, examination);
  const cause = causeAmong(functions, verdicts, examination);
  if (cause) {
    return {
      ...failure,
      message: `${said} ${cause.message}`,
      fix: cause.fix,
      evidence: [["found by", `edge-functions, ${cause.subject}`]],
      command: cause.command,
    };
  }
  return {
    ...failure,
    message: `${said} ${nothingFound(answer, functions, lookedAt(functions, verdicts, examination))}`,
    fix: "Read its log in the region nearest to you, and see under Lambda's metrics there whether it was throttled; it may also be an older version that is deployed.",
    evidence: [["functions", functions.map(({ id }) => `edge.${id}`).join(", ")], ...placeOf(answer)],
    command: functions.map((one) => logCommand(one, project, verdicts)).join("; "),
  };
};

// CloudFront says which kind it was.
function ofKind({ body }: Response, behavior: Behavior | null, { edge }: Project): EdgeFunction[] {
  const isFunction = /CloudFront function/.test(body.subarray(0, 8192).toString("latin1"));
  return (behavior?.edge ?? [])
    .flatMap((id) => edge[id] ?? [])
    .filter(({ runtime }) => isCloudFrontRuntime(runtime) === isFunction);
}

/** @returns what Terraform says about this behavior of this distribution; none where it cannot be told from others */
function verdictsOn(
  { path }: Behavior,
  distribution: Distribution,
  { project, given }: Examination,
): Verdict[] {
  const json = given.terraform?.json ?? {};
  const address = addressOf(distribution, project, json);
  return edgeVerdicts(json).flatMap((one) => {
    const uses = one.uses.filter((use) => use.distribution === address && use.path === path);
    return uses.length > 0 ? [{ ...one, uses }] : [];
  });
}

// modules/project-distribution.ts names it so; in Terraform of others only a single one is surely the same.
function addressOf({ id }: Distribution, { distributions }: Project, json: Block): string | null {
  const all = ofType(json, "resource", "aws_cloudfront_distribution").map(({ address }) => address);
  const own = `aws_cloudfront_distribution.distribution_${id}`;
  if (all.includes(own)) return own;
  return all.length === 1 && Object.keys(distributions).length === 1 ? all[0]! : null;
}

function causeAmong(
  functions: readonly EdgeFunction[],
  verdicts: readonly Verdict[],
  examination: Examination,
): DoctorProblem | null {
  const subjects = [
    ...functions.map(({ id }) => subjectOfRun(id)),
    ...verdicts.map(({ subject }) => subject),
  ];
  const found = edgeFindings(examination).flatMap((one) => (one.state === "problem" ? [one] : []));
  return found.find((one) => one.severity === "error" && subjects.includes(one.subject)) ?? null;
}

function nothingFound({ status }: Response, functions: readonly EdgeFunction[], looked: string): string {
  const guess =
    status === 502
      ? "it returned something else for this very request"
      : functions.some(({ runtime }) => isCloudFrontRuntime(runtime))
        ? "it was throttled, took too much time, or failed on this very request"
        : "it was throttled, or failed on this very request";
  return `${looked}: ${guess}.`;
}

function lookedAt(
  functions: readonly EdgeFunction[],
  verdicts: readonly Verdict[],
  examination: Examination,
): string {
  const subjects = functions.map(({ id }) => subjectOfRun(id));
  const ran = edgeFindings(examination).filter(({ subject }) => subjects.includes(subject));
  const hasRun = ran.every(({ state }) => state === "ok");
  const isRead = verdicts.length > 0 && verdicts.every(({ unread }) => unread.length === 0);
  if (hasRun && isRead) return "Neither a run on this machine nor its Terraform shows a fault";
  if (hasRun)
    return "A run on this machine shows no fault; its Terraform is not here, or not readable in full";
  return isRead
    ? "Its Terraform shows no fault; it did not run here"
    : "It did not run here, and its Terraform is not here, or not readable in full";
}

// The location's code begins with that of an airport: `FRA56-P4`.
function placeOf(answer: Response): Evidence {
  const place = header(answer, "x-amz-cf-pop");
  return place === null ? [] : [["edge location", place]];
}

// Developer Guide, edge-functions-logs: Lambda@Edge logs in the region nearest to the viewer, CloudFront Functions in
// us-east-1.
function logCommand(
  { id, runtime, event }: EdgeFunction,
  { stack }: Project,
  verdicts: readonly Verdict[],
): string {
  const kind = isCloudFrontRuntime(runtime) ? "function" : "lambda";
  const named = verdicts.filter((one) => one.kind === kind && one.uses.some((use) => use.event === event));
  const name = (named.length === 1 ? named[0]!.name : null) ?? `${stack}-edge-${id}`;
  if (kind === "function") return tail(`/aws/cloudfront/function/${name}`, "us-east-1");
  const regions = "$(aws ec2 describe-regions --query 'Regions[].RegionName' --output text)";
  return `for region in ${regions}; do ${tail(`/aws/lambda/us-east-1.${name}`, '"$region"')}; done`;
}

// A name that only Terraform knows ends in a digest, so groups are looked up by the beginning of theirs.
function tail(prefix: string, region: string): string {
  const groups = shellLine(["aws", "logs", "describe-log-groups", "--log-group-name-prefix", prefix]);
  const query = "--query 'logGroups[].logGroupName' --output text";
  return `${groups} ${query} --region ${region} | xargs -rn1 aws logs tail --since 1h --region ${region}`;
}
