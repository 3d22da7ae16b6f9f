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
import { shellWord } from "../../report/steps";
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
  const around = {
    command: commandOf(terminal),
    folder: basename(root),
    env: terminal.env,
    survey: survey(root),
  };
  const questions =
    options.yes || options.format !== "text" ? null : ((await terminal.questions?.()) ?? null);
  questions?.begin("httpsmith init");
  if (questions && foundLines(around.survey).length > 0)
    questions.tell(`Found here:\n${foundLines(around.survey).join("\n")}`);
  const asked = await answersOrNothing(around.command, () => ask(around, options, questions));
  return write({ path, file, asked }, options, terminal);
}

/** @returns what was typed, for a shell */
export function commandOf({ argv }: Terminal): string {
  return ["npx httpsmith", ...argv.map(shellWord)].join(" ");
}

/** @throws CannotRun where the person stopped */
export async function answersOrNothing<T>(command: string, asking: () => Promise<T>): Promise<T> {
  try {
    return await asking();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    throw new CannotRun(
      "config/unanswered",
      "Stopped before the last question; nothing was written.",
      `Run \`${command}\` again, or give the answers as options, which --help lists.`,
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

/** @throws CannotRun where a config is there */
export function requireNone(path: string, cwd: string): void {
  const there = configAt(path);
  if (there !== undefined) throw alreadyThere(relative(cwd, there).replaceAll("\\", "/"));
}

/** Both spellings, since `check` would find either. */
export function configAt(path: string): string | undefined {
  const names = [
    basename(path),
    ...(/^httpsmith\.jsonc?$/.test(basename(path)) ? ["httpsmith.json", "httpsmith.jsonc"] : []),
  ];
  return names.map((name) => join(dirname(path), name)).find((one) => existsSync(one));
}
