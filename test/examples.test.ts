// The examples load without errors, and their committed files are what httpsmith generates, byte for byte.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../cli/run";
import { loadProjects } from "../config/load";
import { generateFiles } from "../generators";

const folder = join(__dirname, "../examples");
const examples = configsBelow("");
const today = "2026-11-22";

// A repository of several projects has a config in each of its folders.
function configsBelow(name: string): string[] {
  if (statSync(join(folder, name, "httpsmith.json"), { throwIfNoEntry: false })) return [name];
  return readdirSync(join(folder, name), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => configsBelow(join(name, entry.name)));
}

function load(example: string) {
  const path = join(folder, example, "httpsmith.json");
  const readText = (name: string) => {
    const file = join(dirname(path), name);
    return statSync(file, { throwIfNoEntry: false }) ? readFileSync(file, "utf8") : null;
  };
  return loadProjects({
    file: "httpsmith.json",
    text: readFileSync(path, "utf8"),
    files: { readText },
    today,
  });
}

async function runIn(example: string, ...argv: string[]): Promise<{ code: number; stdout: string }> {
  let stdout = "";
  const silent = {
    write: (text: string) => {
      stdout += text;
    },
    isTTY: false,
    columns: 100,
  };
  const cwd = join(folder, example);
  const code = await run({
    cwd,
    argv,
    env: {},
    stdout: silent,
    stderr: silent,
    now: () => new Date(`${today}T12:00:00Z`),
  });
  return { code, stdout };
}

beforeAll(async () => {
  if (process.env["UPDATE"] !== "1") return;
  for (const example of examples) await runIn(example, "generate", "--force");
});

test("there are examples", () => {
  expect(examples).toEqual(expect.arrayContaining(["moathon", "fleet/docs", "fleet/shop"]));
});

test.each(examples)("%s has no errors", (example) => {
  expect(load(example).problems.filter(({ severity }) => severity === "error")).toEqual([]);
});

test.each(examples)("%s holds exactly the generated files", (example) => {
  const { projects } = load(example);
  const committed = projects.flatMap(generateFiles);
  // Without a server and what runs on it, and without a signer, there is Terraform alone.
  expect(committed.length > 0).toBe(
    projects.some(({ server, signer }) => server !== null || signer !== null),
  );
  for (const { path, text } of committed)
    expect([path, readFileSync(join(folder, example, path), "utf8")]).toEqual([path, text]);
});

test.each(examples)("the cdktf.json of %s calls the program", (example) => {
  const [repository, ...project] = example.split("/");
  const { app } = JSON.parse(readFileSync(join(folder, repository!, "cdktf.json"), "utf8"));
  const options = project.length > 0 ? ` --config ${project.join("/")}/httpsmith.json` : "";
  expect(app.split(" && ")).toContain(`node ../../dist/httpsmith.js synth${options}`);
});

test.each(examples)("%s passes check", async (example) => {
  const { code, stdout } = await runIn(example, "check");
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^ok {2}httpsmith\.json: 0 errors/m),
  });
});
