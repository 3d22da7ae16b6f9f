// generate and check by a user who may not write or read everything.
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWith } from "../programs";
import { copyProgram, type Ended, needBuild, plainEnv, spawned } from "./built";
import { expectRefusal, isRoot, outdated } from "./refusal";
import { type Sandbox, sandbox } from "./sandbox";

const NOBODY = 65534;
const site = "deploy/nginx/moathon.conf";
let tools = "";
let program = "";

beforeAll(() => {
  needBuild();
  tools = mkdtempSync(join(tmpdir(), "httpsmith-tools-"));
  chmodSync(tools, 0o755);
  program = copyProgram(tools);
});
afterAll(() => rmSync(tools, { recursive: true, force: true }));

describeWith(isRoot ? ["setpriv"] : [], "a user without permission", () => {
  // Root may write anywhere, so the program runs as somebody else; the files are theirs.
  const asUser = (project: Sandbox, ...argv: string[]): Ended => {
    const drop = isRoot ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] : [];
    const [command, ...args] = [...drop, process.execPath, program, ...argv];
    return spawned(command!, args, { cwd: project.root, env: plainEnv() });
  };

  const give = (project: Sandbox) => {
    if (!isRoot) return;
    for (const path of ["", ...Object.keys(project.tree())])
      chownSync(join(project.root, path), NOBODY, NOBODY);
  };

  test("a read-only folder in the middle: the old files stay, byte for byte", async () => {
    const project = await outdated();
    give(project);
    chmodSync(join(project.root, "deploy/nginx/snippets"), 0o555);
    const before = project.tree();
    const ended = asUser(project, "generate");
    chmodSync(join(project.root, "deploy/nginx/snippets"), 0o755);
    expectRefusal(
      ended,
      "deploy/nginx/snippets/moathon-tls.conf cannot be written: permission denied. Nothing was changed.",
    );
    expect(project.tree()).toEqual(before);
    expect(asUser(project, "generate").code).toBe(0);
  });

  test("a read-only project: no new folder, no file", () => {
    const project = sandbox();
    give(project);
    chmodSync(project.root, 0o555);
    const before = project.tree();
    expectRefusal(asUser(project, "generate"), "cannot be written: permission denied. Nothing was changed.");
    expect(asUser(project, "check").code).toBe(1);
    chmodSync(project.root, 0o755);
    expect(project.tree()).toEqual(before);
  });

  test("a folder that cannot be made after others were: they are gone again", () => {
    const project = sandbox();
    project.write("deploy/keep", "");
    give(project);
    chmodSync(join(project.root, "deploy"), 0o555);
    const before = project.tree();
    expectRefusal(
      asUser(project, "generate"),
      "deploy/certbot/moathon-bootstrap.sh cannot be written: permission denied.",
    );
    chmodSync(join(project.root, "deploy"), 0o755);
    expect(project.tree()).toEqual(before);
  });

  test("a read-only file in a folder of one's own is replaced, as by git checkout", async () => {
    const project = await outdated();
    give(project);
    chmodSync(join(project.root, site), 0o444);
    expect(asUser(project, "generate").code).toBe(0);
    expect(project.read(site)).toContain("54.180.1.3");
    expect(statSync(join(project.root, site)).mode & 0o200).toBe(0o200);
  });

  test.each([
    ["httpsmith.json", "httpsmith.json cannot be read: permission denied."],
    [site, `${site} cannot be read: permission denied.`],
    [".httpsmith/manifest.json", ".httpsmith/manifest.json cannot be read: permission denied."],
  ])("an unreadable file is named: %s", async (path, message) => {
    const project = await outdated();
    give(project);
    chmodSync(join(project.root, path), 0o000);
    const { code, stdout, stderr } = asUser(project, "generate");
    chmodSync(join(project.root, path), 0o644);
    expect(stderr).toContain(`httpsmith: ${message}\n`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test("a folder that nobody may look into is named", async () => {
    const project = await outdated();
    give(project);
    chmodSync(join(project.root, "deploy/nginx"), 0o000);
    const { code, stderr } = asUser(project, "generate");
    chmodSync(join(project.root, "deploy/nginx"), 0o755);
    expect(stderr).toMatch(/^httpsmith: deploy\/nginx\/\S+ cannot be looked at: permission denied\.\n/);
    expect(code).toBe(2);
  });
});
