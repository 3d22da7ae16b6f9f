// The edge verbs on handlers of the user's own: built, run, judged, shown.

import { sandbox } from "../../cli/sandbox";
import { describeWith } from "../../programs";

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

async function tested(file: string, text: string, more: object = {}) {
  const made = project(file, text, more);
  const event = await made.run(["edge", "event", "x"]);
  expect(event).toMatchObject({ code: 0, stderr: "" });
  made.write("event.json", event.stdout);
  return made.run(["edge", "test", "x", "--event", "event.json"]);
}

const typescript = `import type { ViewerRequestHandler } from "httpsmith/edge";
import { language } from "./language";
export const handler: ViewerRequestHandler = async (event) => {
  const { request } = event.Records[0].cf;
  request.uri = \`/\${language}\${request?.uri}\`;
  console.log("to", request.uri);
  return request;
};
`;

test("TypeScript that imports another file is bundled and run, and what changed is shown", async () => {
  const made = project("edge/x.ts", typescript);
  made.write("edge/language.ts", 'export const language: string = "ko";\n');
  made.write("event.json", (await made.run(["edge", "event", "x"])).stdout);
  const { code, stdout } = await made.run(["edge", "test", "x", "--event", "event.json"]);
  expect(
    stdout.replace(/\d+ bytes/, "N bytes").replace(/[\d.]+ ms/, "N ms"),
  ).toBe(`function  x  edge/x.ts on viewer-request
runs in   nodejs22.x, N bytes of 50 MB, N ms
event     event.json  GET /

passes the request on, changed
  ~  uri  / -> /ko/

log
  to /ko/

ok  CloudFront takes this result.
`);
  expect(code).toBe(0);
});

test.each([
  ["CommonJS", "edge/x.js", "exports.handler = async (event) => event.Records[0].cf.request;"],
  ["an ES module", "edge/x.mjs", "export const handler = async (event) => event.Records[0].cf.request;"],
  [
    "a callback",
    "edge/x.js",
    "exports.handler = (event, context, callback) => callback(null, event.Records[0].cf.request);",
  ],
  [
    "Node's own modules",
    "edge/x.js",
    'const { createHash } = require("node:crypto");\nexports.handler = async (event) => (createHash("md5"), event.Records[0].cf.request);',
  ],
])("JavaScript goes as it is: %s", async (_, file, text) => {
  const { code, stdout } = await tested(file, text);
  expect(stdout).toContain("passes the request on, unchanged");
  expect(code).toBe(0);
});

test("a CloudFront Function in TypeScript gets the syntax of its runtime", async () => {
  const text = `import type { FunctionRequestEvent } from "httpsmith/edge";
export function handler(event: FunctionRequestEvent) {
  const request = event.request;
  const country = request.headers["cloudfront-viewer-country"]?.value ?? "XX";
  request.uri = "/" + country + request.uri;
  return request;
}
`;
  const { code, stdout } = await tested("edge/x.ts", text, { runtime: "cloudfront-js-2.0" });
  expect(stdout).toContain("~  uri  /media/index.mpd -> /GB/media/index.mpd");
  expect(code).toBe(0);
});

test("a CloudFront Function reads what --key-values gives it", async () => {
  const text =
    'import cf from "cloudfront";\nasync function handler(event) {\n  event.request.uri = await cf.kvs().get("to");\n  return event.request;\n}\n';
  const made = project("edge/x.js", text, { runtime: "cloudfront-js-2.0" });
  made.write("event.json", (await made.run(["edge", "event", "x"])).stdout);
  made.write("kv.json", '{ "to": "/from-store" }');
  const { stdout } = await made.run([
    "edge",
    "test",
    "x",
    "--event",
    "event.json",
    "--key-values",
    "kv.json",
  ]);
  expect(stdout).toContain("-> /from-store");
  expect((await made.run(["edge", "test", "x", "--event", "event.json"])).stdout).toContain("KeyNotFound");
});

describeWith(["python3"], "Python", () => {
  test("is run by its handler", async () => {
    const text =
      'import json\ndef lambda_handler(event, context):\n    print("seen")\n    return {"status": "302", "headers": {"location": [{"value": "/a"}]}}\n';
    const { code, stdout } = await tested("edge/x.py", text);
    expect(stdout).toContain(
      "answers by itself; the request goes no further\n  status            302\n  headers.location  /a",
    );
    expect(stdout).toContain("log\n  seen");
    expect(code).toBe(0);
  });

  test("that fails is a 503", async () => {
    const { code, stdout } = await tested(
      "edge/x.py",
      "import nothing_of_this_name\ndef handler(event, context):\n    return 1\n",
    );
    expect(stdout).toContain(
      "not ok  CloudFront would answer with 503 instead.\n  The handler failed: ModuleNotFoundError",
    );
    expect(code).toBe(1);
  });

  test("that takes too long is a 503", async () => {
    const { stdout } = await tested(
      "edge/x.py",
      "import time\ndef handler(event, context):\n    time.sleep(60)\n",
      { timeoutSeconds: 1 },
    );
    expect(stdout).toContain("no answer within 1 seconds");
  });
});

test.each([
  ["throws", "exports.handler = async () => { throw new TypeError('no'); };", "503", "TypeError: no"],
  ["never answers", "exports.handler = () => new Promise(() => {});", "503", "no answer within 1 seconds"],
  ["never ends", "exports.handler = () => { for (;;); };", "503", "no answer within 1 seconds"],
  [
    "ends the process",
    "exports.handler = () => process.exit(0);",
    "503",
    "the process ended without an answer",
  ],
  ["gives nothing back", "exports.handler = async () => {};", "502", "instead of a request or a response"],
  [
    "changes the Host",
    "exports.handler = async (e) => { const r = e.Records[0].cf.request; r.headers.host[0].value = 'x'; return r; };",
    "502",
    "headers.host  This header is read-only on viewer-request.",
  ],
])("rejects a handler that %s", async (_, text, status, message) => {
  const { code, stdout } = await tested("edge/x.js", text, { timeoutSeconds: 1 });
  expect(stdout).toContain(`not ok  CloudFront would answer with ${status} instead.`);
  expect(stdout).toContain(message);
  expect(code).toBe(1);
});

test("findings are problems in the other formats, and the result is in the JSON", async () => {
  const made = project("edge/x.js", "exports.handler = async () => ({ status: '99' });");
  made.write("event.json", (await made.run(["edge", "event", "x"])).stdout);
  const argv = ["edge", "test", "x", "--event", "event.json", "--format"];
  const json = JSON.parse((await made.run([...argv, "json"])).stdout);
  expect(json).toMatchObject({
    result: { status: "99" },
    findings: [{ status: 502, at: "status" }],
    failure: null,
  });
  const github = await made.run([...argv, "github"]);
  expect(github.stdout).toContain("::error");
  expect(github.code).toBe(1);
});
