// Reads the command line and runs one verb; the only place that knows argv and exit codes.
import { Command, CommanderError, Option } from "commander";
import { version } from "../package.json";
import { CannotRun } from "./cannot-run";
import type { ExitCode, Terminal } from "./terminal";
import { verbs } from "./verbs";

export async function run(terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = commandLine(terminal, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...terminal.argv], { from: "user" });
    return code;
  } catch (error) {
    return failure(error, terminal);
  }
}

function commandLine(terminal: Terminal, done: (code: ExitCode) => void): Command {
  const program = new Command("httpsmith")
    .description("One checked config becomes the files and the Terraform of an HTTPS deployment on AWS.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText("after", examples(["check", "generate --env staging", "build"]))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHelpWidth: () => Math.min(terminal.stdout.columns, 100),
    });
  for (const verb of verbs) {
    const command = program
      .command(verb.name)
      .description(verb.summary)
      .helpOption("-h, --help", "print this help")
      .option("-c, --config <file>", "config file; without it, the nearest httpsmith.json or .jsonc upwards")
      .option("-e, --env <name>", "only this environment")
      .addOption(new Option("-f, --format <format>", "form of the report").choices(formats).default("text"))
      .addHelpText("after", examples(verb.examples));
    for (const [flags, text] of verb.options) command.option(flags, text);
    command.action(async (options) => done(await verb.run(options, terminal)));
  }
  return program;
}

const formats = ["text", "json", "github", "sarif"];

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  httpsmith ${line}\n`).join("")}`;
}

function failure(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof CannotRun)) throw error;
  terminal.stderr.write(`httpsmith: ${error.message}\n`);
  return 2;
}
