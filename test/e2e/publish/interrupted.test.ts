// publish whose line is cut, or that is killed, at every request to a real S3 server: the site holds, the next run ends.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { needBuild, plainEnv, program } from "../../cli/built";
import { folderOf, writeFiles } from "../../publish/folders";
import { BUCKET, credentials } from "./s3-server";
import { brokenReferences, build, done, type Site, startSite } from "./site";

let site: Site;

beforeAll(async () => {
  needBuild();
  site = await startSite("s3rver");
});
beforeEach(() => {
  site.gate.open();
  site.cloudFront.forget();
});
afterAll(() => site.close());

/** @returns a build in which all that can change is another than in the one before */
function version(n: number): Record<string, string> {
  const script = `assets/index-Bf${String(n).padStart(3, "0")}x9Z.js`;
  return {
    "index.html": `${n}<script src="/${script}"></script><img src="/logo.png">`,
    "about.html": `${n}<script src="/${script}"></script>`,
    [`page-${n}.html`]: `<script src="/${script}"></script>`,
    [script]: `run(${n})`,
    "logo.png": `logo ${n}`,
    "sw.js": `cache("/${script}")`,
  };
}

const pagesOf = (objects: ReadonlyMap<string, string>) =>
  [...objects].filter(([path]) => path.endsWith(".html"));

test("cut at each request in turn: one is lost on the way, of the next only the answer", async () => {
  const one = build(site, version(0));
  done(await one.run());
  let cuts = 0;
  for (let n = 1; ; n++) {
    const before = await one.objects();
    const wanted = version(n);
    one.become(wanted);
    site.gate.open();
    site.cloudFront.forget();
    site.gate.cutAt(n - 1, n % 2 === 0 ? "after" : "before");
    const outcome = await one.run({ now: new Date(Date.UTC(2026, 10, 26, 12, n)) });
    if (outcome.ok) break;
    cuts++;
    // Inside of Jest the SDK does not know Node's errors as errors; the program's own words are tested in refusals.
    expect([n, outcome.problems[0]!.message]).toEqual([
      n,
      expect.stringMatching(/socket hang up|ECONNRESET|EPIPE|aborted/),
    ]);
    await site.gate.settled();
    const between = await one.objects();
    expect([n, brokenReferences(between)]).toEqual([n, []]);
    for (const [page, html] of pagesOf(between)) expect([before.get(page), wanted[page]]).toContain(html);
    site.gate.open();
    done(await one.run({ now: new Date(Date.UTC(2026, 10, 26, 12, n, 30)) }));
    const after = await one.objects();
    for (const [path, text] of Object.entries(wanted))
      expect([n, path, after.get(path)]).toEqual([n, path, text]);
    expect(
      pagesOf(after)
        .map(([page]) => page)
        .sort(),
    ).toEqual(["about.html", "index.html", `page-${n}.html`]);
    expect(brokenReferences(after)).toEqual([]);
    const told = site.cloudFront.invalidations.flat();
    for (const page of ["/", "/index.html", "/about.html", `/page-${n - 1}.html`, "/logo.png"])
      expect([n, told]).toEqual([n, expect.arrayContaining([page])]);
    expect(await one.state()).toMatchObject({ pending: null });
  }
  // Listings, the record, rights, uploads, copies, deletions, CloudFront, the record again.
  expect(cuts).toBeGreaterThan(20);
}, 600_000);

test("headers that changed with no byte are written by the next run", async () => {
  const one = build(site, version(1));
  const rules = (value: string) => ({ cacheRules: [{ path: "*", value }] });
  done(await one.run(rules("max-age=60")));
  site.gate.refuse(/^PUT .*\/index\.html/, 403, "AccessDenied");
  expect(await one.run(rules("max-age=3600"))).toMatchObject({ ok: false });
  expect(await one.headers("index.html")).toMatchObject({ cache: "max-age=60" });
  site.gate.open();
  await site.gate.settled();
  done(await one.run(rules("max-age=3600")));
  for (const path of Object.keys(version(1)))
    expect([path, await one.headers(path)]).toMatchObject([path, { cache: "max-age=3600" }]);
  // What went up before the refusal stays.
  const written = site.gate.requests.flatMap(
    (name) => /^PUT \/[^/]+\/site-\d+\/([^?]+)/.exec(name)?.[1] ?? [],
  );
  expect(written).toEqual(["index.html", "sw.js"]);
});

describe("the program, killed", () => {
  const config = (prefix: string) => ({
    name: "moathon",
    region: "us-east-1",
    buckets: { client: { name: BUCKET } },
    distributions: { site: { behaviors: [{ path: "*", origin: { bucket: "client", path: `/${prefix}` } }] } },
  });
  const outputs = { moathon: { distribution_site_id: "E2QWRUHAPOMQZL" } };

  /** Runs `httpsmith publish dist`, and kills it just before a request that matches goes on. */
  function run(
    root: string,
    killAt: RegExp | null,
  ): Promise<{ code: number | null; signal: string | null; said: string }> {
    const args = [
      program,
      "publish",
      "dist",
      "--endpoint-url",
      site.gate.url,
      "--cloudfront-endpoint-url",
      site.gate.url,
    ];
    const child = spawn(process.execPath, args, { cwd: root, env: plainEnv(credentials) });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (part) => {
        said += part;
      });
    }
    site.gate.watch((request) => {
      if (killAt?.test(request)) child.kill("SIGKILL");
    });
    return new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, said })));
  }

  test.each([
    ["at its first word in the bucket", /^PUT .*state\.json/],
    ["at a copy", /^PUT .*copies\//],
    ["at a page", /^PUT .*about\.html/],
    ["at the invalidation", /^POST \/2020/],
  ])("%s: the site holds, and the next run ends what it began", async (_, killAt) => {
    const prefix = `killed-${killAt.source.replace(/\W/g, "")}`;
    const one = build(site, {}, true);
    const objects = async () =>
      new Map(
        [...(await one.objects())].flatMap(([key, text]) =>
          key.startsWith(`${prefix}/`) ? [[key.slice(prefix.length + 1), text]] : [],
        ),
      );
    const root = folderOf({
      "httpsmith.json": JSON.stringify(config(prefix)),
      "httpsmith.outputs.json": JSON.stringify(outputs),
    });
    writeFiles(join(root, "dist"), version(1));
    expect(await run(root, null)).toMatchObject({ code: 0 });
    const next = folderOf({
      "httpsmith.json": JSON.stringify(config(prefix)),
      "httpsmith.outputs.json": JSON.stringify(outputs),
    });
    writeFiles(join(next, "dist"), version(2));
    expect(await run(next, killAt)).toMatchObject({ signal: "SIGKILL" });
    // s3rver refuses to list what it is writing at that moment.
    await site.gate.settled();
    expect(brokenReferences(await objects())).toEqual([]);
    const { code, said } = await run(next, null);
    expect([code, said]).toEqual([0, expect.stringContaining("ok  ")]);
    expect(Object.fromEntries(await objects())).toMatchObject(version(2));
    expect(site.cloudFront.invalidations.flat()).toEqual(
      expect.arrayContaining(["/index.html", "/page-1.html"]),
    );
  });
});
