// The built program as a process: the same as in memory, with pipes, terminals, and a world that is not as it should be.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith } from "../programs";
import { httpsmith, needBuild, plainEnv, program, spawned } from "./built";
import { generated, moathon, type Sandbox, sandbox } from "./sandbox";

beforeAll(needBuild);

describe("the program", () => {
  test.each([
    [["check"]],
    [["check", "--format", "json"]],
    [["generate"]],
    [["check", "--env", "x"]],
    [["chekc"]],
    [["--help"]],
  ])("does what the command line does in memory: %j", async (argv) => {
    const [one, other] = [sandbox(), sandbox()];
    expect(httpsmith(one, argv)).toEqual(await other.run(argv));
    expect(one.tree()).toEqual(other.tree());
  });
});
describeWith(["bash"], "pipes", () => {
  const piped = (project: Sandbox, command: string) =>
    spawned("bash", ["-c", `${command}; echo "codes \${PIPESTATUS[*]}" >&2`], {
      cwd: project.root,
      env: plainEnv({ NODE: process.execPath, PROGRAM: program }),
    });

  test.each(["text", "json", "gitlab", "sarif"])(
    "a reader that goes away early changes neither exit code nor stderr: %s",
    async (format) => {
      const project = await generated(moathon);
      // Far more than a pipe holds, so that the write meets a closed pipe.
      for (const path of ["deploy/nginx/moathon.conf", "deploy/certbot/moathon-issue.sh"])
        project.write(path, `${"x".repeat(80)}\n`.repeat(1000));
      const { stdout, stderr } = piped(project, `"$NODE" "$PROGRAM" check --format ${format} | head -n 1`);
      expect(stdout.split("\n")).toHaveLength(2);
      expect(stderr).toBe("codes 1 0\n");
    },
  );

  test("a slow reader gets everything", async () => {
    const project = sandbox();
    project.write("frontend/.env.production", `${"x".repeat(400)}\n`.repeat(1000));
    const { stdout } = piped(project, `"$NODE" "$PROGRAM" check --format json | (sleep 1; cat)`);
    expect(JSON.parse(stdout).files).toHaveLength(17);
    expect(stdout.length).toBeGreaterThan(400_000);
  });

  test("a full disk under stdout is one message and exit code 2", () => {
    const project = sandbox();
    for (const argv of ["check", "check --format json", "--help", "--version"]) {
      const { stderr } = piped(project, `"$NODE" "$PROGRAM" ${argv} > /dev/full`);
      expect(stderr).toMatch(
        /^httpsmith: The output cannot be written: the disk is full\.\n[\s\S]*codes 2\n$/,
      );
      expect(stderr).not.toContain("    at ");
    }
  });

  test("colour reaches a real terminal and no pipe", () => {
    const project = sandbox();
    expect(piped(project, `"$NODE" "$PROGRAM" check | cat`).stdout).not.toContain("\u001b");
    expect(piped(project, `FORCE_COLOR=1 "$NODE" "$PROGRAM" check | cat`).stdout).toContain("\u001b[31m");
  });

  test("a working folder that is gone is one message and exit code 2", () => {
    const project = sandbox(null);
    mkdirSync(join(project.root, "gone"));
    const { stderr } = piped(project, `cd gone && rmdir ../gone && "$NODE" "$PROGRAM" check`);
    expect(stderr).toMatch(
      /^httpsmith: The folder that this runs in is no longer there\.\n[\s\S]*codes 2\n$/,
    );
  });
});

describeWith(["script"], "a terminal", () => {
  test("gets colour and lines that fit", () => {
    const project = sandbox();
    const command = `stty cols 60; ${process.execPath} ${program} check`;
    const { stdout } = spawned("script", ["-qec", command, "/dev/null"], {
      cwd: project.root,
      env: plainEnv({ TERM: "xterm" }),
    });
    expect(stdout).toContain("\u001b[33m");
    const plain = stdout.replace(/\u001b\[[0-9;]*m/g, "").split(/\r?\n/);
    const message = plain.find((line) => line.startsWith("  Let's Encrypt"))!;
    expect(message.length).toBeLessThanOrEqual(60);
  });
});

test("an exception is told as our bug, with its trace, and exit code 2", async () => {
  const project = sandbox();
  const hook = join(project.root, "hook.js");
  writeFileSync(hook, "JSON.stringify = () => { throw new TypeError('boom'); };");
  const { code, stdout, stderr } = httpsmith(project, ["check", "--format", "json"], {
    NODE_OPTIONS: `--require ${hook}`,
  });
  expect(stderr).toMatch(
    /^httpsmith: this is a bug in httpsmith [0-9.]+\. Please report it with these lines:\nTypeError: boom\n {4}at /,
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  rmSync(hook);
  expect(readFileSync(join(project.root, "httpsmith.json"), "utf8")).toBe(moathon);
});
