// docs/doctor.md against the code: every check has its row, in the order of the report, and every option its line.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { verbs } from "../../cli/verbs";
import { checks } from "../../doctor";

const text = readFileSync(join(__dirname, "../../docs/doctor.md"), "utf8");

test("the table has every check", () => {
  const rows = [...text.matchAll(/^\| `([a-z][a-z-]*)` \| (.+?) \|$/gm)].map(
    ([, name, title]) => `${name}: ${title}`,
  );
  expect(rows).toEqual(checks.map(({ name, title }) => `${name}: ${title}`));
});

test("every option is named", () => {
  const { options } = verbs.find(({ name }) => name === "doctor")!;
  const names = options.map(([flags]) => /--[a-z-]+/.exec(flags)![0]);
  expect(names.filter((name) => !text.includes(`\`${name}`) && !text.includes(` ${name} `))).toEqual([]);
});
