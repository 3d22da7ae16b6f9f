// The program and what it says when the world refuses: one clear problem each, and nothing that viewers could see.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { CreateBucketCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { needBuild, plainEnv, program } from "../../cli/built";
import { folderOf, writeFiles } from "../../publish/folders";
import { BUCKET, credentials } from "./s3-server";
import { brokenReferences, build, first, type Site, startSite } from "./site";

let site: Site;
let root = "";

beforeAll(async () => {
  needBuild();
  site = await startSite("s3rver");
  root = folderOf({
    "httpsmith.json": config(),
    "httpsmith.outputs.json": JSON.stringify({ moathon: { distribution_site_id: "E2QWRUHAPOMQZL" } }),
  });
  writeFiles(join(root, "dist"), first);
});
beforeEach(() => {
  site.gate.open();
  site.cloudFront.forget();
});
afterAll(() => site.close());

function config(more: object = {}): string {
  return JSON.stringify({
    name: "moathon",
    region: "us-east-1",
    buckets: { client: { name: BUCKET } },
    distributions: { site: { behaviors: [{ path: "*", origin: { bucket: "client", path: "/refused" } }] } },
    ...more,
  });
}

interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(argv: readonly string[], env: Record<string, string> = credentials, cwd = root): Promise<Said> {
  const endpoints = ["--endpoint-url", site.gate.url, "--cloudfront-endpoint-url", site.gate.url];
  const child = spawn(process.execPath, [program, "publish", ...endpoints, ...argv], {
    cwd,
    env: plainEnv({ AWS_EC2_METADATA_DISABLED: "true", AWS_MAX_ATTEMPTS: "2", ...env }),
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].on("data", (part) => {
      said[name] += part;
    });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...said })));
}

async function bucket(): Promise<ReadonlyMap<string, string>> {
  const all = await build(site, {}, true).objects();
  return new Map(
    [...all].flatMap(([key, text]) => (key.startsWith("refused/") ? [[key.slice(8), text]] : [])),
  );
}

const problem = (code: string) => expect.stringContaining(`docs/problems/publish/${code}.md`);

describe("rejects, before anything is written", () => {
  afterEach(async () => {
    expect((await bucket()).size).toBe(0);
  });

  test("no credentials", async () => {
    expect(await run(["dist"], {})).toEqual({ code: 2, stdout: "", stderr: problem("no-credentials") });
  });

  test("unknown ones", async () => {
    const { code, stderr } = await run(["dist"], {
      AWS_ACCESS_KEY_ID: "AKIAUNKNOWN",
      AWS_SECRET_ACCESS_KEY: "very-secret",
    });
    expect([code, stderr]).toEqual([2, problem("refused-credentials")]);
    expect(stderr).not.toContain("very-secret");
  });

  test.each([
    ["expired ones", /^GET .*list-type/, 400, "ExpiredToken", "expired-credentials"],
    ["no such bucket", /^GET .*list-type/, 404, "NoSuchBucket", "no-such-bucket"],
    ["a bucket in another region", /^GET .*list-type/, 301, "PermanentRedirect", "wrong-region"],
    ["a right that lacks, to list", /^GET .*list-type/, 403, "AccessDenied", "access-denied"],
    ["a right that lacks, to read", /^GET .*state\.json/, 403, "AccessDenied", "access-denied"],
    ["a right that lacks, to write", /^POST .*\?uploads/, 403, "AccessDenied", "access-denied"],
    ["a service that throttles", /^GET .*list-type/, 503, "SlowDown", "throttled"],
    ["anything else, in AWS's words", /^GET .*list-type/, 400, "InvalidWhatever", "refused"],
  ])("%s", async (_, matching, status, code, slug) => {
    site.gate.refuse(matching, status, code);
    expect(await run(["dist"])).toEqual({ code: 2, stdout: expect.any(String), stderr: problem(slug) });
  });

  test("a missing right, with the statement that grants it", async () => {
    site.gate.refuse(/^GET .*list-type/, 403, "AccessDenied");
    expect((await run(["dist"])).stderr).toContain(
      `{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::${BUCKET}"}`,
    );
  });

  test("nobody who listens", async () => {
    const { code, stderr } = await run(["dist", "--endpoint-url", "http://127.0.0.1:9"]);
    expect([code, stderr]).toEqual([2, problem("unreachable")]);
    expect(stderr).toContain("ECONNREFUSED");
  });

  test.each([
    ["a folder that is not there", ["gone"], "no-folder"],
    ["no folder", [], "no-folder"],
    ["a folder without a start page", ["dist/assets"], "no-index"],
  ])("%s", async (_, argv, slug) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout + stderr]).toEqual([1, problem(slug)]);
  });

  test("source maps and .env files, with their names", async () => {
    const folder = join(root, "leaky");
    writeFiles(folder, { ...first, "assets/a.js.map": "{}", ".env.production": "A=1" });
    const { code, stdout } = await run(["leaky"]);
    expect(code).toBe(1);
    expect(stdout).toContain("got       leaky/assets/a.js.map");
    expect(stdout).toContain("got       leaky/.env.production");
    rmSync(folder, { recursive: true });
  });

  test("nothing to roll back to", async () => {
    expect(await run(["--rollback"])).toMatchObject({ code: 1, stdout: problem("nothing-to-roll-back") });
  });

  test.each([
    ["an unknown distribution", ["dist", "--distribution", "sit"], {}, "not-publishable"],
    ["a distribution that forwards everything", ["dist"], server(), "not-publishable"],
    ["several distributions, and none is named", ["dist"], two(), "not-publishable"],
  ])("%s", async (_, argv, more, slug) => {
    const cwd = folderOf({ "httpsmith.json": config(more), "dist/index.html": "1" });
    expect(await run(argv, credentials, cwd)).toMatchObject({ code: 2, stderr: problem(slug) });
  });

  test("a distribution that is not deployed", async () => {
    const cwd = folderOf({ "httpsmith.json": config(), "dist/index.html": "1" });
    expect(await run(["dist"], credentials, cwd)).toMatchObject({ code: 2, stderr: problem("not-deployed") });
  });

  test.each([
    [[], "httpsmith.outputs.json"],
    [["--env", "staging"], "httpsmith.outputs.staging.json"],
  ])("of several environments one that is not deployed: %j", async (argv, outputs) => {
    const staging = { buckets: { client: { name: "moathon-staging" } } };
    const cwd = folderOf({
      "httpsmith.json": config({ environments: { staging } }),
      "dist/index.html": "1",
    });
    expect((await run(["dist", ...argv], credentials, cwd)).stderr).toContain(`--outputs-file ${outputs}\``);
  });

  test("a config with errors, by its own problems", async () => {
    const cwd = folderOf({ "httpsmith.json": config({ nmae: 1 }), "dist/index.html": "1" });
    expect(await run(["dist"], credentials, cwd)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("schema/unknown-key"),
    });
  });
});

function server(): object {
  return {
    server: {
      host: { kind: "domain", name: "api.example.com" },
      acme: { email: "ops@example.com" },
      securityGroupId: "sg-0a1b2c3d4e5f67890",
    },
    distributions: { site: { behaviors: [{ path: "*", origin: { server: true } }] } },
  };
}

function two(): object {
  const distribution = { behaviors: [{ path: "*", origin: { bucket: "client" } }] };
  return { distributions: { site: distribution, other: distribution } };
}

describe("with a site that stands", () => {
  const changed = { ...first, "index.html": `${first["index.html"]}<!-- 2 -->` };

  beforeAll(async () => {
    site.gate.open();
    const { code, stdout, stderr } = await run(["dist"]);
    if (code !== 0) throw new Error(stdout + stderr);
    writeFiles(join(root, "dist"), changed);
  });

  test.each([
    ["no right to invalidate", 403, "AccessDenied", "access-denied"],
    ["no such distribution", 404, "NoSuchDistribution", "no-such-distribution"],
    ["CloudFront throttles", 400, "TooManyInvalidationsInProgress", "throttled"],
  ])("rejects, and viewers keep the old page: %s", async (_, status, code, slug) => {
    site.cloudFront.refuse({ status, code });
    expect(await run(["dist"])).toMatchObject({ code: 2, stderr: problem(slug) });
    expect((await bucket()).get("index.html")).toBe(first["index.html"]);
  });

  test("rejects a right that lacks, to ask after the invalidation, before anything goes up; --no-wait needs none", async () => {
    site.cloudFront.refuse({ status: 403, code: "AccessDenied", method: "GET" });
    const { code, stderr } = await run(["dist"]);
    expect([code, stderr]).toEqual([2, problem("access-denied")]);
    expect(stderr).toContain('"Action":"cloudfront:GetInvalidation"');
    expect((await bucket()).get("index.html")).toBe(first["index.html"]);
    expect(await run(["dist", "--no-wait"])).toMatchObject({ code: 0 });
    expect((await bucket()).get("index.html")).toBe(changed["index.html"]);
    writeFiles(join(root, "dist"), first);
    site.cloudFront.refuse(null);
    expect(await run(["dist"])).toMatchObject({ code: 0 });
    writeFiles(join(root, "dist"), changed);
  });

  test("credentials that expire in the middle leave whole pages, and the next run ends it", async () => {
    site.gate.refuse(/^PUT .*index\.html/, 400, "ExpiredToken");
    expect(await run(["dist"])).toMatchObject({ code: 2, stderr: problem("expired-credentials") });
    const between = await bucket();
    expect(between.get("index.html")).toBe(first["index.html"]);
    expect(brokenReferences(between)).toEqual([]);
    site.gate.open();
    expect(await run(["dist"])).toMatchObject({ code: 0 });
    expect((await bucket()).get("index.html")).toBe(changed["index.html"]);
  });

  test("an error page of another bucket goes there, and a rollback is about the app alone", async () => {
    await site.server.client.send(new CreateBucketCommand({ Bucket: "moathon-img" }));
    const behaviors = [
      { path: "/ex-img/*", origin: { bucket: "img", path: "/v1" } },
      { path: "*", origin: { bucket: "client", path: "/two" } },
    ];
    const errorPages = [
      { status: 403, page: "/ex-img/403.json", file: "pages/403.json", responseStatus: 403 },
    ];
    const cwd = folderOf({
      "httpsmith.json": config({
        buckets: { client: { name: BUCKET }, img: { name: "moathon-img" } },
        distributions: { site: { behaviors, errorPages } },
      }),
      "httpsmith.outputs.json": JSON.stringify({ moathon: { distribution_site_id: "E2QWRUHAPOMQZL" } }),
      "dist/index.html": "1",
      "pages/403.json": '{"meta":{"code":403}}',
    });
    expect(await run(["dist"], credentials, cwd)).toMatchObject({ code: 0 });
    writeFiles(cwd, { "pages/403.json": '{"meta":{"code":403},"data":{}}' });
    expect(await run(["dist"], credentials, cwd)).toMatchObject({ code: 0 });
    expect(site.cloudFront.invalidations).toEqual([["/ex-img/403.json"]]);
    expect(await run(["--rollback"], credentials, cwd)).toMatchObject({
      code: 1,
      stdout: problem("nothing-to-roll-back"),
    });
    const command = new GetObjectCommand({ Bucket: "moathon-img", Key: "v1/ex-img/403.json" });
    const { Body, ContentType } = await site.server.client.send(command);
    expect([await Body?.transformToString(), ContentType]).toEqual([
      '{"meta":{"code":403},"data":{}}',
      "application/json; charset=utf-8",
    ]);
  });

  test("a few refusals for haste are waited out", async () => {
    writeFiles(join(root, "dist"), { "about.html": "3" });
    site.gate.refuse(/^PUT .*about\.html/, 503, "SlowDown", 2);
    expect(await run(["dist"], { ...credentials, AWS_MAX_ATTEMPTS: "4" })).toMatchObject({ code: 0 });
    expect((await bucket()).get("about.html")).toBe("3");
  });

  test("an invalidation that takes too long is told, and the release is up", async () => {
    writeFiles(join(root, "dist"), { "about.html": "4" });
    site.cloudFront.takes(1000);
    const { code, stdout } = await run(["dist", "--wait", "1s"]);
    expect([code, stdout]).toEqual([1, problem("invalidation-timeout")]);
    expect((await bucket()).get("about.html")).toBe("4");
  });

  test("--no-wait does not ask CloudFront again", async () => {
    writeFiles(join(root, "dist"), { "about.html": "5" });
    site.cloudFront.takes(1000);
    expect(await run(["dist", "--no-wait"])).toMatchObject({ code: 0 });
    expect(site.gate.requests.filter((request) => /^GET \/2020/.test(request))).toEqual([]);
  });

  test("--format json is one object with all that was done", async () => {
    writeFiles(join(root, "dist"), { "about.html": "6" });
    const { code, stdout, stderr } = await run(["dist", "--format", "json"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({
      problems: [],
      distribution: "site",
      distributionId: "E2QWRUHAPOMQZL",
      targets: [
        {
          uploads: [
            {
              path: "about.html",
              bytes: 1,
              contentType: "text/html; charset=utf-8",
              cacheControl: "no-cache",
              phase: "pages",
            },
          ],
          removed: [],
          invalidation: { paths: ["/about.html"], isDone: true },
        },
      ],
    });
  });

  test("the text shows what goes up, with compressed sizes, and ends with the line that matters", async () => {
    writeFiles(join(root, "dist"), { "assets/big-Zx81kQ2p.js": "var a = 1;\n".repeat(400) });
    const { stdout, stderr } = await run(["dist"]);
    expect(stderr).toBe("");
    expect(stdout).toMatch(
      /^dist -> s3:\/\/moathon-client-dist\/refused\/ {2}CloudFront site E2QWRUHAPOMQZL\n/,
    );
    expect(stdout).toMatch(
      /assets\/big-Zx81kQ2p\.js {2}4\.4 kB {2}gzip \d+ B {2}br \d+ B {2}new {2}public, max-age=31536000, immutable\n/,
    );
    expect(stdout).toMatch(/\nok {2}1 uploaded \(4\.4 kB\), 7 unchanged\n$/);
  });
});
