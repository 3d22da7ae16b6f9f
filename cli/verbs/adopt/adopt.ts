// adopt: reads a hand-made set of files and proposes the config that says the same, with what would change.
import { basename, dirname, relative, resolve } from "node:path";
import { hasErrors, type Problem } from "../../../config/problem";
import { generateFiles } from "../../../generators";
import { draftOf } from "../../draft/draft";
import { judge } from "../../draft/judge";
import { draftText } from "../../draft/text";
import { createFile } from "../../files/create";
import { obstacleAt } from "../../files/obstacle";
import { readIfThere } from "../../files/read-file";
import type { Questions } from "../../questions";
import { formatReport, problemReport } from "../../report/report";
import { survey } from "../../survey/survey";
import type { ExitCode, Terminal } from "../../terminal";
import { ask } from "../init/ask";
import { answersOrNothing, commandOf, configAt, type InitOptions, requireNone } from "../init/init";
import { chosenSite, chosenUnit, requireSomething } from "./chosen";
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
  /** A config stands there already, and is never written over. */
  readonly isTaken: boolean;
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
  if (options.write) requireNone(path, terminal.cwd);
  const questions =
    options.yes || options.format !== "text" ? null : ((await terminal.questions?.()) ?? null);
  const result = await proposed(path, options, terminal, questions);
  const isGood = !hasErrors(result.problems);
  if (questions && !options.write && isGood && !result.isTaken) {
    terminal.stdout.write(proposal(result, terminal));
    const wanted = await answersOrNothing(result.command, () => wantsIt(questions, result.file));
    terminal.stdout.write(ending(wanted ? writtenAt(path, result) : result, terminal));
    return 0;
  }
  return report(options.write && isGood ? writtenAt(path, result) : result, options, terminal);
}

/** @param path where the config would go */
async function proposed(
  path: string,
  options: AdoptOptions,
  terminal: Terminal,
  questions: Questions | null,
): Promise<Result> {
  const root = dirname(path);
  const found = survey(root);
  const site = chosenSite(found, options);
  const unit = chosenUnit(found, options);
  const command = commandOf(terminal);
  // The site that was chosen is the one whose host is offered.
  const offered = { ...found, sites: site ? [site] : [] };
  const around = { command, folder: basename(root), env: terminal.env, survey: offered };
  questions?.begin("httpsmith adopt");
  const { answers, problems, frontend, backend } = await answersOrNothing(command, () =>
    ask(around, options, questions),
  );
  const handMade = { site, backend, unit, frontend };
  requireSomething(handMade);
  const { draft, refused } = adoptInto(draftOf(answers), entriesOf(handMade, answers));
  const file = relative(terminal.cwd, path).replaceAll("\\", "/");
  const text = draftText(draft);
  const judged = judge(text, file);
  const isTaken = configAt(path) !== undefined;
  const shown = problems.length > 0 ? problems : judged.problems;
  const told = { command, file, text, isTaken, refused, problems: shown };
  return resultOf(told, handMade, root, judged.projects[0]);
}

function writtenAt(path: string, result: Result): Result {
  createFile(path, result.text, result.file);
  return summed({ ...result, written: true });
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
  given: Pick<Result, "command" | "file" | "text" | "isTaken" | "refused" | "problems">,
  handMade: HandMade,
  root: string,
  project: Parameters<typeof differencesOf>[1] | undefined,
): Result {
  const files = project ? generateFiles(project) : [];
  const stands = ({ path }: { path: string }) =>
    obstacleAt(root, path) === null && readIfThere(resolve(root, path), path) !== null;
  return summed({
    ...given,
    written: false,
    unread: unreadParts(handMade),
    differences: project ? differencesOf(handMade, project) : [],
    replaced: files.filter(stands).map(({ path }) => path),
  });
}

function summed(result: Omit<Result, "summary">): Result {
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

function jsonOf({ command: _, isTaken: __, text, refused, ...rest }: Result): object {
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
