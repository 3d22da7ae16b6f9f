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
import { formatReport } from "../../report/report";
import { type Survey, survey } from "../../survey/survey";
import type { ExitCode, Terminal } from "../../terminal";
import { ask } from "../init/ask";
import { answersOrNothing, type InitOptions, requireNone } from "../init/init";
import { type Difference, differencesOf } from "./differences";
import { entriesOf, type HandMade, type Unread, unreadSettings } from "./entries";
import { adopt as adoptInto, type Refused } from "./merge";
import { told } from "./told";

export interface AdoptOptions extends InitOptions {
  readonly write?: boolean;
  /** Nginx site file; without it, the first that names a host. */
  readonly site?: string;
}

export interface Result {
  readonly file: string;
  readonly text: string;
  readonly written: boolean;
  readonly problems: readonly Problem[];
  readonly refused: readonly Refused[];
  /** Settings whose value only Python knows. */
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
  // The site that was chosen is the one whose host is offered.
  const around = {
    verb: "adopt" as const,
    folder: basename(root),
    env: terminal.env,
    survey: { ...found, sites: site ? [site] : [] },
  };
  const questions =
    options.yes || options.format !== "text" ? null : ((await terminal.questions?.()) ?? null);
  questions?.begin("httpsmith adopt");
  const { answers, problems, frontend, backend } = await answersOrNothing(() =>
    ask(around, options, questions),
  );
  const handMade = { site, backend, frontend };
  requireSomething(handMade);
  const { draft, refused } = adoptInto(draftOf(answers), entriesOf(handMade, answers));
  const text = draftText(draft);
  const judged = judge(text, file);
  const result = resultOf(
    { file, text, refused, problems: [...problems, ...judged.problems] },
    handMade,
    root,
    judged.projects[0],
  );
  if (options.write && !hasErrors(result.problems)) createFile(path, text, file);
  return report({ ...result, written: options.write === true }, options, terminal);
}

function resultOf(
  { file, text, refused, problems }: Pick<Result, "file" | "text" | "refused" | "problems">,
  handMade: HandMade,
  root: string,
  project: Parameters<typeof differencesOf>[1] | undefined,
): Result {
  const files = project ? generateFiles(project) : [];
  const stands = ({ path }: { path: string }) =>
    obstacleAt(root, path) === null && readIfThere(resolve(root, path), path) !== null;
  return {
    file,
    text,
    refused,
    problems,
    written: false,
    unread: unreadSettings(handMade),
    differences: project ? differencesOf(handMade, project) : [],
    replaced: files.filter(stands).map(({ path }) => path),
    summary: "",
  };
}

async function report(result: Result, options: AdoptOptions, terminal: Terminal): Promise<ExitCode> {
  const bad = hasErrors(result.problems);
  const changed = result.differences.filter(({ today, generated }) => today !== generated).length;
  const what = bad
    ? "nothing was written"
    : result.written
      ? `${result.file} written`
      : "nothing was written; this is a proposal";
  const summary = `${bad ? "not ok" : "ok"}  ${what}; ${changed} differences`;
  const done = { ...result, written: result.written && !bad, summary };
  if (options.format === "json") terminal.stdout.write(`${JSON.stringify(jsonOf(done), null, 2)}\n`);
  else if (options.format === "text") terminal.stdout.write(told(done, terminal));
  else
    terminal.stdout.write(
      await formatReport({ problems: done.problems, files: [], pending: [], summary }, options, terminal),
    );
  return bad ? 1 : 0;
}

function jsonOf({ text, refused, ...rest }: Result): object {
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

function requireSomething({ site, backend, frontend }: HandMade): void {
  if (site || backend || (frontend && frontend.variables.length > 0)) return;
  throw new CannotRun(
    "config/not-found",
    "There is nothing here to adopt: no Nginx site file, no Django settings, no .env.production.",
    "Begin with `httpsmith init`.",
  );
}
