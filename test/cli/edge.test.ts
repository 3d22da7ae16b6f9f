// Handlers of the user's own: the problems that building finds, and the list of functions.

import { sandbox } from "./sandbox";

const config = (functions: Record<string, object>) =>
  JSON.stringify(
    {
      name: "edges",
      region: "eu-west-1",
      buckets: { client: { name: "edges-client" } },
      edge: functions,
      distributions: {
        site: {
          behaviors: [
            ...Object.keys(functions).map((id) => ({
              path: `/${id}/*`,
              origin: { bucket: "client" },
              edge: [id],
            })),
            { path: "*", origin: { bucket: "client" } },
          ],
        },
      },
    },
    null,
    2,
  );

/** A project with one custom function `x`, whose file has this text. */
function project(file: string, text: string | null, more: object = {}) {
  const made = sandbox(config({ x: { handler: "custom", file, event: "viewer-request", ...more } }));
  if (text !== null) made.write(file, text);
  return made;
}

describe("check finds", () => {
  test.each<[string, string, string | null, object, string, string]>([
    ["a file that is not there", "edge/x.js", null, {}, "edge/file-not-found", "httpsmith.json:12:"],
    [
      "a file without a handler",
      "edge/x.js",
      "exports.other = 1;",
      {},
      "edge/no-handler",
      "httpsmith.json:12:",
    ],
    [
      "TypeScript without a handler",
      "edge/x.ts",
      "export const other = 1;",
      {},
      "edge/no-handler",
      "httpsmith.json:12:",
    ],
    [
      "Python without a handler",
      "edge/x.py",
      "def other():\n    pass\n",
      {},
      "edge/no-handler",
      "httpsmith.json:12:",
    ],
    [
      "JavaScript that does not parse",
      "edge/x.js",
      "exports.handler = async () => {\n  return (;\n};",
      {},
      "edge/does-not-build",
      "edge/x.js:2:",
    ],
    [
      "TypeScript that does not parse",
      "edge/x.ts",
      "export const handler = async () => {\n  return (;\n};",
      {},
      "edge/does-not-build",
      "edge/x.ts:2:",
    ],
    [
      "an import that is not there",
      "edge/x.ts",
      'import { a } from "./a";\nexport const handler = async () => a;',
      {},
      "edge/does-not-build",
      "edge/x.ts:1:",
    ],
    [
      "what CloudFront's runtime lacks, in JavaScript",
      "edge/x.js",
      "function handler(event) {\n  return new Map();\n}",
      { runtime: "cloudfront-js-2.0" },
      "edge/language",
      "edge/x.js:2:",
    ],
    [
      "what CloudFront's runtime lacks, in TypeScript",
      "edge/x.ts",
      "export function handler(event: never) {\n  const a = 1;\n  return fetch(event);\n}",
      { runtime: "cloudfront-js-2.0" },
      "edge/language",
      "edge/x.ts:3:",
    ],
    [
      "what esbuild cannot bring into CloudFront's language",
      "edge/x.ts",
      "export function handler(event: any) {\n  const { request } = event;\n  return request;\n}",
      { runtime: "cloudfront-js-2.0" },
      "edge/does-not-build",
      "edge/x.ts:2:",
    ],
    [
      "a CloudFront Function over 10 KB",
      "edge/x.js",
      `function handler(event) {\n  return "${"a".repeat(10_240)}";\n}`,
      { runtime: "cloudfront-js-2.0" },
      "edge/too-large",
      "httpsmith.json:12:",
    ],
  ])("%s", async (_, file, text, more, code, place) => {
    const { stdout, code: exit } = await project(file, text, more).run(["check", "--format", "json"]);
    const { problems } = JSON.parse(stdout);
    expect(problems.map((one: { code: string }) => one.code)).toEqual([code]);
    expect(`${problems[0].file}:${problems[0].line}:`).toBe(place);
    expect(exit).toBe(1);
  });
});

test("rejects an id, an event of another kind, and a file that is no event", async () => {
  const made = project("edge/x.js", "exports.handler = async (event) => event.Records[0].cf.request;");
  made.write(
    "event.json",
    '{ "Records": [{ "cf": { "config": { "eventType": "origin-request" }, "request": {} } }] }',
  );
  const run = async (...argv: string[]) => {
    const { code, stderr } = await made.run(["edge", "test", ...argv]);
    return `${code} ${stderr}`;
  };
  expect(await run("y", "--event", "event.json")).toMatch(/^2 .*There is no function "y" in "edge"/);
  expect(await run("x", "--event", "event.json")).toMatch(
    /^2 .*It is of the origin-request, and the function runs on the viewer-request/,
  );
  expect(await run("x", "--event", "none.json")).toMatch(/^2 .*There is no none.json/);
  expect(await run("x", "--event", "edge/x.js")).toMatch(/^2 .*is not JSON/);
});

test("the list has sizes, limits and behaviors", async () => {
  const digest = "0a".repeat(32);
  const made = sandbox(
    config({
      token: { handler: "require-authorization", event: "viewer-request", tokenSha256: [digest] },
      login: { handler: "basic-auth", event: "viewer-request", credentialSha256: [digest] },
    }),
  );
  const { stdout, code } = await made.run(["edge", "list"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^token {2}require-authorization {2}viewer-request {2}nodejs22.x {9}\d+ bytes of 50 MB {2}site \/token\/\*$/m,
  );
  expect(stdout).toMatch(
    /^login {2}basic-auth .* cloudfront-js-2.0 {2}\d+ bytes of 10 KB {2}site \/login\/\*$/m,
  );
  const [first] = JSON.parse((await made.run(["edge", "list", "--format", "json"])).stdout);
  expect(first).toMatchObject({ id: "token", mostBytes: 50 * 1024 * 1024, behaviors: ["site /token/*"] });
});
