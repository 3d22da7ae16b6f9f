// Links and folders in the way of generated files: refused by name, with nothing written, inside and outside.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { moathon, type Sandbox, sandbox } from "./sandbox";

const outside = mkdtempSync(join(tmpdir(), "httpsmith-outside-"));
writeFileSync(join(outside, "file"), "mine");
mkdirSync(join(outside, "folder"));
afterAll(() => rmSync(outside, { recursive: true }));

const envFile = "frontend/.env.production";

function link(project: Sandbox, path: string, target: string): void {
  project.write(`${path}.parent`, "");
  rmSync(join(project.root, `${path}.parent`));
  symlinkSync(target, join(project.root, path));
}

const obstacles: [string, (project: Sandbox) => void, string, number][] = [
  [
    "a linked folder that leads outside",
    (p) => link(p, "deploy", join(outside, "folder")),
    "deploy: it is a symbolic link that leads out of the project",
    15,
  ],
  [
    "a linked folder inside a linked folder",
    (p) => {
      link(p, "deploy", "real");
      link(p, "real/nginx", "../..");
    },
    "deploy/nginx: it is a symbolic link that leads out of the project",
    5,
  ],
  [
    "a linked folder that leads nowhere",
    (p) => link(p, "deploy", "nowhere"),
    "deploy: it is a symbolic link that leads nowhere",
    15,
  ],
  [
    "a link in a circle",
    (p) => link(p, "deploy", "deploy"),
    "deploy: it is a symbolic link that leads nowhere",
    15,
  ],
  [
    "a link to a file where a folder belongs",
    (p) => link(p, "deploy", join(outside, "file")),
    "deploy: it is a symbolic link to a file, not to a folder",
    15,
  ],
  [
    "a linked file",
    (p) => link(p, envFile, join(outside, "file")),
    "This file cannot be generated: it is a symbolic link",
    1,
  ],
  [
    "a linked file that leads nowhere",
    (p) => link(p, envFile, join(outside, "new")),
    "This file cannot be generated: it is a symbolic link",
    1,
  ],
  [
    "a folder in place of a file",
    (p) => p.write(`${envFile}/x`, ""),
    "This file cannot be generated: it is a folder, not a file",
    1,
  ],
  ["a file in place of a folder", (p) => p.write("frontend", ""), "frontend: it is a file, not a folder", 1],
  [
    "a file in place of a folder further up",
    (p) => p.write("deploy", ""),
    "deploy: it is a file, not a folder",
    15,
  ],
  [
    "a named pipe, which would be read for ever",
    (p) => {
      mkdirSync(join(p.root, "frontend"));
      execFileSync("mkfifo", [join(p.root, envFile)]);
    },
    "This file cannot be generated: it is not an ordinary file",
    1,
  ],
  [
    "a linked folder of the manifest",
    (p) => link(p, ".httpsmith", join(outside, "folder")),
    ".httpsmith: it is a symbolic link that leads out of the project",
    1,
  ],
  [
    "a linked manifest",
    (p) => link(p, ".httpsmith/manifest.json", join(outside, "new")),
    "This file cannot be generated: it is a symbolic link",
    1,
  ],
  [
    "a folder in place of the manifest",
    (p) => p.write(".httpsmith/manifest.json/x", ""),
    "This file cannot be generated: it is a folder",
    1,
  ],
  [
    "a file in place of the manifest's folder",
    (p) => p.write(".httpsmith", ""),
    ".httpsmith: it is a file, not a folder",
    1,
  ],
];

describe.each(obstacles)("%s", (_, prepare, message, count) => {
  test.each([[["generate"]], [["generate", "--force"]], [["check"]]])(
    "rejects it by name and writes nothing: %j",
    async (argv) => {
      const project = sandbox();
      prepare(project);
      const before = project.tree();
      const { code, stdout, stderr } = await project.run([...argv, "--format", "json"]);
      const problems: { code: string; message: string; file: string }[] = JSON.parse(stdout).problems;
      const escapes = problems.filter((one) => one.code === "files/escapes-project");
      expect(escapes.map((one) => one.message)).toEqual(Array(count).fill(expect.stringContaining(message)));
      expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
      expect(project.tree()).toEqual(before);
      expect(readdirSync(outside).sort()).toEqual(["file", "folder"]);
      expect(readdirSync(join(outside, "folder"))).toEqual([]);
    },
  );
});

test("people see one message for all files behind one link", async () => {
  const project = sandbox();
  link(project, "deploy", outside);
  const { stdout } = await project.run(["generate"]);
  expect(stdout.match(/leads out of the project/g)).toHaveLength(1);
  expect(stdout).toContain("  fix       Move deploy away, or change the path in the config.\n");
  expect(stdout).toMatch(/\nnot ok {2}Nothing was written\.\n$/);
});

test("a link to another folder of the project is as good as a folder", async () => {
  const project = sandbox();
  project.write("infra/keep", "");
  link(project, "deploy", "infra");
  expect((await project.run(["generate"])).code).toBe(0);
  expect(project.read("infra/nginx/moathon.conf")).toContain("server_name");
  expect((await project.run(["check"])).code).toBe(0);
});

test("a project below a linked folder is a project like any other", async () => {
  const project = sandbox(null);
  project.write("real/httpsmith.json", moathon);
  link(project, "linked", "real");
  expect((await project.run(["generate"], { cwd: "linked" })).code).toBe(0);
  expect(project.read("real/deploy/nginx/moathon.conf")).toContain("server_name");
});

test("an orphan that became a link is forgotten, and what it leads to stays", async () => {
  const project = sandbox();
  await project.run(["generate"]);
  rmSync(join(project.root, envFile));
  link(project, envFile, join(outside, "file"));
  project.write("httpsmith.json", moathon.replace(/ *"frontend":.*\n/, ""));
  expect((await project.run(["generate", "--force"])).code).toBe(0);
  expect(project.tree()[envFile]).toBe(`-> ${join(outside, "file")}`);
  expect(readdirSync(outside)).toContain("file");
});
