// init: asks a few questions, looks at what the repository has, and writes a first config that passes `check`.
import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { hasErrors } from "../../../config/problem";
import { CannotRun } from "../../cannot-run";
import { draftOf } from "../../draft/draft";
import { judge } from "../../draft/judge";
import { draftText } from "../../draft/text";
import { alreadyThere, createFile } from "../../files/create";
import { Stopped } from "../../questions";
import { formatReport, type Report } from "../../report/report";
import { survey } from "../../survey/survey";
import type { ExitCode, Terminal } from "../../terminal";
import type { Options } from "..";
import { type Asked, ask } from "./ask";
import { foundLines, told } from "./told";

export interface InitOptions extends Options {
  readonly yes?: boolean;
  readonly name?: string;
  readonly host?: string;
  /** An address in --host gets a certificate of its own in place of a nip.io name. */
  readonly bareIp?: boolean;
  readonly email?: string;
  readonly region?: string;
  readonly securityGroup?: string;
  readonly bucket?: string;
  /** Folder, or `none`. */
  readonly frontend?: string;
  /** File, or `none`. */
  readonly settingsFile?: string;
}

export async function init(options: InitOptions, terminal: Terminal): Promise<ExitCode> {
  const path = resolve(terminal.cwd, options.config ?? "httpsmith.json");
  const file = relative(terminal.cwd, path).replaceAll("\\", "/");
  requireNone(path, terminal.cwd);
  const root = dirname(path);
  const around = { verb: "init" as const, folder: basename(root), env: terminal.env, survey: survey(root) };
  const questions =
    options.yes || options.format !== "text" ? null : ((await terminal.questions?.()) ?? null);
  questions?.begin("httpsmith init");
  if (questions && foundLines(around.survey).length > 0)
    questions.tell(`Found here:\n${foundLines(around.survey).join("\n")}`);
  const asked = await answersOrNothing(() => ask(around, options, questions));
  return write({ path, file, asked }, options, terminal);
}

/** @throws CannotRun where the person stopped */
export async function answersOrNothing(asking: () => Promise<Asked>): Promise<Asked> {
  try {
    return await asking();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    throw new CannotRun(
      "config/unanswered",
      "Stopped before the last question; nothing was written.",
      "Run `httpsmith init` again, or give the answers as options: `httpsmith init --help`.",
    );
  }
}

interface Result {
  readonly path: string;
  readonly file: string;
  readonly asked: Asked;
}

async function write(
  { path, file, asked }: Result,
  options: InitOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const text = draftText(draftOf(asked.answers));
  const { problems } = judge(text, file);
  const refused = asked.problems.length > 0 || hasErrors(problems);
  if (!refused) createFile(path, text, file);
  const found = asked.problems.length > 0 ? asked.problems : problems;
  const report: Report = {
    problems: found,
    files: refused ? [] : [{ path: file, state: "missing", purpose: "the config", diff: "" }],
    pending: [],
    written: !refused,
    summary: refused ? "not ok  nothing was written" : `ok  ${file} written`,
  };
  const isText = options.format === "text" && !refused;
  terminal.stdout.write(
    isText ? told(report, asked, file, terminal) : await formatReport(report, options, terminal),
  );
  return refused ? 1 : 0;
}

/** Both spellings, since `check` would find either. @throws CannotRun where one is there */
export function requireNone(path: string, cwd: string): void {
  const names = [
    basename(path),
    ...(/^httpsmith\.jsonc?$/.test(basename(path)) ? ["httpsmith.json", "httpsmith.jsonc"] : []),
  ];
  const there = names.map((name) => join(dirname(path), name)).find((one) => existsSync(one));
  if (there !== undefined) throw alreadyThere(relative(cwd, there).replaceAll("\\", "/"));
}
