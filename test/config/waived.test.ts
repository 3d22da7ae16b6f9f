// A waiver lets a project through: what is waived must still lead to files, never to an exception.
import { isWaivable } from "../../config/catalogue";
import { generateFiles } from "../../generators";
import { load } from "./row";
import { tables } from "./tables";

const waivable = Object.values(tables)
  .flat()
  .filter(
    ({ text, expected }) =>
      expected.length > 0 && expected.every(([code]) => isWaivable(code)) && !text.includes('"waivers"'),
  );

test.each(waivable.map((row) => [row.name, row] as const))("waived: %s", (_, { text, expected, files }) => {
  const rules = [...new Set(expected.map(([code]) => code))];
  const waivers = rules.map((rule) => ({
    rule,
    reason: "decided by the platform team",
    until: "2027-01-01",
  }));
  const plain = text.replaceAll("«", "").replace(/\n}\n$/, `,\n  "waivers": ${JSON.stringify(waivers)}\n}\n`);
  const { projects, problems } = load(plain, files);
  expect(problems.filter(({ waived }) => !waived)).toEqual([]);
  expect(projects.length).toBeGreaterThan(0);
  for (const project of projects) expect(generateFiles(project)).toBeInstanceOf(Array);
});
