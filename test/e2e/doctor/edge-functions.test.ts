// Edge functions that the doctor runs on this machine: right ones, and one for each way in which they fail.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Sandbox, sandbox } from "../../cli/sandbox";
import { findProgram } from "../../programs";

interface Found {
  readonly state: string;
  readonly subject: string;
  readonly message: string;
  readonly code?: string;
  readonly evidence: readonly { readonly name: string; readonly value: string }[];
  readonly command: string;
}

function project(file: string, text: string, more: object = {}): Sandbox {
  const edge = { x: { handler: "custom", file, event: "viewer-request", ...more } };
  const config = {
    name: "edges",
    region: "eu-west-1",
    buckets: { client: { name: "edges-client" } },
    edge,
    distributions: {
      site: {
        behaviors: [
          { path: "/x/*", origin: { bucket: "client" }, edge: ["x"] },
          { path: "*", origin: { bucket: "client" } },
        ],
      },
    },
  };
  const made = sandbox(JSON.stringify(config));
  made.write(file, text);
  return made;
}

async function findings(of: Sandbox, ...more: string[]): Promise<Found[]> {
  const { stdout, stderr } = await of.run([
    "doctor",
    "--only",
    "edge-functions",
    "--format",
    "json",
    ...more,
  ]);
  expect(stderr).toBe("");
  return JSON.parse(stdout).findings;
}

const right = "exports.handler = async (event) => event.Records[0].cf.request;";
const lambda = (body: string) =>
  `exports.handler = async (event) => { const { request, response } = event.Records[0].cf; ${body} };`;
const inCloudFront = { runtime: "cloudfront-js-2.0" };

const rows: readonly (readonly [
  what: string,
  file: string,
  text: string,
  more: object,
  found: readonly [string, RegExp],
])[] = [
  ["passes the request on", "x.js", right, {}, ["ok", /it passes the request on/]],
  ["answers", "x.js", lambda('return { status: "401" };'), {}, ["ok", /it answers 401/]],
  ["returns nothing", "x.js", lambda(""), {}, ["doctor/edge-result", /gave back nothing/]],
  [
    "changes Host before the cache",
    "x.js",
    lambda('request.headers.host = [{ key: "Host", value: "b.example.com" }]; return request;'),
    {},
    ["doctor/edge-result", /headers\.host.*read-only on viewer-request/],
  ],
  [
    "changes a status for viewers",
    "x.js",
    lambda(
      'response.status = "200"; response.headers = {}; if (event) response.status = "201"; return response;',
    ),
    { event: "viewer-response" },
    ["doctor/edge-result", /status is read-only/],
  ],
  [
    "takes a header for granted",
    "x.js",
    lambda('if (request.headers["user-agent"][0].value === "x") return { status: "403" }; return request;'),
    {},
    ["doctor/edge-error", /TypeError: Cannot read properties of undefined/],
  ],
  [
    "takes the type of an answer for granted",
    "x.js",
    lambda('const type = response.headers["server"][0].value; return response;'),
    { event: "origin-response" },
    ["doctor/edge-error", /TypeError/],
  ],
  [
    "waits for ever",
    "x.js",
    "exports.handler = () => new Promise(() => {});",
    { timeoutSeconds: 1 },
    ["doctor/edge-error", /no answer within 1 seconds/],
  ],
  [
    "needs AWS's SDK",
    "x.mjs",
    'import { S3Client } from "@aws-sdk/client-s3"; export const handler = async () => new S3Client({});',
    {},
    ["unknown", /AWS's SDK, which Lambda brings along/],
  ],
  [
    "needs a network",
    "x.js",
    lambda('await fetch("http://127.0.0.1:9/"); return request;'),
    {},
    ["unknown", /needs a network/],
  ],
  [
    "is a CloudFront Function and sets Via",
    "x.js",
    'function handler(event) { event.request.headers.via = { value: "1.1 x" }; return event.request; }',
    inCloudFront,
    ["doctor/edge-result", /headers\.via.*read-only/],
  ],
  [
    "is a CloudFront Function and throws",
    "x.js",
    "function handler(event) { return event.request.cookies.session.value; }",
    inCloudFront,
    ["doctor/edge-error", /TypeError/],
  ],
  [
    "is a CloudFront Function and waits for ever",
    "x.js",
    "async function handler(event) { await new Promise(() => {}); }",
    inCloudFront,
    ["doctor/edge-error", /it ended without an answer/],
  ],
  [
    "is a CloudFront Function and never ends after an await",
    "x.js",
    "async function handler(event) { await null; for (;;) {} }",
    inCloudFront,
    ["doctor/edge-error", /no answer within \d seconds/],
  ],
  [
    "is a CloudFront Function and breaks out of its sandbox, and finds no environment there",
    "x.js",
    'function handler(event) { return { statusCode: 200 + Object.keys(require("crypto").createHash.constructor("return process")().env).length }; }',
    inCloudFront,
    ["ok", /it answers 200/],
  ],
  [
    "is a CloudFront Function with a key value store",
    "x.js",
    'import cf from "cloudfront"; async function handler(event) { await cf.kvs().get("a"); return event.request; }',
    inCloudFront,
    ["unknown", /key value store is not here/],
  ],
];

test.each(rows)("a function that %s", async (_, file, text, more, [found, message]) => {
  const [one] = await findings(project(file, text, more));
  expect([one!.code ?? one!.state, one!.message]).toEqual([found, expect.stringMatching(message)]);
  expect(one!.evidence.map(({ name }) => name)).toEqual(["event", "event"]);
});

(findProgram("python3") ? test : test.skip)(
  "a function in Python that takes a header for granted",
  async () => {
    const text = [
      "def handler(event, context):",
      "    request = event['Records'][0]['cf']['request']",
      "    print(request['headers']['user-agent'][0]['value'])",
      "    return request",
    ].join("\n");
    const [one] = await findings(project("x.py", text, { runtime: "python3.13" }));
    expect(one).toMatchObject({
      code: "doctor/edge-error",
      message: expect.stringMatching(/KeyError: 'user-agent'/),
    });
  },
);

test("the command of a finding shows the same", async () => {
  const made = project("x.js", lambda('return request.headers["user-agent"][0].value && request;'));
  const [one] = await findings(made);
  const [, event, test] = /^printf '%s\\n' '(.*)' > event\.json && npx httpsmith (.*)$/.exec(one!.command)!;
  made.write("event.json", event!);
  const { code, stdout } = await made.run(test!.split(" "));
  expect(code).toBe(1);
  expect(stdout).toContain("CloudFront would answer with 503 instead.");
});

test.each([
  ["Lambda handler", `${right} require("node:fs")`, {}],
  [
    "CloudFront Function",
    'function handler(event) { return event.request; } require("crypto").createHash.constructor("return process")().getBuiltinModule("node:fs")',
    inCloudFront,
  ],
])("a %s of one's own runs for nobody who does not name the check", async (_, text, more) => {
  const made = project("x.js", right, more);
  const ran = join(made.root, "ran");
  made.write("x.js", `${text}.writeFileSync(${JSON.stringify(ran)}, "");`);
  await made.run(["doctor", "--only", "distribution"]);
  const { stdout } = await made.run(["doctor", "--format", "json"]);
  const { findings: all } = JSON.parse(stdout) as { findings: Found[] };
  const [one] = all.filter(({ subject }) => subject === "edge.x, run here");
  expect([one?.state, one?.message]).toEqual([
    "not-applicable",
    expect.stringContaining("--only edge-functions"),
  ]);
  expect(existsSync(ran)).toBe(false);
  await findings(made);
  expect(existsSync(ran)).toBe(true);
});

describe("Terraform beside it", () => {
  const lambdaFunction = {
    function_name: "x",
    publish: false,
    role: "${aws_iam_role.x.arn}",
    runtime: "nodejs22.x",
  };
  const stack = {
    provider: { aws: { region: "us-east-1" } },
    resource: {
      aws_lambda_function: { x: lambdaFunction },
      aws_iam_role: { x: { assume_role_policy: "${var.trust}" } },
      aws_cloudfront_distribution: {
        site: {
          default_cache_behavior: {
            lambda_function_association: {
              event_type: "viewer-request",
              lambda_arn: "${aws_lambda_function.x.qualified_arn}",
            },
          },
        },
      },
    },
  };
  const ofStack = (all: readonly Found[]) => all.slice(1).map((one) => [one.code ?? one.state, one.subject]);

  test("is not applicable where there is none, and says how to get it", async () => {
    const [, second] = await findings(project("x.js", right));
    expect(second).toMatchObject({
      state: "not-applicable",
      message: expect.stringContaining("`httpsmith synth`"),
    });
  });

  test("is taken from where synth writes it", async () => {
    const made = project("x.js", right);
    made.write("cdktf.out/stacks/edges/cdk.tf.json", JSON.stringify(stack));
    expect(ofStack(await findings(made))).toEqual([["doctor/edge-version", "aws_lambda_function.x"]]);
  });

  test("of anybody: a file, a folder whose files are one stack", async () => {
    const made = project("x.js", right);
    const { resource, ...rest } = stack;
    const { aws_lambda_function, ...others } = resource;
    made.write("infra/main.tf.json", JSON.stringify({ ...rest, resource: others }));
    made.write("infra/lambda.tf.json", `\uFEFF${JSON.stringify({ resource: { aws_lambda_function } })}`);
    expect(ofStack(await findings(made, "--terraform", "infra"))).toEqual([
      ["doctor/edge-version", "aws_lambda_function.x"],
    ]);
    expect(ofStack(await findings(made, "--terraform", "infra/main.tf.json"))).toEqual([
      ["unknown", "aws_lambda_function.x"],
    ]);
  });

  test("that is no JSON is unknown, and a place without any is refused", async () => {
    const made = project("x.js", right);
    made.write("infra/main.tf.json", "{");
    expect(ofStack(await findings(made, "--terraform", "infra"))).toEqual([
      ["unknown", "infra/main.tf.json"],
    ]);
    const { code, stderr } = await made.run(["doctor", "--only", "edge-functions", "--terraform", "none"]);
    expect(code).toBe(2);
    expect(stderr).toContain("There is no Terraform JSON at none.");
  });
});
