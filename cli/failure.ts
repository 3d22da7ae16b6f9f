// What a command says when it could not run: on stderr for people, and as a report for programs that read stdout.
import { version } from "../package.json";
import type { CannotRun } from "./cannot-run";
import { documentation } from "./report/documentation";
import { writeProblems } from "./report/report";
import { widthOf } from "./report/style";
import { field, fixField } from "./report/text";
import { printable, wrapped } from "./report/words";
import type { ExitCode, Terminal } from "./terminal";
import type { Options } from "./verbs";

export async function cannotRun(
  { code, message, fix }: CannotRun,
  options: Options,
  terminal: Terminal,
): Promise<ExitCode> {
  const width = widthOf(terminal.stderr);
  const lines = [
    ...message
      .split("\n")
      .flatMap((line, index) => wrapped(index === 0 ? `httpsmith: ${line}` : line, width)),
    ...fixField(fix, width),
    ...field("more", documentation(`problems/${code}.md`), width),
  ];
  terminal.stderr.write(`${printable(lines.join("\n"))}\n`);
  if (["json", "github", "gitlab", "sarif"].includes(options.format)) {
    const problem = { code, severity: "error" as const, path: [], message, fix };
    await writeProblems([problem], "not ok  could not run", options, terminal);
  }
  return 2;
}

/** An exception is our mistake, and says so. */
export function internalError(error: unknown, terminal: Terminal): ExitCode {
  const trace = error instanceof Error ? error.stack : String(error);
  terminal.stderr.write(
    `httpsmith: this is a bug in httpsmith ${version}. Please report it with these lines:\n${trace}\n`,
  );
  return 2;
}
