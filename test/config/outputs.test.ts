// The outputs file: deploy-time facts come in checked, or not at all.

import { loadProjects } from "../../config/load";
import { outputsRows } from "./outputs-rows";
import { configText, found, load, wanted } from "./row";

const file = "httpsmith.outputs.json";

test.each(outputsRows.map((one) => [one.name, one] as const))("%s", (_, { name, outputs, expected }) => {
  const loaded = load(configText(), { [file]: outputs.replaceAll("«", "") });
  expect(found(loaded)).toEqual(wanted({ name, text: outputs, expected }));
  expect(loaded.projects).toHaveLength(expected.length === 0 ? 1 : 0);
  for (const { place } of loaded.problems) expect(place?.file).toBe(file);
});

const staging = configText({ environments: '{ "staging": {} }' });

test("each environment has a file of its own", () => {
  const loaded = load(staging, {
    [file]: '{ "moathon": { "distribution_site_domain_name": "d1.cloudfront.net" } }',
    "httpsmith.outputs.staging.json":
      '{ "moathon-staging": { "distribution_site_domain_name": "d2.cloudfront.net" } }',
  });
  expect(loaded.projects.map(({ distributions }) => distributions["site"]?.domainName)).toEqual([
    "d1.cloudfront.net",
    "d2.cloudfront.net",
  ]);
});

test("outputs of another stack count for nothing", () => {
  const { projects } = load(configText(), {
    [file]: '{ "moathon-staging": { "distribution_site_domain_name": "d2.cloudfront.net" } }',
  });
  expect(projects[0]?.distributions["site"]?.domainName).toBeNull();
});

test("two damaged files are two problems, one of them the environment's, whose project alone is missing", () => {
  const both = load(staging, { [file]: "{", "httpsmith.outputs.staging.json": "{" });
  expect(found(both)).toEqual(["outputs/malformed 1:2", "outputs/malformed 1:2 staging"]);
  const one = load(staging, { "httpsmith.outputs.staging.json": "{" });
  expect(found(one)).toEqual(["outputs/malformed 1:2 staging"]);
  expect(one.projects.map(({ environment }) => environment)).toEqual([null]);
});

test("the file is named beside the config, wherever the command ran", () => {
  const readText = (path: string) => (path === file ? "{" : null);
  const { problems } = loadProjects({
    file: "../deploy/$&/httpsmith.jsonc",
    text: configText(),
    files: { readText },
    today: "2026-11-15",
  });
  expect(problems.map(({ place }) => place?.file)).toEqual([`../deploy/$&/${file}`]);
});

test("what would have been right is said", () => {
  const expectedOf = (value: unknown) =>
    load(configText(), { [file]: JSON.stringify({ moathon: { distribution_site_id: value } }) }).problems[0]
      ?.expected;
  expect(expectedOf("x")).toBe("text that matches ^[A-Z0-9]{4,32}$");
  expect(expectedOf(5)).toBe("text in quotes");
});
