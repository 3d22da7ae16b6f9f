// Real builds and large ones: a Vite app, and more files than one listing has.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderOf } from "../../publish/folders";
import { BUCKET } from "./s3-server";
import { brokenReferences, build, done, type Site, startSite } from "./site";

/** @returns the folder of a build of Vite, which Jest cannot import */
function viteSite(folder: string, pages: number): string {
  const script = join(__dirname, "../../../scripts/vite-site.js");
  execFileSync(process.execPath, [script, folder, String(pages)], { stdio: "inherit" });
  return join(folder, "dist");
}

let site: Site;

beforeAll(async () => {
  site = await startSite("s3rver");
});
beforeEach(() => {
  site.gate.open();
  site.cloudFront.forget();
});
afterAll(() => site.close());

test("a Vite build: every chunk is kept for a year, the rest is asked about, and a change moves few files", async () => {
  const app = folderOf({});
  const one = build(site, {});
  const publish = (dist: string, day: number) =>
    one.run({
      folder: { absolute: dist, name: "dist", allow: [], exclude: [] },
      now: new Date(Date.UTC(2026, 10, 26 + day)),
    });
  const { plan } = done(await publish(viteSite(app, 30), 0));
  const kinds = new Map(Object.entries(plan.release.files).map(([path, { kind }]) => [path, kind]));
  const chunks = [...kinds.keys()].filter((path) => path.startsWith("assets/"));
  expect(chunks.length).toBeGreaterThan(30);
  expect(chunks.filter((path) => kinds.get(path) !== "immutable")).toEqual([]);
  expect([kinds.get("index.html"), kinds.get("robots.txt"), kinds.get("favicon.ico")]).toEqual([
    "page",
    "asset",
    "asset",
  ]);
  expect(await one.headers(chunks.find((path) => path.endsWith(".js"))!)).toEqual({
    type: "text/javascript; charset=utf-8",
    cache: "public, max-age=31536000, immutable",
  });
  const edited = folderOf({});
  mkdirSync(join(edited, "app"));
  const dist = viteSite(join(edited, "app"), 31);
  const second = done(await publish(dist, 1)).plan;
  // The new page's chunk, the main chunk that names it, and the page that names that.
  expect(second.phases.flatMap(({ puts }) => puts).length).toBeLessThan(6);
  const objects = await one.objects();
  expect(brokenReferences(objects)).toEqual([]);
  expect(site.cloudFront.invalidations).toEqual([["/", "/index.html"]]);
});

// 10,000, as the benchmark has, take half a minute.
const many = Number(process.env["HTTPSMITH_TEST_FILES"] ?? 2100);

test("thousands of files go up, and of thousands the one that changed", async () => {
  const folder = folderOf({ "index.html": "1" });
  mkdirSync(join(folder, "assets"));
  for (let n = 1; n < many; n++) writeFileSync(join(folder, `assets/f${n}.txt`), String(n));
  const one = build(site, {});
  const from = { folder: { absolute: folder, name: "dist", allow: [], exclude: [] } };
  // Past the gate, which is there to look at the requests of the second.
  const s3 = {
    bucket: BUCKET,
    region: "us-east-1",
    endpoint: site.server.url,
    pathStyle: true,
    partition: "aws",
  };
  const first = done(await one.run({ ...from, s3 }));
  expect(first.plan.phases.map(({ name, puts }) => [name, puts.length])).toEqual([
    ["new assets", many - 1],
    ["start page", 1],
  ]);
  writeFileSync(join(folder, "assets/f1050.txt"), "changed");
  site.gate.open();
  const second = done(await one.run({ ...from, now: new Date("2026-11-27T12:00:00Z") }));
  expect(second.plan.unchanged).toBe(many - 1);
  const writes = site.gate.requests.filter((request) => /^PUT .*assets\//.test(request));
  expect(writes).toEqual([expect.stringContaining("assets/f1050.txt")]);
}, 600_000);
