// The verbs of the command line, in the order of --help. Each loads its code only when it runs.
import type { ExitCode, Terminal } from "../terminal";

export interface Verb {
  readonly name: string;
  readonly summary: string;
  /** Options beside --config, --env and --format: flags and help text. */
  readonly options: readonly (readonly [flags: string, help: string])[];
  readonly examples: readonly string[];
  run(options: Options, terminal: Terminal): Promise<ExitCode>;
}

/** Options of all verbs; commander leaves out what was not given. */
export interface Options {
  readonly config?: string;
  readonly env?: string;
  readonly format: "text" | "json" | "github" | "sarif";
  readonly force?: boolean;
  readonly output?: string;
}

const force = ["--force", "replace files that were changed by hand or that httpsmith did not make"] as const;

export const verbs: readonly Verb[] = [
  {
    name: "build",
    summary: "check, generate and synth in one go",
    options: [force],
    examples: ["build", "build --env staging"],
    run: async (options, terminal) => (await import("./build.js")).build(options, terminal),
  },
  {
    name: "check",
    summary: "find what is wrong in the config and out of date in the generated files; never writes",
    options: [],
    examples: ["check", "check --format github", "check --format sarif > httpsmith.sarif"],
    run: async (options, terminal) => (await import("./check.js")).check(options, terminal),
  },
  {
    name: "generate",
    summary: "write the generated files; refuses to overwrite hand edits",
    options: [force],
    examples: ["generate", "generate --env staging", "generate --force"],
    run: async (options, terminal) => (await import("./generate.js")).generate(options, terminal),
  },
  {
    name: "synth",
    summary: "write the Terraform, one stack for each environment, to cdktf.out; what cdktf.json calls",
    options: [["-o, --output <folder>", "folder for the Terraform; without it, $CDKTF_OUTDIR or cdktf.out"]],
    examples: ["synth", "synth --env staging"],
    run: async (options, terminal) => (await import("./synth.js")).synth(options, terminal),
  },
];
