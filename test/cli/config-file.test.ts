// Where the config is found, and what happens when it cannot be read.
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { moathon, sandbox } from "./sandbox";

const verbs = ["check", "generate", "synth", "build"];

describe("the config", () => {
  test("is found upwards, and its folder stays the root of all files", async () => {
    const project = sandbox();
    project.write("backend/app/views.py", "");
    const { code, stdout } = await project.run(["generate"], { cwd: "backend/app" });
    expect(stdout).toContain("  ../../httpsmith.json:");
    expect(stdout).toContain("  new  ../../deploy/nginx/moathon.conf");
    expect(code).toBe(0);
    expect(project.read("deploy/nginx/moathon.conf")).toContain("server_name");
    expect((await project.run(["check"])).code).toBe(0);
  });

  test("may be called httpsmith.jsonc", async () => {
    const project = sandbox(null);
    project.write("httpsmith.jsonc", moathon);
    expect((await project.run(["generate"])).code).toBe(0);
    expect((await project.run(["check"])).stdout).toContain("ok  httpsmith.jsonc: ");
  });

  test("rejects one that is not there, without telling to name it", async () => {
    const { code, stderr } = await sandbox().run(["check", "--config", "nope.json"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("There is no nope.json.") });
    expect(stderr).not.toContain("--config FILE");
  });

  test("nearest wins, and --config wins over it", async () => {
    const project = sandbox();
    project.write("inner/httpsmith.json", moathon.replaceAll("moathon", "inner"));
    await project.run(["generate"], { cwd: "inner" });
    expect(Object.keys(project.tree())).toContain("inner/deploy/nginx/inner.conf");
    expect(Object.keys(project.tree())).not.toContain("deploy/");
    await project.run(["generate", "--config", "../httpsmith.json"], { cwd: "inner" });
    expect(Object.keys(project.tree())).toContain("deploy/nginx/moathon.conf");
  });

  test("may have any name, a byte order mark and CRLF", async () => {
    const project = sandbox(null);
    project.write("infra/https.json", `\ufeff${moathon.replaceAll("\n", "\r\n")}`);
    expect((await project.run(["generate", "--config", "infra/https.json"])).code).toBe(0);
    expect(project.read("infra/deploy/nginx/moathon.conf")).not.toContain("\r");
  });

  test("places of other files are named from the working directory too", async () => {
    const project = sandbox();
    project.write("httpsmith.outputs.json", '{ "moathon": { "distribution_site_id": 1 } }');
    project.write("backend/x", "");
    const { stdout } = await project.run(["check"], { cwd: "backend" });
    expect(stdout).toContain("  ../httpsmith.outputs.json:1:");
  });
});

describe("a config that cannot be had", () => {
  test.each(verbs)("%s exits with 2 where there is none, with one message", async (verb) => {
    const project = sandbox(null);
    const { code, stdout, stderr } = await project.run([verb]);
    expect(stderr).toBe(
      "httpsmith: There is no httpsmith.json here or in any folder above.\n  fix       Begin with `httpsmith init`, or name one with --config FILE.\n  more      docs/problems/config/not-found.md\n",
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(project.tree()).toEqual({});
  });

  test.each([
    ["is not there", "other.json", "There is no other.json.", "config/not-found"],
    ["is below a file", "file/x.json", "There is no file/x.json.", "config/not-found"],
    ["is a folder", "folder", "folder cannot be read: it is a folder.", "config/unreadable"],
    ["is no UTF-8", "utf16.json", "utf16.json cannot be read: it is not UTF-8 text.", "config/unreadable"],
    [
      "is a link in a circle",
      "circle",
      "circle cannot be read: its symbolic links go in a circle.",
      "config/unreadable",
    ],
  ])("exits with 2 where it %s", async (_, path, message, problem) => {
    const project = sandbox();
    project.write("file", "");
    project.write("utf16.json", Buffer.from(`\ufeff${moathon}`, "utf16le"));
    mkdirSync(join(project.root, "folder"));
    symlinkSync("circle", join(project.root, "circle"));
    const { code, stdout, stderr } = await project.run(["check", "--config", path]);
    expect(stderr).toContain(`httpsmith: ${message}\n`);
    expect(stderr).toContain(`  more      docs/problems/${problem}.md\n`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test("programs that read stdout get a report of their own format", async () => {
    const project = sandbox(null);
    const json = JSON.parse((await project.run(["check", "--format", "json"])).stdout);
    expect(json).toMatchObject({ problems: [{ code: "config/not-found", file: null }], written: false });
    const sarif = JSON.parse((await project.run(["check", "--format", "sarif"])).stdout);
    expect(sarif.runs[0].results).toHaveLength(1);
    expect((await project.run(["check", "--format", "github"])).stdout).toMatch(
      /^::error title=config\/not-found::There is no/,
    );
  });
});

describe("a config with errors", () => {
  test.each(["generate", "build"])("%s writes nothing and tells all of them", async (verb) => {
    const project = sandbox(
      moathon.replace('"name": "moathon"', '"name": "Moathon"').replace('"region"', '"regoin"'),
    );
    const before = project.tree();
    const { code, stdout } = await project.run([verb]);
    expect(stdout).toContain("error  name  httpsmith.json:");
    expect(stdout).toContain("error  regoin  httpsmith.json:");
    expect(stdout).toMatch(/\nnot ok {2}The config has errors; nothing was written\.\n$/);
    expect(code).toBe(1);
    expect(project.tree()).toEqual(before);
  });

  test("check does not call the files of an unreadable config orphans", async () => {
    const project = sandbox();
    await project.run(["generate"]);
    project.write("httpsmith.json", moathon.replace('"name": "moathon"', '"name": 7'));
    const { stdout } = await project.run(["check", "--format", "json"]);
    expect(
      JSON.parse(stdout).problems.filter(({ code }: { code: string }) => code.startsWith("files/")),
    ).toEqual([]);
  });

  test.each([
    ["a link", "pages/403.json"],
    ["a linked folder", "linked/403.json"],
  ])("a file that %s has outside the project is not read: it would be uploaded", async (_, file) => {
    const objects = `"objects": { "403.json": { "file": "${file}", "contentType": "application/json" } }`;
    const project = sandbox(moathon.replace('"client": {', `"client": { ${objects},`));
    const outside = sandbox(null);
    outside.write("403.json", "of another");
    project.write("pages/a.json", "{}");
    symlinkSync(join(outside.root, "403.json"), join(project.root, "pages/403.json"));
    symlinkSync(outside.root, join(project.root, "linked"));
    const { code, stdout, stderr } = await project.run(["check"]);
    expect(stdout + stderr).toContain(
      `${file} cannot be read: it is a symbolic link that leads out of the project`,
    );
    expect(code).toBe(2);
  });

  test("a link inside the project is as good as the file", async () => {
    const objects =
      '"objects": { "403.json": { "file": "pages/403.json", "contentType": "application/json" } }';
    const project = sandbox(moathon.replace('"client": {', `"client": { ${objects},`));
    project.write("pages/a.json", "{}");
    symlinkSync("a.json", join(project.root, "pages/403.json"));
    const { stdout, stderr } = await project.run(["check"]);
    expect(stdout + stderr).not.toContain("403.json");
  });

  test("a key file in another encoding is a problem with a place", async () => {
    const keys =
      '"signingKeys": [{ "id": "a", "publicKeyFile": "keys/a.pem", "phase": "active" }],\n  "region"';
    const project = sandbox(moathon.replace('"region"', keys));
    project.write("keys/a.pem", Buffer.from([0x30, 0x82, 0x01, 0x22, 0xff]));
    const { code, stdout } = await project.run(["check"]);
    expect(stdout).toMatch(/error {2}signingKeys\[0\]\.publicKeyFile {2}httpsmith\.json:/);
    expect(code).toBe(1);
  });
});

test.each([
  ["NO_COLOR", { NO_COLOR: "1" }, 80, false],
  ["an empty NO_COLOR, which says nothing", { NO_COLOR: "" }, 80, true],
  ["a terminal", {}, 80, true],
  ["a pipe", {}, undefined, false],
  ["FORCE_COLOR on a pipe", { FORCE_COLOR: "1" }, undefined, true],
  ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, undefined, false],
  ["NO_COLOR against FORCE_COLOR", { NO_COLOR: "1", FORCE_COLOR: "1" }, 80, false],
  ["a dumb terminal", { TERM: "dumb" }, 80, false],
])("colour: %s", async (_, env, columns, coloured) => {
  const setting = { env: env as Record<string, string>, ...(columns === undefined ? {} : { columns }) };
  const { stdout } = await sandbox().run(["check"], setting);
  expect(stdout.includes("\u001b[")).toBe(coloured);
});

test("on a narrow terminal nothing that we write is wider, but for what must stay whole", async () => {
  const { stdout } = await sandbox().run(["generate"], { columns: 80, env: { NO_COLOR: "1" } });
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test.each([40, 80, 200])(
  "a long line is cut so that the mark stands below its place at %i columns",
  async (columns) => {
    const long = moathon.replace('"cache": "static"', '"cache": "statik", "signed": false');
    const { stdout } = await sandbox(long).run(["check"], { columns, env: { NO_COLOR: "1" } });
    const [, shown = "", mark = ""] = /^( +\d+ \|.*"statik".*)\n( +\| +\^)$/m.exec(stdout) ?? [];
    expect(shown.length).toBeLessThanOrEqual(columns);
    expect(shown.slice(mark.indexOf("^"))).toMatch(/^"statik"/);
  },
);
