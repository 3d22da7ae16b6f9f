// The packed package, installed as a user would: in an empty folder, without a registry, the repository out of reach.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { type Ended, needBuild, plainEnv, spawned } from "../../cli/built";

const repository = join(__dirname, "../../..");
const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
// Packing, installing and npx take seconds each, and minutes on a busy machine; that is also why this is one file.
jest.setTimeout(300_000);
let work = "";
let installed = "";
let packed: string[] = [];

function npmEnv(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return plainEnv({
    HOME: work,
    npm_config_cache: join(work, "cache"),
    npm_config_registry: "http://127.0.0.1:9",
    npm_config_update_notifier: "false",
    ...more,
  });
}

function ok({ code, stdout, stderr }: Ended): string {
  if (code !== 0) throw new Error(`exit code ${code}\n${stdout}\n${stderr}`);
  return stdout;
}

beforeAll(() => {
  needBuild();
  work = mkdtempSync(join(tmpdir(), "httpsmith-package-"));
  const list = ok(
    spawned("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", work], {
      cwd: repository,
      env: npmEnv(),
    }),
  );
  const [{ filename, files }] = JSON.parse(list);
  packed = files.map(({ path }: { path: string }) => path);
  installed = join(work, "project");
  mkdirSync(installed);
  writeFileSync(join(installed, "package.json"), '{ "name": "project", "private": true }');
  const options = ["--offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  ok(spawned("npm", ["install", ...options, join(work, filename)], { cwd: installed, env: npmEnv() }));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

const inPackage = (path: string) => join(installed, "node_modules/httpsmith", path);

describe("the tarball", () => {
  test("holds what users need and nothing else", () => {
    const kinds: [string, RegExp][] = [
      ["programs", /^dist\/(httpsmith|main|synth|edge|publish|index|modules|signing)\.js$/],
      ["types", /^dist\/types\/([a-z0-9-]+\/)*[a-z0-9-]+\.d\.ts$/],
      ["schemas", /^schemas\/(project|outputs)\.schema\.json$/],
      ["docs", /^docs\/([a-z0-9-]+\/)*[A-Za-z0-9-]+\.(md|svg)$/],
      ["top", /^(package\.json|LICENSE|README\.md|CHANGELOG\.md|dist\/THIRD_PARTY_NOTICES\.md)$/],
    ];
    expect(packed.filter((path) => !kinds.some(([, form]) => form.test(path)))).toEqual([]);
    const count = (kind: string) =>
      packed.filter((path) => kinds.find(([name]) => name === kind)![1].test(path)).length;
    expect({ programs: count("programs"), schemas: count("schemas"), top: count("top") }).toEqual({
      programs: 8,
      schemas: 2,
      top: 5,
    });
    expect(packed).toEqual(
      expect.arrayContaining(["docs/config.md", "docs/files.md", "docs/problems/files/edited.md"]),
    );
  });

  test("has every page of the docs", () => {
    const pages = filesBelow(join(repository, "docs")).map((path) => relative(repository, path));
    expect(packed.filter((path) => path.startsWith("docs/")).sort()).toEqual(pages.sort());
  });

  test("names no folder of the machine that built it", () => {
    const texts = filesBelow(inPackage("dist")).map((path): [string, string] => [
      path,
      readFileSync(path, "utf8"),
    ]);
    const foreign = [repository, homedir(), tmpdir()].map((folder) => `${folder}/`);
    expect(
      texts.filter(([, text]) => foreign.some((folder) => text.includes(folder))).map(([path]) => path),
    ).toEqual([]);
  });

  test("carries the licence texts of what is bundled", () => {
    const notices = readFileSync(inPackage("dist/THIRD_PARTY_NOTICES.md"), "utf8");
    for (const name of [
      "commander",
      "cdktf",
      "@cdktf/provider-aws",
      "constructs",
      "ajv",
      "handlebars",
      "diff",
      "acorn",
      "jose",
      "@noble/hashes",
    ]) {
      expect(notices).toMatch(new RegExp(`^- ${name} [0-9]`, "m"));
    }
    for (const text of [
      "Permission is hereby granted, free of charge",
      "Mozilla Public License, version 2.0",
      "Apache License",
      "Redistributions in binary form",
    ]) {
      expect(notices).toContain(text);
    }
  });
});

describe("installed", () => {
  test("brings no other package and stays below 15 MB", () => {
    const names = readdirSync(join(installed, "node_modules")).filter((name) => !name.startsWith("."));
    expect(names).toEqual(["httpsmith"]);
    const bytes = filesBelow(inPackage(".")).reduce((sum, path) => sum + statSync(path).size, 0);
    expect(bytes).toBeLessThan(15_000_000);
  });

  test("npx httpsmith --version", () => {
    expect(
      ok(spawned("npx", ["--no-install", "httpsmith", "--version"], { cwd: installed, env: npmEnv() })),
    ).toBe(`${version}\n`);
  });

  test("says where the page about a problem is, for whoever has installed it", () => {
    const folder = join(installed, "empty");
    mkdirSync(folder, { recursive: true });
    const { stderr } = spawned("npx", ["--no-install", "httpsmith", "check"], { cwd: folder, env: npmEnv() });
    const [, page = ""] = /^ {2}more +(\S+)$/m.exec(stderr) ?? [];
    expect(page).toBe("../node_modules/httpsmith/docs/problems/config/not-found.md");
    expect(existsSync(join(folder, page))).toBe(true);
  });

  test("check, generate and build work on the example, without cdktf", () => {
    const example = join(installed, "moathon");
    cpSync(join(repository, "examples/moathon"), example, { recursive: true });
    const httpsmith = (...argv: string[]) =>
      spawned("npx", ["--no-install", "httpsmith", ...argv], { cwd: example, env: npmEnv() });
    const { code, stdout } = httpsmith("check", "--format", "json");
    const states = new Set(JSON.parse(stdout).files.map(({ state }: { state: string }) => state));
    expect(code).toBe(states.size === 1 && states.has("clean") ? 0 : 1);
    expect(ok(httpsmith("generate", "--force"))).toMatch(/\nok {2}/);
    expect(ok(httpsmith("check"))).toMatch(/\nok {2}httpsmith\.json: 0 errors/);
    expect(ok(httpsmith("build"))).toContain("cdktf.out/stacks/moathon/cdk.tf.json");
    const stack = JSON.parse(readFileSync(join(example, "cdktf.out/stacks/moathon/cdk.tf.json"), "utf8"));
    expect(Object.keys(stack.resource)).toContain("aws_cloudfront_distribution");
  });

  const required = (script: string, folder = installed) =>
    spawned(process.execPath, ["-e", script], { cwd: folder, env: plainEnv() });

  test("httpsmith loads configs and generates files", () => {
    const script = `
      const { loadProjects, generateFiles } = require("httpsmith");
      const text = require("fs").readFileSync(${JSON.stringify(join(repository, "examples/moathon/httpsmith.json"))}, "utf8");
      const { projects } = loadProjects({ file: "httpsmith.json", text, files: { readText: () => null }, today: "2026-11-22" });
      console.log(projects.length, generateFiles(projects[0]).length);`;
    expect(ok(required(script))).toMatch(/^1 [0-9]{2}\n$/);
  });

  test("httpsmith can be imported as an ES module too", () => {
    const script = `import { loadProjects } from "httpsmith"; import { signUrl } from "httpsmith/signing"; console.log(typeof loadProjects, typeof signUrl);`;
    const ended = spawned(process.execPath, ["--input-type=module", "-e", script], {
      cwd: installed,
      env: plainEnv(),
    });
    expect(ok(ended)).toBe("function function\n");
  });

  test("httpsmith/signing makes keys and reads them back", () => {
    const script = `
      const { generateKeyPair, parsePublicKey, signUrl } = require("httpsmith/signing");
      console.log(typeof generateKeyPair, typeof parsePublicKey, typeof signUrl);`;
    expect(ok(required(script))).toBe("function function function\n");
  });

  test("its schemas and package.json can be asked for, its insides cannot", () => {
    const script = `console.log(require("httpsmith/schemas/project.schema.json").$schema, require("httpsmith/package.json").version)`;
    expect(ok(required(script))).toBe(`http://json-schema.org/draft-07/schema# ${version}\n`);
    expect(required('require("httpsmith/dist/synth.js")').stderr).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });

  test("httpsmith/modules says which package is missing where the bindings are not installed", () => {
    const { code, stderr } = required('require("httpsmith/modules")');
    expect(stderr).toMatch(/Error: Cannot find module '(cdktf|constructs|@cdktf\/provider-aws)[^']*'/);
    expect(stderr).toContain("MODULE_NOT_FOUND");
    expect(code).toBe(1);
  });
});

describe("beside the Terraform bindings", () => {
  let folder = "";
  const link = (name: string) => {
    mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
    symlinkSync(join(repository, "node_modules", name), join(folder, "node_modules", name));
  };

  beforeAll(() => {
    folder = join(work, "app");
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    cpSync(inPackage("."), join(folder, "node_modules/httpsmith"), { recursive: true });
    for (const name of ["cdktf", "constructs", "@cdktf/provider-aws", "@types/node"]) link(name);
  });

  test("httpsmith/modules works in somebody's CDKTF app", () => {
    const script = `
      const { App, LocalBackend, TerraformStack } = require("cdktf");
      const { ContentBucket, GuardedStack, synthApp } = require("httpsmith/modules");
      const app = new App({ outdir: "out" });
      const stack = new GuardedStack(app, "mine");
      new LocalBackend(stack, { path: "terraform.tfstate" });
      console.log(stack instanceof TerraformStack, typeof ContentBucket);
      synthApp(app);`;
    expect(ok(spawned(process.execPath, ["-e", script], { cwd: folder, env: plainEnv() }))).toBe(
      "true function\n",
    );
    expect(existsSync(join(folder, "out/stacks/mine/cdk.tf.json"))).toBe(true);
  });

  test.each(["node16", "bundler"])("all three entries are typed under moduleResolution %s", (resolution) => {
    const source = `
      import { type Loaded, type Problem, type Project, generateFiles, loadProjects } from "httpsmith";
      import { ContentBucket, type ContentBucketProps } from "httpsmith/modules";
      import { generateKeyPair, type SignUrlInput, signUrl, verifyRequest } from "httpsmith/signing";
      const loaded: Loaded = loadProjects({ file: "a", text: "{}", files: { readText: () => null }, today: "2026-11-22" });
      const problems: readonly Problem[] = loaded.problems;
      const names: string[] = loaded.projects.flatMap((project: Project) => generateFiles(project).map(({ path }) => path));
      export const props: ContentBucketProps | SignUrlInput | null = null;
      export { ContentBucket, generateKeyPair, names, problems, signUrl, verifyRequest };
      // @ts-expect-error a file name is a string, so the types are not any
      loadProjects({ file: 1 });`;
    writeFileSync(join(folder, "user.ts"), source);
    const module = resolution === "bundler" ? "esnext" : resolution;
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: "es2022",
      module,
      moduleResolution: resolution,
      types: ["node"],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["user.ts"] }));
    const { code, stdout } = spawned(join(repository, "node_modules/.bin/tsc"), ["-p", "."], {
      cwd: folder,
      env: plainEnv(),
    });
    expect(stdout).toBe("");
    expect(code).toBe(0);
  });
});
