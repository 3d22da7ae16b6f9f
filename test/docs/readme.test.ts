// The README keeps its word: its pictures are fresh, its figures hold, its links lead somewhere.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateFiles } from "../../generators";
import { moathon as example, generated, sandbox } from "../cli/sandbox";
import { moathon } from "../projects";

const root = join(__dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

test("the picture of the example is what diagram draws", async () => {
  const file = join(root, "docs/pictures/moathon.svg");
  const { stdout: drawn } = await sandbox().run(["diagram", "--format", "svg"]);
  if (process.env["UPDATE"]) writeFileSync(file, drawn);
  expect(readFileSync(file, "utf8")).toBe(drawn);
});

test("the figures of the comparison hold", () => {
  // The user data holds the other files once more.
  const files = generateFiles(moathon).filter(({ path }) => !path.endsWith("cloud-init.yaml"));
  const count = (form: RegExp) => files.reduce((sum, { text }) => sum + [...text.matchAll(form)].length, 0);
  expect(readme).toContain("more than a thousand lines in over a dozen files");
  expect(count(/\n/g)).toBeGreaterThan(1000);
  expect(files.length).toBeGreaterThan(12);
  expect(readme).toContain("typed in some twenty places");
  expect(count(/54\.180\.1\.2\.nip\.io/g)).toBeGreaterThanOrEqual(18);
  const config = readFileSync(join(root, "examples/moathon/httpsmith.json"), "utf8");
  const lines = config.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("//"));
  expect(readme).toContain(`${lines.length} lines of config`);
});

test("what it shows of mistakes is what check says of them", async () => {
  const [slash = "", drift = ""] = [...readme.matchAll(/^```\n(error[\s\S]*?)^```$/gm)].map(
    ([, text]) => text!,
  );
  const django = '"settingsFile": "backend/config/settings_https.py"';
  const lines = `${django},\n    "corsAllowedOrigins": ["https://admin.example.com/"]\n `;
  expect((await sandbox(example.replace(django, lines)).run(["check"])).stdout).toContain(slash);
  const edited = await generated();
  edited.edit("frontend/.env.production", "https://", "http://");
  expect((await edited.run(["check"])).stdout).toContain(drift);
});

test("every file that it links or shows is there", () => {
  const targets = [...readme.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target]) => target!);
  expect(targets.length).toBeGreaterThan(8);
  expect(targets.filter((target) => !existsSync(join(root, target)))).toEqual([]);
});
