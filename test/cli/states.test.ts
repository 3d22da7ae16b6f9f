// check and generate on files that nobody else touched: clean, missing, stale.
import { chmodSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { errorsOf, generated, sandbox } from "./sandbox";

const site = "deploy/nginx/moathon.conf";
const script = "deploy/certbot/moathon-issue.sh";
const settings = "backend/config/settings_https.py";
const envFile = "frontend/.env.production";
describe("a clean project", () => {
  test("check says so and exits with 0", async () => {
    const project = await generated();
    const { code, stdout, stderr } = await project.run(["check"]);
    expect(stdout).toMatch(/\nok {2}httpsmith\.json: 0 errors, 1 warning, 17 generated files compared\n$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("check writes nothing", async () => {
    const project = sandbox();
    const before = project.tree();
    expect((await project.run(["check"])).code).toBe(1);
    expect(project.tree()).toEqual(before);
  });

  test("a second generate changes neither a byte nor a time", async () => {
    const project = await generated();
    const paths = Object.keys(project.tree()).map((path) => join(project.root, path));
    for (const path of paths) utimesSync(path, 1_000_000_000, 1_000_000_000);
    const before = project.tree();
    const { code, stdout } = await project.run(["generate"]);
    expect(stdout).toMatch(/\nok {2}0 written, 17 unchanged\n$/);
    expect(code).toBe(0);
    expect(project.tree()).toEqual(before);
    expect(paths.filter((path) => statSync(path).mtimeMs !== 1_000_000_000_000)).toEqual([]);
  });

  test("generate leaves no temporary file behind", async () => {
    const names = Object.keys((await generated()).tree());
    expect(names.filter((name) => name.endsWith(".tmp"))).toEqual([]);
    expect(names).toContain(".httpsmith/manifest.json");
  });

  test("files get the mode that the user's umask leaves, scripts the executable bit", async () => {
    const old = process.umask(0o007);
    try {
      const project = await generated();
      const tree = project.tree();
      expect([tree[site], tree[script]].map((one) => one?.slice(0, 4))).toEqual(["660 ", "770 "]);
      expect(await errorsOf(project)).toEqual([]);
    } finally {
      process.umask(old);
    }
  });

  test("only one file is written when one changes", async () => {
    const project = await generated();
    const old = statSync(join(project.root, site)).ino;
    project.edit("httpsmith.json", '"envPrefix": "VITE_"', '"envPrefix": "PUBLIC_"');
    const { stdout } = await project.run(["generate"]);
    expect(stdout).toContain("ok  1 written, 16 unchanged\n");
    expect(stdout).toMatch(/\n {2}updated {2}frontend\/\.env\.production {2}\S/);
    expect(stdout).not.toContain(`unchanged  ${site}`);
    expect(statSync(join(project.root, site)).ino).toBe(old);
    expect(project.read(envFile)).toContain("PUBLIC_API_URL=");
  });
});

describe("missing", () => {
  test("a deleted file is reported and generated again", async () => {
    const project = await generated();
    const text = project.read(site);
    rmSync(join(project.root, site));
    expect(await errorsOf(project)).toEqual([`files/missing ${site}`]);
    expect((await project.run(["generate"])).code).toBe(0);
    expect(project.read(site)).toBe(text);
  });

  test("files in one state are one message with a list", async () => {
    const { code, stdout } = await sandbox().run(["check"]);
    expect(stdout.match(/This has not been generated yet\./g)).toHaveLength(1);
    expect(stdout).toContain("error  files/missing  17 files\n");
    expect(stdout).toContain(`\n    ${site}\n`);
    expect(code).toBe(1);
  });
});

describe("stale", () => {
  test("a changed config is reported with a diff from disk to config, and generate writes it", async () => {
    const project = await generated();
    project.edit("httpsmith.json", "54.180.1.2", "54.180.1.3");
    const { code, stdout } = await project.run(["check"]);
    expect(stdout).toContain(`--- ${envFile}\ton disk\n+++ ${envFile}\tgenerated\n@@`);
    expect(stdout).toContain(
      "\n-VITE_API_URL='https://54.180.1.2.nip.io'\n+VITE_API_URL='https://54.180.1.3.nip.io'\n",
    );
    expect(code).toBe(1);
    const { stdout: done, code: ended } = await project.run(["generate"]);
    expect(done).toContain("+VITE_API_URL='https://54.180.1.3.nip.io'");
    expect(ended).toBe(0);
    expect(await errorsOf(project)).toEqual([]);
  });

  test("a checkout with CRLF is told apart from a hand edit, shows no diff, and is put right", async () => {
    const project = await generated();
    for (const path of [site, settings]) project.write(path, project.read(path).replaceAll("\n", "\r\n"));
    const { stdout } = await project.run(["check"]);
    expect(await errorsOf(project)).toEqual([`files/stale ${settings}`, `files/stale ${site}`]);
    expect(stdout).toContain("Windows line ends (CRLF)");
    expect(stdout).not.toContain("---");
    expect((await project.run(["generate"])).code).toBe(0);
    expect(project.read(site)).not.toContain("\r");
  });

  test("a diff of a CRLF file shows only what the config changed", async () => {
    const project = await generated();
    project.write(envFile, project.read(envFile).replaceAll("\n", "\r\n"));
    project.edit("httpsmith.json", '"envPrefix": "VITE_"', '"envPrefix": "PUBLIC_"');
    const { stdout } = await project.run(["check"]);
    expect(await errorsOf(project)).toEqual([`files/stale ${envFile}`]);
    expect(stdout.match(/^[-+][^-+].*$/gm)).toHaveLength(2);
  });

  test.each([
    [script, 0o644, "lost its executable bit"],
    [site, 0o755, "executable bit that it should not have"],
  ])("the mode of %s is part of it", async (path, mode, message) => {
    const project = await generated();
    const before = project.tree();
    chmodSync(join(project.root, path), mode);
    expect(await errorsOf(project)).toEqual([`files/stale ${path}`]);
    expect((await project.run(["check"])).stdout).toContain(message);
    expect((await project.run(["generate"])).code).toBe(0);
    expect(project.tree()).toEqual(before);
  });

  test("a narrower mode of the user's own is no drift", async () => {
    const project = await generated();
    chmodSync(join(project.root, envFile), 0o600);
    chmodSync(join(project.root, script), 0o700);
    expect(await errorsOf(project)).toEqual([]);
  });
});
