// Only modules/ knows CDKTF, and it takes each binding by its own path: the package root costs seconds.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(__dirname, "../..");
const folders = ["cli", "config", "doctor", "edge", "generators", "preview", "schemas", "signing"];

function imports(folder: string): { file: string; name: string }[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  return files.flatMap((file) => {
    const text = readFileSync(join(root, folder, file), "utf8");
    return [...text.matchAll(/(?:from|require\(|import\(?)\s*"([^"]+)"/g)].map(([, name]) => ({
      file: join(folder, file),
      name: name!,
    }));
  });
}

test("no other folder imports cdktf, constructs or the bindings", () => {
  const present = folders.filter((folder) => readdirSync(root).includes(folder));
  const known = present.flatMap(imports).filter(({ name }) => /^(cdktf|constructs|@cdktf\/)/.test(name));
  expect(known).toEqual([]);
});

test("bindings are imported by resource, and modules/ imports nothing but what it may", () => {
  const packages = /^(node:\w+|constructs|cdktf|esbuild|fflate|@cdktf\/provider-aws\/lib\/[a-z0-9-]+)$/;
  // CDKTF has no setting that stops stack traces; this file is where they are made.
  const inner = "cdktf/lib/tokens/private/stack-trace";
  const made = imports("modules");
  expect(made.length).toBeGreaterThan(50);
  const others = made.filter(({ file, name }) =>
    name.startsWith(".")
      ? !/^(modules|config|edge)\//.test(join(dirname(file), name))
      : !packages.test(name) && name !== inner,
  );
  expect(others).toEqual([]);
});
