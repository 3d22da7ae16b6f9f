// The recipes of docs/ci.md, judged by validators that are not ours; test/e2e/ci runs them.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWith, program } from "../programs";
import { recipe } from "./recipe";

const root = join(__dirname, "../..");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "httpsmith-ci-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function judged(command: string, args: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

const actions = join(root, "node_modules/@action-validator/cli/cli.mjs");

test.each([".github/workflows/httpsmith.yml", ".github/workflows/publish.yml"])(
  "%s is a workflow of GitHub Actions",
  (file) => {
    writeFileSync(join(folder, "workflow.yml"), recipe("ci.md", file));
    expect(judged(process.execPath, [actions, "workflow.yml"])).toMatchObject({ status: 0 });
  },
);

test("the validator of workflows refuses what is none", () => {
  writeFileSync(
    join(folder, "workflow.yml"),
    recipe("ci.md", ".github/workflows/publish.yml").replace("runs-on", "runs-at"),
  );
  expect(judged(process.execPath, [actions, "workflow.yml"]).status).not.toBe(0);
});

describeWith(["pre-commit", "git"], "pre-commit", () => {
  test("takes the manifest of hooks and the recipe", () => {
    writeFileSync(join(folder, "config.yaml"), recipe("ci.md", ".pre-commit-config.yaml"));
    const manifest = join(root, ".pre-commit-hooks.yaml");
    expect(judged(program("pre-commit"), ["validate-manifest", manifest])).toEqual({ status: 0, output: "" });
    expect(judged(program("pre-commit"), ["validate-config", "config.yaml"])).toEqual({
      status: 0,
      output: "",
    });
    const named = [...recipe("ci.md", ".pre-commit-config.yaml").matchAll(/- id: (\S+)/g)].map(
      ([, id]) => id,
    );
    expect([...readFileSync(manifest, "utf8").matchAll(/- id: (\S+)/g)].map(([, id]) => id)).toEqual(named);
  });
});
