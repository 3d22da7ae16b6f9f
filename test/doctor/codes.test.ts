// Every code of the doctor is found by something, and shown to be found by a test.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { problemTitles } from "../../config/catalogue";

const root = join(__dirname, "../..");
const codes = Object.keys(problemTitles).filter((code) => code.startsWith("doctor/"));
// Refusals of the command line, which its tests know by what they say.
const said = /^doctor\/(unknown-check|malformed-(?:resolve|option|ca)|file-not-found|server-files)$/;

test("every code is found somewhere", () => {
  const text = sources("doctor", "cli");
  expect(codes.filter((code) => !text.includes(`"${code}"`))).toEqual([]);
});

test("every code has a test", () => {
  // In regular expressions too.
  const text = sources("test/doctor", "test/e2e/doctor").replaceAll("\\/", "/");
  expect(codes.filter((code) => !said.test(code) && !text.includes(code))).toEqual([]);
});

function sources(...folders: readonly string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        join(root, folder, name),
      ),
    )
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}
