// The recipes of docs/ci.md, judged by validators that are not ours.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { describeWith, program } from "../programs";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/ci.md"), "utf8");

/** @returns the YAML of a recipe by the file that its first line names */
function recipe(file: string): string {
  const found = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].find(([, text]) =>
    text!.startsWith(`# ${file}\n`),
  );
  if (!found) throw new Error(`docs/ci.md has no ${file}`);
  return found[1]!;
}

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
    writeFileSync(join(folder, "workflow.yml"), recipe(file));
    expect(judged(process.execPath, [actions, "workflow.yml"])).toMatchObject({ status: 0 });
  },
);

test("the validator of workflows refuses what is none", () => {
  writeFileSync(
    join(folder, "workflow.yml"),
    recipe(".github/workflows/publish.yml").replace("runs-on", "runs-at"),
  );
  expect(judged(process.execPath, [actions, "workflow.yml"]).status).not.toBe(0);
});

// GitLab's own schema was asked by hand (gitlab-ci-local, which needs Node 22): a list in resource_group is an error there.
test(".gitlab-ci.yml is YAML with its two jobs", () => {
  const { check, publish } = parse(recipe(".gitlab-ci.yml"));
  expect(check.script).toEqual([expect.stringContaining("httpsmith check --base")]);
  expect(publish).toMatchObject({
    resource_group: "publish",
    script: expect.arrayContaining(["npx httpsmith publish frontend/dist"]),
  });
});

describeWith(["pre-commit", "git"], "pre-commit", () => {
  test("takes the manifest of hooks and the recipe", () => {
    writeFileSync(join(folder, "config.yaml"), recipe(".pre-commit-config.yaml"));
    const manifest = join(root, ".pre-commit-hooks.yaml");
    expect(judged(program("pre-commit"), ["validate-manifest", manifest])).toEqual({ status: 0, output: "" });
    expect(judged(program("pre-commit"), ["validate-config", "config.yaml"])).toEqual({
      status: 0,
      output: "",
    });
    const named = [...recipe(".pre-commit-config.yaml").matchAll(/- id: (\S+)/g)].map(([, id]) => id);
    expect([...readFileSync(manifest, "utf8").matchAll(/- id: (\S+)/g)].map(([, id]) => id)).toEqual(named);
  });
});
