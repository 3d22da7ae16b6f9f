// check and generate on files that somebody else has a hand in: edited, orphan, collision.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { errorsOf, generated, moathon, sandbox } from "./sandbox";

const site = "deploy/nginx/moathon.conf";
const script = "deploy/certbot/moathon-issue.sh";
const envFile = "frontend/.env.production";
describe("edited", () => {
  test("a hand edit is refused with its line and diff, and nothing at all is written", async () => {
    const project = await generated();
    project.edit(site, "listen 80;", "listen 8080;");
    rmSync(join(project.root, envFile));
    const line =
      project
        .read(site)
        .split("\n")
        .findIndex((one) => one.includes("8080")) + 1;
    const before = project.tree();
    const { code, stdout, stderr } = await project.run(["generate"]);
    expect(stdout).toContain(`error  files/edited  ${site}:${line}:1\n`);
    expect(stdout).toMatch(/\n- +listen 8080;\n\+ +listen 80;\n/);
    expect(stdout).toMatch(
      /\nnot ok {2}Nothing was written; --force would replace what is listed above\.\n$/,
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(project.tree()).toEqual(before);
  });

  test("--force replaces it and shows what went", async () => {
    const project = await generated();
    const text = project.read(site);
    project.edit(site, "listen 80;", "listen 8080;");
    const { code, stdout } = await project.run(["generate", "--force"]);
    expect(stdout).toMatch(/\n- +listen 8080;\n/);
    expect(stdout).toMatch(new RegExp(`\\n {2}replaced {2}${site} `));
    expect(code).toBe(0);
    expect(project.read(site)).toBe(text);
  });

  test("an edit that is not UTF-8 is an edit, not a failure", async () => {
    const project = await generated();
    project.write(
      site,
      Buffer.concat([Buffer.from(project.read(site)), Buffer.from("# caf\xe9\n", "latin1")]),
    );
    expect(await errorsOf(project)).toEqual([`files/edited ${site}`]);
    expect((await project.run(["generate"])).code).toBe(1);
  });

  test("a file with our header that no manifest lists counts as edited", async () => {
    const project = await generated();
    rmSync(join(project.root, ".httpsmith"), { recursive: true });
    expect(await errorsOf(project)).toEqual([]);
    project.edit(site, "listen 80;", "listen 8080;");
    project.edit(script, "set -eu", "set -u");
    expect(await errorsOf(project)).toEqual([`files/edited ${script}`, `files/edited ${site}`]);
  });

  test("generating again after an edit was undone needs no force", async () => {
    const project = await generated();
    const before = project.tree();
    project.edit(site, "listen 80;", "listen 8080;");
    project.edit(site, "listen 8080;", "listen 80;");
    expect((await project.run(["generate"])).code).toBe(0);
    expect(project.tree()).toEqual(before);
  });
});

describe("orphan", () => {
  const withoutFrontend = moathon.replace(/ *"frontend":.*\n/, "");

  test("a dropped section leaves an orphan, which generate removes with its empty folder", async () => {
    const project = await generated();
    project.write("httpsmith.json", withoutFrontend);
    expect(await errorsOf(project)).toContain(`files/orphan ${envFile}`);
    const { code, stdout } = await project.run(["generate"]);
    expect(stdout).toMatch(/\n {2}removed {2}frontend\/\.env\.production {3,}no longer generated\n/);
    expect(stdout).toMatch(/1 removed\n$/);
    expect(code).toBe(0);
    expect(readdirSync(project.root)).not.toContain("frontend");
    expect(project.read(".httpsmith/manifest.json")).not.toContain("frontend");
    expect(await errorsOf(project)).toEqual([]);
  });

  test("a folder with somebody's file in it stays", async () => {
    const project = await generated();
    project.write("frontend/package.json", "{}");
    project.write("httpsmith.json", withoutFrontend);
    await project.run(["generate"]);
    expect(readdirSync(join(project.root, "frontend"))).toEqual(["package.json"]);
  });

  test("an orphan that was edited is kept without --force, and all else waits with it", async () => {
    const project = await generated();
    project.write(envFile, `${project.read(envFile)}VITE_OWN='1'\n`);
    project.write("httpsmith.json", withoutFrontend.replace("54.180.1.2", "54.180.1.3"));
    const before = project.tree();
    const { code, stdout } = await project.run(["generate"]);
    expect(stdout).toContain(
      `error  files/orphan  ${envFile}:1:1\n  The config no longer asks for this, but it was changed by hand.\n`,
    );
    expect(stdout).toMatch(/--force would remove what is listed above\.\n$/);
    expect(code).toBe(1);
    expect(project.tree()).toEqual(before);
    expect((await project.run(["generate", "--force"])).code).toBe(0);
    expect(Object.keys(project.tree())).not.toContain(envFile);
  });

  test("a renamed project moves its files", async () => {
    const project = await generated();
    project.edit("httpsmith.json", '"name": "moathon"', '"name": "other"');
    expect((await project.run(["generate"])).code).toBe(0);
    expect(
      readdirSync(join(project.root, "deploy/nginx/snippets")).every((name) => name.startsWith("other-")),
    ).toBe(true);
    expect(await errorsOf(project)).toEqual([]);
  });
});

describe("collision", () => {
  test("a foreign file is refused, and replaced with --force", async () => {
    const project = sandbox();
    project.write(envFile, "VITE_MINE=1\n");
    const before = project.tree();
    const { code, stdout } = await project.run(["generate"]);
    expect(stdout).toContain(`error  files/collision  ${envFile}:1:1\n`);
    expect(stdout).toContain("\n-VITE_MINE=1\n");
    expect(code).toBe(1);
    expect(project.tree()).toEqual(before);
    expect((await project.run(["generate", "--force"])).code).toBe(0);
    expect(project.read(envFile)).not.toContain("MINE");
  });

  test("a huge one is compared in no time, and not printed", async () => {
    const project = sandbox();
    project.write(envFile, "x\n".repeat(300_000));
    const { stdout } = await project.run(["generate"]);
    expect(stdout).toContain(`+++ ${envFile}\tgenerated\n@@ more than 2000 lines differ @@\n`);
    expect(stdout.length).toBeLessThan(10_000);
  }, 10_000);

  test("a foreign file that is no text is refused too", async () => {
    const project = sandbox();
    project.write(envFile, Buffer.from([0xff, 0xfe, 0, 1, 2]));
    expect(await errorsOf(project)).toContain(`files/collision ${envFile}`);
  });

  test("what a foreign file holds cannot move the cursor", async () => {
    const project = sandbox();
    project.write(envFile, "A\u001b[2J\u001b]0;title\u0007\u202e\u009b\n");
    const { stdout } = await project.run(["generate"], { columns: 80, env: { NO_COLOR: "1" } });
    expect(stdout).toContain("-A␛[2J␛]0;title␇\ufffd\ufffd\n");
    expect(stdout).not.toMatch(/[\u001b\u0007\u202e\u009b]/);
  });
});

describe("a path that is taken already", () => {
  test.each([
    ["httpsmith.json", "httpsmith reads httpsmith.json; a generated file would overwrite it."],
    [
      "httpsmith.outputs.json",
      "httpsmith reads httpsmith.outputs.json; a generated file would overwrite it.",
    ],
    [site, `Two generated files would be ${site}.`],
    ["deploy/nginx", "deploy/nginx would be a file, and a folder with other files in it."],
  ])("rejects it, with --force too, and writes nothing: %s", async (path, message) => {
    const project = sandbox(moathon.replace(envFile, path));
    const before = project.tree();
    for (const argv of [["check"], ["generate"], ["generate", "--force"]]) {
      const { code, stdout } = await project.run([...argv, "--format", "json"]);
      const found = JSON.parse(stdout).problems.find(
        (one: { code: string }) => one.code === "paths/same-file",
      );
      expect(found).toMatchObject({ message, path: "frontend.envFile", line: expect.any(Number) });
      expect(code).toBe(1);
    }
    expect(project.tree()).toEqual(before);
  });
});
