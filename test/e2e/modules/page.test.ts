// docs/modules.md: its fragments, one after the other, are a program that TypeScript takes and that makes good Terraform.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import * as httpsmith from "../../../index";
import * as modules from "../../../modules";
import { schemaProblems } from "../../modules/provider-schema";
import type { TerraformJson } from "../../modules/synthesized";

const root = join(__dirname, "../../..");
const page = readFileSync(join(root, "docs/modules.md"), "utf8");
const program = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text]) => text).join("\n");

// Below the project, so that TypeScript finds the packages.
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(root, "test/.modules-page-"));
  writeFileSync(join(folder, "main.ts"), program);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("is a program that TypeScript accepts, under the project's own strict settings", () => {
  const config = {
    extends: "../../tsconfig.json",
    compilerOptions: {
      noEmit: true,
      paths: { httpsmith: [join(root, "index.ts")], "httpsmith/modules": [join(root, "modules/index.ts")] },
    },
    include: ["main.ts", ...["edge", "generators"].map((name) => join(root, name, "*.d.ts"))],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" });
  expect(stdout).toBe("");
});

test("makes stacks that fit provider 6.25.0, the project's own beside them", () => {
  const example = join(root, "examples/signed-media");
  const work = join(folder, "work");
  mkdirSync(work);
  cpSync(join(example, "keys"), join(work, "keys"), { recursive: true });
  cpSync(join(example, "httpsmith.json"), join(work, "httpsmith.json"));
  cpSync(join(example, "httpsmith.outputs.json"), join(work, "httpsmith.outputs.json"));
  inFolder(work, run);
  const stacks = join(work, "cdktf.out/stacks");
  expect(readdirSync(stacks).sort()).toEqual(["signed-media", "site"]);
  for (const stack of readdirSync(stacks)) {
    const json: TerraformJson = JSON.parse(readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8"));
    expect(schemaProblems(json)).toEqual([]);
  }
});

test("has every construct of the library", () => {
  const constructs = Object.entries(modules).filter(([, one]) => /^class /.test(String(one)));
  // Edge functions and the role of GitHub have pages of their own; a bucket makes its own encryption.
  const elsewhere = ["BucketEncryption", "DeployRole", "EdgeCode", "EdgeLambda"];
  const names = constructs.map(([name]) => name).filter((name) => !elsewhere.includes(name));
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !program.includes(name))).toEqual([]);
});

function run(): void {
  const { code } = transformSync(program, { loader: "ts", format: "cjs" });
  const own: Record<string, unknown> = { httpsmith, "httpsmith/modules": modules };
  new Function("require", code)((name: string) => own[name] ?? require(name));
}

function inFolder(work: string, use: () => void): void {
  const before = process.cwd();
  process.chdir(work);
  try {
    use();
  } finally {
    process.chdir(before);
  }
}
