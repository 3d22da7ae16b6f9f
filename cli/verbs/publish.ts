// publish: uploads a build to the bucket of a distribution, in an order that never breaks a page, and tells CloudFront.
import { join } from "node:path";
import { hasErrors, type Problem } from "../../config/problem";
import type * as Program from "../../publish";
import { requireBundle } from "../bundle";
import { CannotRun } from "../cannot-run";
import { chosenProject, openProject } from "../open-project";
import { chosenDistribution } from "../publish/choice";
import { inputFor } from "../publish/input";
import { progressBar } from "../report/progress";
import { planText } from "../report/publish";
import { publishedJson, publishedSummary, siteUrl } from "../report/published";
import { formatReport, problemReport, writeProblems } from "../report/report";
import type { ExitCode, Terminal } from "../terminal";
import type { Options } from ".";

export interface PublishOptions extends Options {
  readonly distribution?: string;
  readonly dryRun?: boolean;
  readonly rollback?: boolean;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly cloudfrontEndpointUrl?: string;
  /** false for --no-wait. */
  readonly wait: string | false;
}

export async function publish(
  options: PublishOptions,
  terminal: Terminal,
  [folder]: readonly string[],
): Promise<ExitCode> {
  const open = openProject(options, terminal);
  if (hasErrors(open.problems))
    return refuse(open.problems, "The config has errors; nothing was published.", options, terminal);
  // A bundle of its own: the AWS SDK takes longer to load than other commands take to run.
  const program = requireBundle(join(__dirname, "publish.js")) as typeof Program;
  const project = chosenProject(open, options)!;
  const distribution = chosenDistribution(project, options.distribution);
  const site = program.siteOf(project, distribution);
  const outcomes: Program.Published[] = [];
  // Each bucket has releases of its own, and going back is about the app, whose bucket is the last.
  for (const target of options.rollback ? site.targets.slice(-1) : site.targets) {
    const input = inputFor(target, { open, project, site, folder, options, terminal });
    const outcome = await run(input, site, program, options, terminal);
    if (!outcome.ok) return fail(outcome.problems, outcomes.length > 0, options, terminal);
    outcomes.push(outcome.value);
  }
  return report(outcomes, site, options, terminal);
}

async function run(
  input: Program.PublishInput,
  site: Program.PublishSite,
  program: typeof Program,
  options: PublishOptions,
  terminal: Terminal,
): Promise<Program.Outcome> {
  const bar = progressBar(terminal);
  let text = Promise.resolve();
  const outcome = await program.publish(input, {
    onPlan: (plan, paths) => {
      bar.start(plan.phases.flatMap(({ puts }) => puts));
      if (options.format !== "text") return;
      text = planText({ plan, paths, input, site }, program, terminal).then((told) => bar.above(told));
    },
    onObject: (phase, bytes) => bar.step(phase, bytes),
    onInvalidation: (id) => bar.wait(`CloudFront forgets the old pages, invalidation ${id}`),
  });
  await text;
  bar.end();
  return outcome;
}

async function report(
  outcomes: readonly Program.Published[],
  site: Program.PublishSite,
  options: PublishOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const late = outcomes.find(({ invalidation }) => invalidation && !invalidation.isDone);
  const problems =
    late && options.wait !== false ? [timedOut(late.invalidation!.id, site, options.wait)] : [];
  const summary = publishedSummary(outcomes, options);
  const body = problemReport(problems, summary);
  terminal.stdout.write(
    options.format === "json"
      ? publishedJson(outcomes, site, body)
      : address(site, options) + (await formatReport(body, options, terminal)),
  );
  return problems.length > 0 ? 1 : 0;
}

// A line of its own, so that a narrow terminal does not break it.
function address(site: Program.PublishSite, { format, dryRun }: PublishOptions): string {
  const url = siteUrl(site);
  return url === null || dryRun || format !== "text" ? "" : `  ${url}\n`;
}

function timedOut(id: string, { distribution }: Program.PublishSite, wait: string): Problem {
  return {
    code: "publish/invalidation-timeout",
    severity: "error",
    path: [],
    message: `The release is up, and after ${wait} CloudFront has not yet forgotten the old pages everywhere.`,
    got: `invalidation ${id}, InProgress`,
    fix: `aws cloudfront wait invalidation-completed --distribution-id ${distribution.distributionId} --id ${id}`,
  };
}

// Somebody's files are problems to correct (1); credentials, rights and the network keep the verb from running (2).
const aboutFiles =
  /^publish\/(no-folder|no-index|no-error-page|no-declared-file|refused-file|not-a-file|file-name|same-name|file-changed|immutable-changed|nothing-to-roll-back)$/;

async function fail(
  found: readonly Program.PublishProblem[],
  hasBegun: boolean,
  options: PublishOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const world = found.find(({ code }) => !aboutFiles.test(code));
  if (world) throw new CannotRun(world.code, world.message, world.fix);
  const problems = found.map(({ code, message, fix, got, files }): Problem => {
    const list = got ?? (files && listed(files));
    return { code, severity: "error", path: [], message, fix, ...(list === undefined ? {} : { got: list }) };
  });
  const isUntouched = !hasBegun && found.every(({ code }) => code !== "publish/file-changed");
  const state = isUntouched
    ? "Nothing that viewers see was changed."
    : "What is up is whole; the next run goes on.";
  return refuse(problems, state, options, terminal);
}

function listed(files: readonly string[]): string {
  const shown = files.slice(0, 8).join(", ");
  return files.length > 8 ? `${shown} and ${files.length - 8} more` : shown;
}

async function refuse(
  problems: readonly Problem[],
  why: string,
  options: PublishOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  await writeProblems(problems, `not ok  ${why}`, options, terminal);
  return 1;
}
