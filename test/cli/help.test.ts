// The command line itself: help, version, and what is said about words that it does not know.
import { version } from "../../package.json";
import { type Outcome, sandbox } from "./sandbox";

const verbs = ["build", "check", "generate", "synth"];

function said(argv: readonly string[]): Promise<Outcome> {
  return sandbox(null).run(argv, { columns: 100 });
}

describe.each([[[]], ...verbs.map((verb) => [[verb]])])("--help of httpsmith %s", (verb: string[]) => {
  test("fits a screen of 100 columns and ends with examples", async () => {
    const { code, stdout, stderr } = await said([...verb, "--help"]);
    const lines = stdout.trimEnd().split("\n");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    // The list of all verbs grows with them.
    expect(lines.length).toBeLessThanOrEqual(verb.length === 0 ? 32 : 24);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    const examples = lines.slice(lines.indexOf("Examples:") + 1);
    expect(examples.length).toBeGreaterThanOrEqual(2);
    for (const line of examples) expect(line).toMatch(new RegExp(`^ {2}httpsmith ${verb[0] ?? "[a-z]+"}\\b`));
  });

  test("its examples are commands that the command line takes", async () => {
    const { stdout } = await said([...verb, "--help"]);
    for (const [, words] of stdout
      .slice(stdout.indexOf("Examples:"))
      .matchAll(/^ {2}httpsmith ([^>\n]*)/gm)) {
      const { stderr } = await said(words!.trim().split(" "));
      expect(stderr).toContain("There is no httpsmith.json here");
    }
  });
});

test("every verb is in --help with one sentence", async () => {
  const { stdout } = await said(["--help"]);
  for (const verb of verbs) expect(stdout).toMatch(new RegExp(`^ {2}${verb} \\[options\\] +\\S`, "m"));
});

test("--help is not in colour and needs no terminal", async () => {
  const { stdout } = await sandbox(null).run(["check", "--help"]);
  expect(stdout).not.toContain("\u001b");
});

test.each(["--version", "-V"])("%s prints the version alone", async (option) => {
  expect(await said([option])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

describe("what it does not know", () => {
  test.each([
    [["chekc"], "error: unknown command 'chekc'\n(Did you mean check?)"],
    [["help"], "error: unknown command 'help'\nSee `httpsmith --help`."],
    [["check", "--formt"], "See `httpsmith check --help`."],
    [["check", "--formt", "json"], "error: unknown option '--formt'\n(Did you mean --format?)"],
    [["check", "--force"], "error: unknown option '--force'"],
    [["check", "--format", "yaml"], "Allowed choices are text, json, github, gitlab, sarif."],
    [["check", "extra"], "error: too many arguments for 'check'."],
    [["generate", "--env"], "error: option '-e, --env <name>' argument missing"],
    [["--colour"], "error: unknown option '--colour'"],
  ])("exits with 2 and says what was meant: %j", async (argv, message) => {
    const { code, stdout, stderr } = await said(argv);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test("no verb at all shows the help on stderr", async () => {
    const { code, stdout, stderr } = await said([]);
    expect(stderr).toContain("Usage: httpsmith");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});
