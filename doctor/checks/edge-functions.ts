// edge-functions: would CloudFront run the project's functions and take what they return? Asked of nobody: the code
// ran on this machine, and their settings stand in the Terraform.
import type { EdgeFunction } from "../../config/project";
import { jq, shellLine } from "../command";
import type { Check, EdgeRun, Examination } from "../examination";
import { type About, error, type Finding, notApplicable, ok, unknown, warning } from "../finding";
import { edgeVerdicts, type Verdict } from "../terraform/verdicts";
import type { StaticFault } from "../terraform/seen";

export const edgeFunctions: Check = {
  name: "edge-functions",
  title: "edge functions run, and CloudFront takes them and what they return",
  run: async (examination) => edgeFindings(examination),
};

/** @returns what is known about the functions without asking CloudFront */
export function edgeFindings(examination: Examination): Finding[] {
  const local = Object.values(examination.project.edge).map((one) => ofRuns(one, examination));
  const settings = ofTerraform(examination, local.length > 0);
  return local.length + settings.length > 0
    ? [...local, ...settings]
    : [notApplicable(aboutOf("edge functions"), "The project has no edge functions.")];
}

function aboutOf(subject: string): About {
  return { check: "edge-functions", leg: "browser-cloudfront", subject };
}

export function subjectOfRun(id: string): string {
  return `edge.${id}, run here`;
}

/** Whether it is code of the project's own: who runs it runs all that it does, and node:vm keeps nothing in. */
export function isOwnCode({ handler }: EdgeFunction): boolean {
  return handler === "custom";
}

function ofRuns(one: EdgeFunction, { given, project }: Examination): Finding {
  const { id, timeoutSeconds } = one;
  const about = aboutOf(subjectOfRun(id));
  const runs = given.edgeRuns.filter((run) => run.id === id);
  if (runs.length === 0) return notApplicable(about, whyNotRun(one, project));
  const evidence = runs.map(({ what, ...run }) => ["event", `${what}: ${saysOf(run)}`] as const);
  const refused = runs.find(({ failure, findings }) => failure === null && findings.length > 0);
  if (refused) return refusedResult(refused, about, { evidence, command: testCommand(refused, project) });
  const failed = runs.find(({ failure }) => failure !== null);
  if (!failed) return ok(about, `CloudFront takes what it returns: it ${runs[0]!.outcome}.`, evidence);
  const lack = lackOf(failed.failure!);
  if (lack !== null) return unknown(about, `${lack}: ${failed.failure}.`, evidence);
  return error("doctor/edge-error", about, {
    message: `The handler fails, so that CloudFront answers 503: ${failed.failure}.`,
    evidence,
    symptom: "503 from CloudFront, X-Cache: Error from cloudfront",
    fix: `Correct the handler; whatever a request need not have (headers, cookies, a query) may be missing, and its time is ${timeoutSeconds} s.`,
    command: testCommand(failed, project),
  });
}

function whyNotRun(one: EdgeFunction, { distributions }: Examination["project"]): string {
  const behaviors = Object.values(distributions).flatMap((distribution) => distribution.behaviors);
  return isOwnCode(one) && behaviors.some(({ edge }) => edge.includes(one.id))
    ? "It is code of the project's own, which runs here only with --only edge-functions."
    : "No behavior runs it.";
}

function saysOf({ failure, findings, outcome }: Omit<EdgeRun, "what">): string {
  if (failure !== null) return failure;
  const refused = findings.map(({ at, message }) => (at === "" ? message : `${at}: ${message}`));
  return refused.length === 0 ? outcome : refused.join(" ");
}

type Shown = Pick<Finding, "evidence" | "command">;

function refusedResult({ findings }: EdgeRun, about: About, shown: Shown): Finding {
  const { status, at, message } = findings[0]!;
  return error("doctor/edge-result", about, {
    message: `CloudFront refuses what the handler returns${at === "" ? "" : ` (${at})`}: ${message}`,
    symptom: `${status} from CloudFront, X-Cache: Error from cloudfront`,
    fix: "Correct the handler, and deploy it.",
    ...shown,
  });
}

// What this machine lacks and CloudFront has says nothing about the function.
const lacks: readonly (readonly [RegExp, string])[] = [
  [/is not installed$/, "It could not be run here"],
  [/KeyNotFound/, "Its key value store is not here; try `httpsmith edge test` with --key-values"],
  [/@aws-sdk\/|No module named '(boto3|botocore)'/, "It needs AWS's SDK, which Lambda brings along"],
  [
    /ENOTFOUND|ECONN|EAI_AGAIN|ENETUNREACH|fetch failed|URLError|Could not load credentials/,
    "It needs a network",
  ],
];

function lackOf(failure: string): string | null {
  return lacks.find(([form]) => form.test(failure))?.[1] ?? null;
}

function testCommand({ id, event }: EdgeRun, { environment }: Examination["project"]): string {
  const env = environment === null ? [] : ["--env", environment];
  const made =
    event === null
      ? shellLine(["npx", "httpsmith", "edge", "event", id, ...env])
      : shellLine(["printf", "%s\\n", JSON.stringify(event)]);
  const test = ["npx", "httpsmith", "edge", "test", id, "--event", "event.json", ...env];
  return `${made} > event.json && ${shellLine(test)}`;
}

function ofTerraform({ given: { terraform } }: Examination, hasFunctions: boolean): Finding[] {
  const about = aboutOf(terraform?.files.join(" ") ?? "Terraform of the edge functions");
  if (terraform === null) {
    const how = "There is no Terraform here: `httpsmith synth` writes it, or name some with --terraform.";
    return hasFunctions ? [notApplicable(about, how)] : [];
  }
  if (terraform.json === null) return [unknown(about, "The file is no Terraform JSON.")];
  const verdicts = edgeVerdicts(terraform.json);
  if (verdicts.length === 0 && hasFunctions) {
    return [unknown(about, "It has no behavior with a function; synthesize it again.")];
  }
  return verdicts.flatMap((one) => ofVerdict(one, terraform.files));
}

function ofVerdict(verdict: Verdict, files: readonly string[]): Finding[] {
  const about = aboutOf(verdict.subject);
  const evidence = [
    ...verdict.uses.map(({ path, event }) => ["runs on", `${path}, ${event}`] as const),
    ["Terraform", files.join(" ")] as const,
  ];
  if (verdict.faults.length > 0) return verdict.faults.map((one) => ofFault(one, about, evidence, files));
  if (verdict.unread.length > 0)
    return [unknown(about, `Only Terraform itself can read ${verdict.unread.join(", ")}.`, evidence)];
  const what =
    verdict.kind === "lambda" ? "Version, region, role and settings are" : "Stage and settings are";
  return [ok(about, `${what} as CloudFront wants them.`, evidence)];
}

function ofFault(
  fault: StaticFault,
  about: About,
  evidence: Finding["evidence"],
  files: readonly string[],
): Finding {
  const { code, message, fix, block, attribute } = fault;
  const told = {
    message,
    evidence: [["block", block] as const, ...evidence],
    symptom: "a deploy that AWS refuses; where the fault came later, 503 from CloudFront",
    fix,
    command: jq(files, `resource.${block}`, attribute),
  };
  if (code === "doctor/edge-memory") return warning("doctor/edge-memory", about, told);
  if (code === "doctor/edge-replication") return warning("doctor/edge-replication", about, told);
  return error(code, about, told);
}
