// The import table of ARCHITECTURE.md, enforced: which folder may import what.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve } from "node:path";

const root = join(__dirname, "..");
const provider = /^@cdktf\/provider-aws\/lib\/[a-z0-9-]+$/;

const table: Record<string, readonly (string | RegExp)[]> = {
  schemas: [],
  signing: [],
  // cloudfront is a module of CloudFront's own runtime.
  edge: ["jose", "@noble/hashes/sha2.js", "cloudfront"],
  config: [
    "schemas",
    "signing",
    "ajv",
    "ajv-formats",
    "jsonc-parser",
    "ipaddr.js",
    "tldts",
    "fastest-levenshtein",
  ],
  functions: ["config", "edge", "acorn", "fflate", "esbuild"],
  generators: ["config", "handlebars"],
  modules: [
    "config",
    "functions",
    "constructs",
    "cdktf",
    /^cdktf\/lib\/tokens\/private\/(stack-trace|resolve)$/,
    provider,
  ],
  preview: ["signing"],
  publish: [
    "config",
    "@aws-sdk/client-s3",
    "@aws-sdk/client-cloudfront",
    "@aws-sdk/lib-storage",
    "@aws-sdk/core/httpAuthSchemes",
    /^@smithy\/core\/(endpoints|protocols|retry|schema)$/,
    "mime-types",
  ],
  doctor: ["config", "signing"],
  cli: [
    "config",
    "functions",
    "generators",
    "schemas",
    "signing",
    "preview",
    "doctor",
    "publish",
    "package.json",
    "@clack/prompts",
    "commander",
    "diff",
    "jsonc-parser",
    "ms",
  ],
};

function sourcesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourcesOf(path);
    return path.endsWith(".ts") && !path.endsWith(".d.ts") ? [path] : [];
  });
}

function importsOf(path: string): string[] {
  const text = readFileSync(path, "utf8").replace(/^\s*(\/\/|\*).*$/gm, "");
  const form = /(?:\bfrom\s+|\bimport\s+|\bimport\(\s*|\brequire\(\s*)"([^"]+)"/g;
  return [...text.matchAll(form)].map((match) => match[1]!);
}

/** @returns the top-level folder or file of ours that a relative import leads to, or the package's own name */
function targetOf(path: string, name: string): string {
  return name.startsWith(".") ? relative(root, resolve(dirname(path), name)).split("/")[0]! : name;
}

function isAllowed(folder: string, target: string): boolean {
  const isNode = target.startsWith("node:") || builtinModules.includes(target);
  return (
    isNode ||
    target === folder ||
    table[folder]!.some((one) => (one instanceof RegExp ? one.test(target) : one === target))
  );
}

const folders = Object.keys(table).filter((folder) =>
  statSync(join(root, folder), { throwIfNoEntry: false }),
);

test.each(folders)("%s imports only what the table allows", (folder) => {
  const forbidden = sourcesOf(join(root, folder)).flatMap((path) =>
    importsOf(path)
      .map((name) => targetOf(path, name))
      .filter((target) => !isAllowed(folder, target))
      .map((target) => `${relative(root, path)} imports ${target}`),
  );
  expect(forbidden).toEqual([]);
});

test("the reader of imports sees static, lazy and required ones", () => {
  expect(importsOf(join(root, "cli/run.ts"))).toContain("commander");
  expect(importsOf(join(root, "cli/verbs/index.ts"))).toContain("./build.js");
  expect(importsOf(join(root, "cli/report/unified-diff.ts"))).toContain("diff");
});
