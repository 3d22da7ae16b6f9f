// Requests that go past the SDK's commands: signed as botocore would sign them, repeated and judged as the SDK does.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { join } from "node:path";
import { s3Storage } from "../../publish/s3";
import type { Storage } from "../../publish/storage";
import { port } from "../e2e/publish/port";
import { folderOf } from "./folders";

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly sha256: string;
}

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes after which the line is cut. */
  readonly cutAfter?: number;
}

const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const token = "a+session/token==";
const before = { ...process.env };
let server: Server;
let url = "";
let received: Received[] = [];
let answers: Answer[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const digest = createHash("sha256");
    request.on("data", (part) => digest.update(part));
    request.on("end", () => {
      const { method = "", headers } = request;
      received.push({ method, url: `${url}${request.url}`, headers, sha256: digest.digest("hex") });
      const { status, body = "", headers: more, cutAfter } = answers.shift() ?? { status: 200 };
      response.writeHead(status, { etag: '"e"', "content-length": Buffer.byteLength(body), ...more });
      if (cutAfter === undefined) return response.end(body);
      return response.write(body.slice(0, cutAfter), () => request.socket.destroy());
    });
  });
  url = `http://127.0.0.1:${await port(server)}`;
});
beforeEach(() => {
  received = [];
  answers = [];
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SESSION_TOKEN: token,
    AWS_MAX_ATTEMPTS: "3",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  });
});
afterAll(() => {
  process.env = before;
  server.closeAllConnections();
  server.close();
});

function storage(): Storage {
  const settings = {
    bucket: "moathon",
    region: "eu-west-1",
    endpoint: url,
    pathStyle: true,
    partition: "aws",
  };
  return s3Storage(settings);
}

function upload(text: string) {
  const path = join(folderOf({ "a.txt": text }), "a.txt");
  const sha256 = createHash("sha256").update(text).digest("hex");
  return { path, name: "a.txt", size: text.length, sha256, unless: null, mayEnd: async () => {} };
}

const headers = { contentType: "text/html; charset=utf-8", cacheControl: "no-cache" };
const page = (text: string) => `<?xml version="1.0"?><ListBucketResult>${text}</ListBucketResult>`;
const error = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message></Error>`;

const python = ["python3", "/usr/bin/python3"].find(
  (name) => spawnSync(name, ["-c", "import botocore.auth"]).status === 0,
);
const withBotocore = python === undefined ? test.skip : test;

withBotocore(
  "each is signed as botocore signs it, whatever is in its key, with the digest of its body",
  async () => {
    const { list, read, putFile, putText } = storage();
    answers = Array(2).fill({ status: 200, body: page("") });
    await list("");
    await list("a b/ü+%=&/");
    await read(".httpsmith/site/root/state.json");
    const odd = [
      "a b/ü – 日本.html",
      "100%.txt",
      "%41+b&c=d;e,f'(!)*~#?@$.txt",
      "/leading//double/./..",
      "🚀",
    ];
    for (const [index, key] of odd.entries()) await putFile(key, upload(`${index}ü`), headers);
    await putText("state.json", "{}", null);
    await putText("state.json", "{}", '"e"');
    expect(received.map(({ method }) => method)).toEqual(["GET", "GET", "GET", ...Array(7).fill("PUT")]);
    expect(received.at(-2)!.headers["if-none-match"]).toBe("*");
    expect(received.at(-1)!.headers["if-match"]).toBe('"e"');
    const items = received.map((one) => {
      const [, scope, signed] = /Credential=([^,]+), SignedHeaders=([^,]+),/.exec(
        one.headers.authorization!,
      )!;
      expect(one.headers["x-amz-content-sha256"]).toBe(one.sha256);
      // S3 encodes every character but these before it signs.
      expect(one.url.slice(url.length)).toMatch(/^[\w\-.~/%]*(\?|$)/);
      expect(signed!.split(";")).toEqual(
        expect.arrayContaining(["host", "x-amz-content-sha256", "x-amz-date"]),
      );
      return { ...one, secret, token, scope, signed: signed!.split(";") };
    });
    const input = JSON.stringify(items);
    const signatures = JSON.parse(
      execFileSync(python!, [join(__dirname, "botocore-verifies.py")], { input }).toString(),
    );
    expect(received.map((one) => /Signature=(\w+)/.exec(one.headers.authorization!)![1])).toEqual(signatures);
    expect(items[0]!.scope).toMatch(/^AKIAIOSFODNN7EXAMPLE\/\d{8}\/eu-west-1\/s3\/aws4_request$/);
  },
);

test("credentials that end while a publish goes on are fetched anew", async () => {
  process.env["AWS_CREDENTIAL_EXPIRATION"] = new Date(Date.now() + 60_000).toISOString();
  const { putFile } = storage();
  await putFile("a.txt", upload("a"), headers);
  process.env["AWS_ACCESS_KEY_ID"] = "AKIAI44QH8DHBEXAMPLE";
  await putFile("a.txt", upload("a"), headers);
  delete process.env["AWS_CREDENTIAL_EXPIRATION"];
  const keys = received.map((one) => /Credential=(\w+)/.exec(one.headers.authorization!)?.[1]);
  expect(keys).toEqual(["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"]);
});

test("what S3 refuses for haste, or answers by an error of its own, is asked again", async () => {
  answers = [
    { status: 503, body: error("SlowDown") },
    { status: 500, body: error("InternalError") },
  ];
  expect(await storage().putFile("a.txt", upload("a"), headers)).toBe('"e"');
  expect(received.map((one) => one.headers["amz-sdk-request"])).toEqual([
    "attempt=1; max=3",
    "attempt=2; max=3",
    "attempt=3; max=3",
  ]);
});

test("an answer that is cut off is asked for again", async () => {
  const body = page("<KeyCount>0</KeyCount>");
  answers = [
    { status: 200, body, cutAfter: 20 },
    { status: 200, body },
  ];
  expect(await storage().list("")).toEqual(new Map());
  expect(received).toHaveLength(2);
});

describe("a record whose answer was lost is asked for again, refused, and looked at:", () => {
  const lost = [
    ["an error after it was stored", { status: 500, body: error("InternalError") }],
    ["a line that was cut", { status: 200, body: "lost", cutAfter: 2 }],
  ] as const;
  const refused = { status: 412, body: error("PreconditionFailed") };

  test.each(lost)("%s, and it is there", async (_, answer) => {
    answers = [answer, refused, { status: 200, body: "{}", headers: { etag: '"mine"' } }];
    expect(await storage().putText("state.json", "{}", '"e"')).toBe('"mine"');
    expect(received.map(({ method }) => method)).toEqual(["PUT", "PUT", "GET"]);
  });

  test.each(lost)("rejects %s, and another one is there", async (_, answer) => {
    answers = [answer, refused, { status: 200, body: '{"other":1}' }];
    await expect(storage().putText("state.json", "{}", '"e"')).rejects.toMatchObject({
      problems: [{ code: "publish/another-publish" }],
    });
  });
});

test("a refusal is told after so many times, with its name and the number", async () => {
  answers = Array(3).fill({ status: 503, body: error("SlowDown") });
  await expect(storage().list("")).rejects.toMatchObject({
    problems: [{ code: "publish/throttled", message: expect.stringContaining("got SlowDown 3 times") }],
  });
});

test("a clock that goes wrong is corrected by the answer's", async () => {
  const ahead = new Date(Date.now() + 3_600_000).toUTCString();
  answers = [{ status: 403, body: error("RequestTimeTooSkewed"), headers: { date: ahead } }];
  await storage().putText("state.json", "{}");
  const hours = received.map(({ headers: { "x-amz-date": date } }) => String(date).slice(0, 11));
  expect(hours[0]).not.toBe(hours[1]);
});

test.each([
  [403, "AccessDenied", "publish/access-denied"],
  [400, "ExpiredToken", "publish/expired-credentials"],
  [404, "NoSuchBucket", "publish/no-such-bucket"],
  [412, "PreconditionFailed", "publish/another-publish"],
])("rejects %s %s at once", async (status, name, code) => {
  answers = [{ status, body: error(name) }];
  await expect(storage().putText("state.json", "{}", null)).rejects.toMatchObject({ problems: [{ code }] });
  expect(received).toHaveLength(1);
});

test("rejects an error that is not S3's by its status, and no state is no error", async () => {
  answers = [
    { status: 403, body: "<html>the proxy says <b>no" },
    { status: 404, body: error("NoSuchKey") },
  ];
  await expect(storage().list("")).rejects.toMatchObject({
    problems: [{ message: expect.stringMatching(/s3:ListBucket.*403|may not do s3:ListBucket/) }],
  });
  expect(await storage().read("state.json")).toBeNull();
});

test("rejects what is no listing: an empty one would let every file be written", async () => {
  answers = [{ status: 200, body: "<html>sign in to this network</html>" }];
  await expect(storage().list("")).rejects.toMatchObject({
    problems: [{ code: "publish/unreachable", message: expect.stringContaining("no listing") }],
  });
});
