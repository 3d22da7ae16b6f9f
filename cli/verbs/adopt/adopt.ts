// adopt: reads a hand-made set of files and proposes the config that says the same, with what would change.
import { basename, dirname, relative, resolve } from "node:path";
import { hasErrors, type Problem } from "../../../config/problem";
import { generateFiles } from "../../../generators";
import { CannotRun } from "../../cannot-run";
import { draftOf } from "../../draft/draft";
import { judge } from "../../draft/judge";
import { draftText } from "../../draft/text";
import { createFile } from "../../files/create";
import { obstacleAt } from "../../files/obstacle";
import { readIfThere } from "../../files/read-file";
import type { Questions } from "../../questions";
import { formatReport, problemReport } from "../../report/report";
import { type Survey, survey } from "../../survey/survey";
import type { ExitCode, Terminal } from "../../terminal";
import { ask } from "../init/ask";
import { answersOrNothing, commandOf, configAt, type InitOptions, requireNone } from "../init/init";
import { type Difference, differencesOf } from "./differences";
import { entriesOf, type HandMade, type Unread, unreadParts } from "./entries";
import { adopt as adoptInto, type Refused } from "./merge";
import { ending, proposal } from "./told";

export interface AdoptOptions extends InitOptions {
  readonly write?: boolean;
  /** Nginx site file; without it, the first that names a host. */
  readonly site?: string;
  /** Gunicorn unit; without it, the first. */
  readonly unit?: string;
}

export interface Result {
  /** What was typed. */
  readonly command: string;
  readonly file: string;
  readonly text: string;
  readonly written: boolean;
  readonly problems: readonly Problem[];
  readonly refused: readonly Refused[];
  /** Parts whose value only Python or the server knows. */
  readonly unread: readonly Unread[];
  readonly differences: readonly Difference[];
  /** Files that stand where generated ones go. */
  readonly replaced: readonly string[];
  readonly summary: string;
}

export async function adopt(options: AdoptOptions, terminal: Terminal): Promise<ExitCode> {
  const path = resolve(terminal.cwd, options.config ?? "httpsmith.json");
  const file = relative(terminal.cwd, path).replaceAll("\\", "/");
  if (options.write) requireNone(path, terminal.cwd);
  const root = dirname(path);
  const found = survey(root);
  const site = chosenSite(found, options);
  const unit = chosenUnit(found, options);
  // The site that was chosen is the one whose host is offered.
  const around = {
    command: commandOf(terminal),
    folder: basename(root),
    env: terminal.env,
    survey: { ...found, sites: site ? [site] : [] },
  };
  const questions =
    options.yes || options.format !== "text" ? null : ((await terminal.questions?.()) ?? null);
  questions?.begin("httpsmith adopt");
  const { answers, problems, frontend, backend } = await answersOrNothing(around.command, () =>
    ask(around, options, questions),
  );
  const handMade = { site, backend, unit, frontend };
  requireSomething(handMade);
  const { draft, refused } = adoptInto(draftOf(answers), entriesOf(handMade, answers));
  const text = draftText(draft);
  const judged = judge(text, file);
  const result = resultOf(
    {
      command: around.command,
      file,
      text,
      refused,
      problems: problems.length > 0 ? problems : judged.problems,
    },
    handMade,
    root,
    judged.projects[0],
  );
  const isGood = !hasErrors(result.problems);
  const asks = questions && !options.write && isGood && configAt(path) === undefined;
  if (asks) terminal.stdout.write(proposal(result, terminal));
  const writes = asks
    ? await answersOrNothing(around.command, () => wantsIt(questions, file))
    : options.write;
  const done = { ...result, written: writes === true && isGood };
  if (done.written) createFile(path, text, file);
  if (!asks) return report(summed(done), options, terminal);
  terminal.stdout.write(ending(summed(done), terminal));
  return 0;
}

// Whoever has answered all questions is not sent back to answer them again.
async function wantsIt(questions: Questions, file: string): Promise<boolean> {
  const options = [
    { value: "yes", label: "yes" },
    { value: "no", label: "no" },
  ];
  return (await questions.choose({ message: `Write ${file}?`, options })) === "yes";
}

function resultOf(
  given: Pick<Result, "command" | "file" | "text" | "refused" | "problems">,
  handMade: HandMade,
  root: string,
  project: Parameters<typeof differencesOf>[1] | undefined,
): Result {
  const files = project ? generateFiles(project) : [];
  const stands = ({ path }: { path: string }) =>
    obstacleAt(root, path) === null && readIfThere(resolve(root, path), path) !== null;
  return {
    ...given,
    written: false,
    unread: unreadParts(handMade),
    differences: project ? differencesOf(handMade, project) : [],
    replaced: files.filter(stands).map(({ path }) => path),
    summary: "",
  };
}

function summed(result: Result): Result {
  const bad = hasErrors(result.problems);
  const changed = result.differences.filter(({ today, generated }) => today !== generated).length;
  const what = bad
    ? "nothing was written"
    : result.written
      ? `${result.file} written`
      : "nothing was written; this is a proposal";
  return { ...result, summary: `${bad ? "not ok" : "ok"}  ${what}; ${changed} differences` };
}

async function report(result: Result, options: AdoptOptions, terminal: Terminal): Promise<ExitCode> {
  const { problems, summary } = result;
  terminal.stdout.write(
    options.format === "json"
      ? `${JSON.stringify(jsonOf(result), null, 2)}\n`
      : options.format === "text"
        ? `${proposal(result, terminal)}${ending(result, terminal)}`
        : await formatReport(problemReport(problems, summary), options, terminal),
  );
  return hasErrors(problems) ? 1 : 0;
}

function jsonOf({ command: _, text, refused, ...rest }: Result): object {
  // A value that the rules refuse may be a secret.
  return {
    ...rest,
    config: text,
    refused: refused.map(({ entry: { path, from }, problem: { code, message } }) => ({
      path,
      from,
      code,
      message,
    })),
  };
}

function chosenSite({ sites }: Survey, { site }: AdoptOptions): Survey["sites"][number] | null {
  if (site === undefined) return sites.find(({ hosts }) => hosts.length > 0) ?? sites[0] ?? null;
  const chosen = sites.find(({ file }) => file === site.replace(/^\.\//, ""));
  if (chosen) return chosen;
  throw new CannotRun(
    "config/unreadable",
    `${site} is no Nginx site file that can be read here.`,
    sites.length > 0
      ? `Found here: ${sites.map(({ file }) => file).join(", ")}.`
      : "Name a file with a server block below this folder.",
  );
}

function chosenUnit({ units }: Survey, { unit }: AdoptOptions): Survey["units"][number] | null {
  const [first = null, ...others] = units;
  if (unit === undefined) return first && { ...first, unread: [...first.unread, ...others.map(notRead)] };
  const chosen = units.find(({ file }) => file === unit.replace(/^\.\//, ""));
  if (chosen) return chosen;
  throw new CannotRun(
    "config/unreadable",
    `${unit} is no unit of systemd or supervisor that starts Gunicorn.`,
    units.length > 0
      ? `Found here: ${units.map(({ file }) => file).join(", ")}.`
      : "Name a file below this folder whose command has gunicorn in it.",
  );
}

function notRead({ file }: Survey["units"][number]): Survey["units"][number]["unread"][number] {
  return { name: "Gunicorn", file, line: 1, reason: "another unit that starts it; --unit chooses one" };
}

function requireSomething({ site, backend, unit, frontend }: HandMade): void {
  if (site || backend || unit || (frontend && frontend.variables.length > 0)) return;
  throw new CannotRun(
    "config/not-found",
    "There is nothing here to adopt: no Nginx site file, no Gunicorn unit, no Django settings, no .env.production.",
    "Begin with `httpsmith init`.",
  );
}
