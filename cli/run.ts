// Reads the command line and runs one verb; the only place that knows argv and exit codes.
import { Command, CommanderError, Option } from "commander";
import { version } from "../package.json";
import { CannotRun } from "./cannot-run";
import type { ExitCode, Terminal } from "./terminal";
import { type Options, required, type Verb, verbs } from "./verbs";

export async function run(terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = commandLine(terminal, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...terminal.argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const failure = await import("./failure.js");
    // Not even the report of a failure, or this help, could be printed.
    if (error instanceof CannotRun) return failure.cannotRun(error, { format: "text" }, terminal);
    return failure.internalError(error, terminal);
  }
}

function commandLine(terminal: Terminal, done: (code: ExitCode) => void): Command {
  const program = new Command("httpsmith")
    .description("One checked config becomes the files and the Terraform of an HTTPS deployment on AWS.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .showSuggestionAfterError()
    .showHelpAfterError("See `httpsmith --help`.")
    .addHelpText("after", examples(["check", "generate --env staging", "build"]))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHelpWidth: () => Math.min(terminal.stdout.columns, 100),
    });
  for (const verb of verbs) {
    const command = groupOf(verb, program)
      .command([verb.name.split(" ").at(-1), verb.arguments].filter(Boolean).join(" "))
      .description(verb.summary)
      .helpOption("-h, --help", "print this help")
      .option("-c, --config <file>", "config file; without it, the nearest httpsmith.json or .jsonc upwards")
      .option("-e, --env <name>", "only this environment")
      .addOption(formatOption(verb))
      .showHelpAfterError(`See \`httpsmith ${verb.name} --help\`.`)
      .addHelpText("after", examples(verb.examples));
    for (const [flags, text, fallback] of verb.options) command.addOption(optionOf(flags, text, fallback));
    command.action(async () => done(await runVerb(verb, command, terminal)));
  }
  return program;
}

// `keys new` is `new` in the group `keys`.
function groupOf({ name }: Verb, program: Command): Command {
  const [group, verb] = name.split(" ");
  if (verb === undefined) return program;
  const found = program.commands.find((command) => command.name() === group);
  return (
    found ??
    program
      .command(group!)
      .description(groups[group!]!)
      .helpOption("-h, --help", "print this help")
      .helpCommand(false)
  );
}

const groups: Readonly<Record<string, string>> = {
  edge: "test and list the functions that run inside CloudFront",
  keys: "make, list, check and rotate signing keys",
};

function optionOf(flags: string, text: string, fallback: string | typeof required | undefined): Option {
  const option = new Option(flags, text);
  if (fallback === required) return option.makeOptionMandatory();
  return fallback === undefined ? option : option.default(fallback);
}

function formatOption({ formats = reportFormats, isFormatOpen }: Verb): Option {
  const option = new Option("-f, --format <format>", "form of the report").choices(formats);
  return isFormatOpen ? option : option.default("text");
}

const reportFormats = ["text", "json", "github", "gitlab", "sarif"];

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  httpsmith ${line}\n`).join("")}`;
}

async function runVerb(verb: Verb, command: Command, terminal: Terminal): Promise<ExitCode> {
  const options = command.opts<Options>();
  try {
    return await verb.run(options as never, terminal, command.args);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return (await import("./failure.js")).cannotRun(error, options, terminal);
  }
}
