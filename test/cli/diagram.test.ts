// diagram: forms, files, and what it does not overwrite.
import { moathon, sandbox } from "./sandbox";

test("prints the picture as text, and as what --format says", async () => {
  const project = sandbox();
  expect((await project.run(["diagram"])).stdout).toContain("`-- https://54.180.1.2.nip.io  Nginx");
  expect((await project.run(["diagram", "--format", "mermaid"])).stdout).toContain("flowchart LR");
  expect((await project.run(["diagram", "--format", "svg"])).stdout).toMatch(/^<svg /);
  expect(JSON.parse((await project.run(["diagram", "--format", "json"])).stdout)[0].title).toBe("moathon");
});

test.each([
  ["picture.svg", "<svg "],
  ["picture.mmd", "---\ntitle: "],
  ["picture.txt", "moathon\nbrowser\n"],
])("writes %s in the form of its ending, and again over itself", async (file, start) => {
  const project = sandbox();
  expect(await project.run(["diagram", "--output", file], { columns: 80 })).toEqual({
    code: 0,
    stdout: `ok  ${file} written\n`,
    stderr: "",
  });
  expect(project.read(file).startsWith(start)).toBe(true);
  project.edit("httpsmith.json", '"name": "moathon"', '"name": "marathon"');
  const { code } = await project.run(["diagram", "--output", file]);
  expect(code).toBe(file.endsWith(".txt") ? 2 : 0);
});

test("draws the environment that --env names", async () => {
  const config = moathon.replace(
    '"region"',
    '"environments": { "staging": { "server": { "host": { "kind": "nip.io", "ip": "54.180.9.9" } }, "buckets": { "client": { "name": "moathon-staging" } } } },\n "region"',
  );
  const { stdout } = await sandbox(config).run(["diagram", "--format", "svg", "--env", "staging"]);
  expect(stdout).toContain("54.180.9.9.nip.io");
});

test("rejects a file that is no picture of ours, and leaves it", async () => {
  const project = sandbox();
  project.write("README.svg", "<svg>mine</svg>");
  const { code, stderr } = await project.run(["diagram", "--output", "README.svg"]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("httpsmith did not make it") });
  expect(project.read("README.svg")).toBe("<svg>mine</svg>");
});

test.each([
  [["--output", "picture.png"], "The ending of picture.png names no form"],
  [["--output", "picture"], "The ending of picture names no form"],
  [
    ["--output", "picture.svg", "--format", "mermaid"],
    "--format mermaid contradicts the ending of picture.svg",
  ],
  [["--output", "picture.svg", "--format", "text"], "--format text contradicts the ending of picture.svg"],
])("rejects a file whose ending says something else: %j", async (options, message) => {
  const project = sandbox();
  const before = project.tree();
  const { code, stdout, stderr } = await project.run(["diagram", ...options]);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
  expect(project.tree()).toEqual(before);
});

test("rejects a config with errors by showing them", async () => {
  const { code, stdout } = await sandbox(moathon.replace("54.180.1.2", "192.168.0.1")).run(["diagram"]);
  expect(code).toBe(1);
  expect(stdout).toContain("server.host.ip");
});
