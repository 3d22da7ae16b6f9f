// docs/config.md is what the schema says.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const { configReference } = require("../../scripts/docs") as { configReference(schema: object): string };
const root = join(__dirname, "../..");

test("the config reference is fresh: after a change of the schema, `npm run docs` writes it anew", () => {
  const schema = JSON.parse(readFileSync(join(root, "schemas/project.schema.json"), "utf8"));
  expect(readFileSync(join(root, "docs/config.md"), "utf8")).toBe(configReference(schema));
});
