// generate that is killed half-way, and several at once.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyProgram, needBuild, plainEnv } from "./built";
import { outdated } from "./refusal";
import { generated, type Sandbox, sandbox } from "./sandbox";

let tools = "";
let program = "";

beforeAll(() => {
  needBuild();
  tools = mkdtempSync(join(tmpdir(), "httpsmith-tools-"));
  chmodSync(tools, 0o755);
  program = copyProgram(tools);
});
afterAll(() => rmSync(tools, { recursive: true, force: true }));

function leftovers(project: Sandbox): string[] {
  return Object.keys(project.tree()).filter((path) => path.endsWith(".tmp"));
}

describe("a run that is killed", () => {
  /** Kills the process just before its nth call of a function of node:fs. */
  function killedAt(project: Sandbox, name: string, n: number): NodeJS.Signals | null {
    const hook = join(tools, `${name}-${n}.js`);
    writeFileSync(
      hook,
      `const fs = require("fs"); const real = fs.${name}; let n = 0;
      fs.${name} = (...a) => { if (n++ === ${n}) process.kill(process.pid, "SIGKILL"); return real(...a); };`,
    );
    const env = plainEnv({ NODE_OPTIONS: `--require ${hook}` });
    return spawnSync(process.execPath, [program, "generate"], { cwd: project.root, env }).signal;
  }

  test.each([
    ["writeSync", 0],
    ["fsyncSync", 2],
    ["fsyncSync", 4],
    ["renameSync", 0],
    ["renameSync", 1],
    ["renameSync", 4],
  ])(
    "before %s number %s: every file is old or new, and the next generate finishes and tidies up",
    async (name, n) => {
      const project = await outdated();
      const old = project.tree();
      const wanted = sandbox(project.read("httpsmith.json"));
      await wanted.run(["generate"]);
      const whole = wanted.tree();
      expect(killedAt(project, name, n)).toBe("SIGKILL");
      expect(leftovers(project).length).toBeGreaterThan(0);
      for (const [path, now] of Object.entries(project.tree())) {
        if (!path.endsWith(".tmp")) expect([old[path], whole[path]]).toContain(now);
      }
      expect((await project.run(["generate"])).code).toBe(0);
      expect(project.tree()).toEqual(whole);
    },
  );

  test("leftovers go even where there is nothing else to do; what others made does not", async () => {
    const project = await outdated();
    killedAt(project, "renameSync", 0);
    project.edit("httpsmith.json", "54.180.1.3", "54.180.1.2");
    const theirs = [
      "deploy/nginx/.other.conf.99999999-00000000.tmp",
      "deploy/nginx/.moathon.conf.tmp",
      "deploy/nginx/.moathon.conf.swp",
    ];
    for (const path of theirs) project.write(path, "");
    const alive = `deploy/nginx/.moathon.conf.${process.ppid}-00000000.tmp`;
    project.write(alive, "");
    expect((await project.run(["generate"])).stdout).toContain("0 written");
    expect(leftovers(project)).toEqual([alive, ...theirs].filter((path) => path.endsWith(".tmp")).sort());
  });

  test("check leaves leftovers alone and is not disturbed by them", async () => {
    const project = await outdated();
    killedAt(project, "renameSync", 0);
    project.edit("httpsmith.json", "54.180.1.3", "54.180.1.2");
    const before = project.tree();
    expect((await project.run(["check"])).code).toBe(0);
    expect(project.tree()).toEqual(before);
  });
});

describe("several at once", () => {
  const start = (project: Sandbox, argv: readonly string[]) =>
    new Promise<{ code: number | null; output: string }>((resolve) => {
      const child = spawn(process.execPath, [program, ...argv], { cwd: project.root, env: plainEnv() });
      let output = "";
      child.stdout.on("data", (data) => {
        output += data;
      });
      child.stderr.on("data", (data) => {
        output += data;
      });
      child.on("close", (code) => resolve({ code, output }));
    });

  test.each([
    ["an empty project", async () => sandbox()],
    ["an outdated project", outdated],
    [
      "a project with orphans",
      async () => {
        const project = await generated();
        project.edit("httpsmith.json", '"name": "moathon"', '"name": "other"');
        return project;
      },
    ],
  ])("end in one consistent state: %s", async (_, prepare) => {
    const project = await prepare();
    const wanted = sandbox(project.read("httpsmith.json"));
    await wanted.run(["generate"]);
    const ends = await Promise.all(Array.from({ length: 5 }, () => start(project, ["generate"])));
    expect(ends.filter(({ code }) => code !== 0)).toEqual([]);
    expect(project.tree()).toEqual(wanted.tree());
  });
});
