// The manifest is a file like any other: it may be lost, damaged by a merge, or say what is not true.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { generated, moathon, type Sandbox, sandbox } from "./sandbox";

const manifest = ".httpsmith/manifest.json";
const site = "deploy/nginx/moathon.conf";

/** Adds an entry, with the digest of the text that stands there. */
function addEntry(project: Sandbox, path: string, digest: string): void {
  const { $comment, files } = JSON.parse(project.read(manifest));
  project.write(manifest, JSON.stringify({ $comment, files: { ...files, [path]: digest } }));
}

const emptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

test("the manifest is sorted, ends with a line break and holds neither dates nor folders of this machine", async () => {
  const project = await generated();
  const text = project.read(manifest);
  const paths = Object.keys(JSON.parse(text).files);
  expect(paths).toHaveLength(17);
  expect(paths).toEqual([...paths].sort());
  expect(text).toMatch(/\n}\n$/);
  expect(text).not.toMatch(new RegExp(`${project.root}|20[0-9]{2}-`));
});

describe("a damaged manifest", () => {
  test.each([
    ["conflict markers", '<<<<<<< HEAD\n{ "files": {} }\n=======\n{ "files": {} }\n>>>>>>> other\n'],
    ["no digest", '{ "files": { "deploy/nginx/moathon.conf": "yes" } }'],
    ["no files", "{}"],
    ["null", "null"],
    ["nothing", ""],
    ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00])],
  ])("is one problem and stops generate: %s", async (_, text) => {
    const project = await generated();
    project.write(manifest, text);
    const before = project.tree();
    for (const verb of ["check", "generate"]) {
      const { code, stdout } = await project.run([verb, "--format", "json"]);
      const { problems } = JSON.parse(stdout);
      expect(problems.filter((one: { severity: string }) => one.severity === "error")).toEqual([
        expect.objectContaining({ code: "files/manifest", file: manifest, line: 1 }),
      ]);
      expect(code).toBe(1);
    }
    expect(project.tree()).toEqual(before);
  });

  test("generate --force makes a new one and replaces hand edits, as its fix says", async () => {
    const project = await generated();
    const before = project.tree();
    project.write(manifest, "<<<<<<< HEAD\n");
    project.edit(site, "listen 80;", "listen 8080;");
    expect((await project.run(["generate", "--force"])).code).toBe(0);
    expect(project.tree()).toEqual(before);
  });
});

describe("a manifest that is lost or wrong", () => {
  test("a lost one is made again without force where all files are clean", async () => {
    const project = await generated();
    const before = project.tree();
    rmSync(join(project.root, ".httpsmith"), { recursive: true });
    expect((await project.run(["generate"])).code).toBe(0);
    expect(project.tree()).toEqual(before);
  });

  test("one side of a merge is put right by generate, so that the next change of the config needs no force", async () => {
    const project = await generated();
    const right = project.read(manifest);
    addEntry(project, site, emptyDigest);
    expect((await project.run(["generate"])).code).toBe(0);
    expect(project.read(manifest)).toBe(right);
    project.edit("httpsmith.json", "54.180.1.2", "54.180.1.3");
    expect((await project.run(["generate"])).code).toBe(0);
  });

  test("CRLF in it is no drift", async () => {
    const project = await generated();
    project.write(manifest, project.read(manifest).replaceAll("\n", "\r\n"));
    expect((await project.run(["check"])).code).toBe(0);
    expect((await project.run(["generate"])).code).toBe(0);
  });

  test.each(["../victim", "/tmp/victim", "deploy/../../victim", ".git/victim", "a\\b", "deploy/./x", ""])(
    "rejects to delete what it has no business with: %j",
    async (path) => {
      const project = sandbox(null);
      project.write("victim", "");
      project.write("inner/.git/victim", "");
      project.write("inner/httpsmith.json", moathon);
      await project.run(["generate"], { cwd: "inner" });
      const { files } = JSON.parse(project.read(`inner/${manifest}`));
      project.write(`inner/${manifest}`, JSON.stringify({ files: { ...files, [path]: emptyDigest } }));
      const before = project.tree();
      expect((await project.run(["check"], { cwd: "inner" })).code).toBe(0);
      expect((await project.run(["generate", "--force"], { cwd: "inner" })).code).toBe(0);
      const { [`inner/${manifest}`]: now, ...after } = project.tree();
      const { [`inner/${manifest}`]: _, ...old } = before;
      expect(after).toEqual(old);
      expect(Object.keys(JSON.parse(now!.slice(4)).files)).toEqual(Object.keys(files));
    },
  );

  test("an entry whose file is gone is dropped", async () => {
    const project = await generated();
    const right = project.read(manifest);
    addEntry(project, "deploy/nginx/gone.conf", emptyDigest);
    expect((await project.run(["check"])).code).toBe(0);
    await project.run(["generate"]);
    expect(project.read(manifest)).toBe(right);
  });
});
