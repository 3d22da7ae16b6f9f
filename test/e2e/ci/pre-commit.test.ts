// The hooks for pre-commit in real commits: what they let through, and what they stop.
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { recipe } from "../../docs/recipe";
import { describeWith, program } from "../../programs";
import { type Repository, repository } from "./repository";

describeWith(["git", "pre-commit"], "the hooks for pre-commit", () => {
  jest.setTimeout(300_000);
  let project: Repository;

  beforeAll(async () => {
    project = await repository({});
    // What stands at the address of the recipe.
    const hooks = join(project.work, "hooks");
    mkdirSync(hooks);
    copyFileSync(join(__dirname, "../../../.pre-commit-hooks.yaml"), join(hooks, ".pre-commit-hooks.yaml"));
    for (const args of [
      ["init", "-q"],
      ["add", "."],
      ["commit", "-qm", "Hooks"],
      ["tag", "v0.1.0"],
    ])
      await project.git("-C", hooks, ...args);
    const [config, url] = [
      recipe("ci.md", ".pre-commit-config.yaml"),
      "https://github.com/httpsmith/httpsmith",
    ];
    expect(config).toContain(`repo: ${url}\n`);
    project.write(".pre-commit-config.yaml", config.replace(url, hooks));
    await project.git("add", ".");
    await project.git("commit", "-qm", "Use the hooks");
    expect((await project.run(program("pre-commit"), ["install"])).code).toBe(0);
  });
  afterAll(() => project?.close());
  afterEach(() => project.git("reset", "-q", "--hard"));

  async function commit() {
    await project.git("add", ".");
    const { code, stdout, stderr } = await project.run("git", ["commit", "-m", "Change"]);
    return { code, said: stdout + stderr };
  }

  test("a commit that is all right goes through", async () => {
    project.write("backend/views.py", "# new\n");
    const { code, said } = await commit();
    expect(said).toMatch(/^httpsmith check\.+Passed$/m);
    expect(said).toMatch(/^httpsmith generate\.+\(no files to check\)Skipped$/m);
    expect(code).toBe(0);
  });

  test("a mistake in the config stops the commit and is shown", async () => {
    project.edit("httpsmith.json", '"location": "uploads"', '"location": "uploads/"');
    const { code, said } = await commit();
    expect(code).toBe(1);
    expect(said).toMatch(/^error {2}django\.storage\.location {2}httpsmith\.json:28:\d+$/m);
  });

  test("a generated file that somebody edits stops the commit, with its difference", async () => {
    project.edit("deploy/nginx/signed-media.conf", "listen 80;", "listen 8080;");
    const { code, said } = await commit();
    expect(code).toBe(1);
    expect(said).toMatch(/^httpsmith check\.+Failed$/m);
    expect(said).toContain("listen 8080;");
  });

  test("a changed config stops the commit until what it generates anew is added", async () => {
    project.edit("httpsmith.json", '"expireSeconds": 3600', '"expireSeconds": 7200');
    const first = await commit();
    expect(first.code).toBe(1);
    expect(first.said).toMatch(/^httpsmith generate\.+Failed$/m);
    expect(first.said).toContain("files were modified by this hook");
    expect(readFileSync(join(project.folder, "backend/config/settings_https.py"), "utf8")).toContain("7200");
    expect(await commit()).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^httpsmith check\.+Passed$/m),
    });
  });
});
