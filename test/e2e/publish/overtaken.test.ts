// A publish that is held while another one runs through: it stops, and the newer release stays.
import { setTimeout } from "node:timers/promises";
import { PARALLEL } from "../../../publish/each";
import { brokenReferences, build, done, type Site, startSite } from "./site";

let site: Site;

beforeAll(async () => {
  site = await startSite("s3rver");
});
beforeEach(() => {
  site.gate.open();
  site.cloudFront.forget();
});
afterAll(() => site.close());

const PAGES = 60;

function version(n: number): Record<string, string> {
  const script = `assets/index-Bf${String(n).padStart(3, "0")}x9Z.js`;
  const pages = Array.from({ length: PAGES }, (_, page) => [
    `p${String(page).padStart(2, "0")}.html`,
    `${n}<script src="/${script}"></script>`,
  ]);
  return {
    ...Object.fromEntries(pages),
    "index.html": `${n}<script src="/${script}"></script>`,
    [script]: `run(${n})`,
    "sw.js": `cache("/${script}")`,
  };
}

/** Holds requests that match until it is told to let go; once so many have arrived, others pass. */
function hold(matching: RegExp, count = 1) {
  let arrive = () => {};
  let letGo = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const gone = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let held = 0;
  site.gate.watch((request) => {
    if (held === count || !matching.test(request)) return;
    if (++held === count) arrive();
    return gone;
  });
  return { arrived, letGo };
}

const minute = (n: number) => ({ now: new Date(Date.UTC(2026, 10, 26, 12, n)) });
const overtaken = {
  ok: false,
  problems: [{ code: "publish/another-publish", message: expect.stringContaining("this one stopped") }],
};

test("before it knows what is there: nothing that the newer release added is forgotten", async () => {
  const one = build(site, version(0));
  done(await one.run(minute(0)));
  const held = hold(/^GET .*state\.json/);
  const slow = one.run(minute(2));
  await held.arrived;
  await site.gate.settled();
  one.become({ ...version(1), "added.html": "added" });
  done(await one.run(minute(1)));
  held.letGo();
  done(await slow);
  expect([...(await one.objects()).keys()]).not.toContain("added.html");
  expect(await one.state()).toMatchObject({ retired: { "assets/index-Bf001x9Z.js": expect.anything() } });
});

test("before its pages: none of them goes up", async () => {
  const one = build(site, version(0));
  done(await one.run(minute(0)));
  one.become(version(1));
  const held = hold(/^PUT .*index-Bf001x9Z/);
  const slow = one.run(minute(1));
  await held.arrived;
  one.become(version(2));
  done(await one.run(minute(2)));
  held.letGo();
  expect(await slow).toMatchObject(overtaken);
  expect(Object.fromEntries(await one.objects())).toMatchObject(version(2));
  expect(await one.state()).toMatchObject({ pending: null });
});

test("among its pages: what was under way lands, and no other; the next run puts that right", async () => {
  const one = build(site, version(0));
  done(await one.run(minute(0)));
  one.become(version(1));
  const held = hold(/^PUT \/[^/]+\/site-\d+\/p\d+\.html/, PARALLEL);
  const slow = one.run(minute(1));
  await held.arrived;
  one.become(version(2));
  done(await one.run(minute(2)));
  // As long as it lies there, it may not trust what it saw before.
  await setTimeout(1100);
  const before = site.gate.requests.length;
  held.letGo();
  expect(await slow).toMatchObject(overtaken);
  expect(site.gate.requests.slice(before).filter((request) => !request.startsWith("HEAD"))).toEqual([]);
  const objects = await one.objects();
  const newer = version(2);
  const older = Object.keys(newer).filter((path) => objects.get(path) !== newer[path]);
  expect(older).toHaveLength(PARALLEL);
  expect(older.every((path) => /^p\d+\.html$/.test(path))).toBe(true);
  expect(brokenReferences(objects)).toEqual([]);
  done(await one.run(minute(3)));
  expect(Object.fromEntries(await one.objects())).toMatchObject(newer);
});

test("before it deletes: what the newer release needs stays", async () => {
  const one = build(site, { ...version(0), "old.html": "old" });
  done(await one.run(minute(0)));
  one.become(version(1));
  const held = hold(/^PUT .*sw\.js/);
  const slow = one.run(minute(1));
  await held.arrived;
  one.become({ ...version(2), "old.html": "back" });
  done(await one.run(minute(2)));
  held.letGo();
  expect(await slow).toMatchObject(overtaken);
  expect((await one.objects()).get("old.html")).toBe("back");
});

test("while a large file goes up: it does not become an object", async () => {
  const one = build(site, version(0));
  done(await one.run(minute(0)));
  one.become({ ...version(1), "film.mp4": Buffer.alloc(9 << 20, "1") });
  const held = hold(/^PUT .*film\.mp4\?.*partNumber=2/);
  const slow = one.run(minute(1));
  await held.arrived;
  one.become(version(2));
  done(await one.run(minute(2)));
  held.letGo();
  expect(await slow).toMatchObject(overtaken);
  expect([...(await one.objects()).keys()]).not.toContain("film.mp4");
});

test("before it keeps copies: none is made", async () => {
  const one = build(site, version(0));
  done(await one.run(minute(0)));
  one.become(version(1));
  const held = hold(/^PUT .*index-Bf001x9Z/);
  const slow = one.run(minute(1));
  await held.arrived;
  one.become({ ...version(0), "index.html": "2" });
  done(await one.run(minute(2)));
  const before = site.gate.requests.length;
  held.letGo();
  expect(await slow).toMatchObject(overtaken);
  expect(site.gate.requests.slice(before)).toEqual([expect.stringMatching(/^HEAD .*state\.json/)]);
});
