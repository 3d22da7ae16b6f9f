// Stories of publishes and rollbacks, interrupted anywhere: what viewers find at each moment, and what is left behind.
import { mkdirSync, rmSync } from "node:fs";
import fc from "fast-check";
import { publishTo, type SiteInput } from "../../publish";
import { Failure } from "../../publish/problem";
import { copyName, ownPrefix, releaseName, type State } from "../../publish/release";
import { folderOf, writeFiles } from "./folders";
import { type Memory, memory, Stopped } from "./memory";

const own = ownPrefix("site", "");
const stateKey = `${own}state.json`;

/** A build that differs from others in digests, in pages, and in files that keep their names. */
type Build = Readonly<Record<string, string>>;

function buildOf(n: number, pages: readonly string[], isLogoNew: boolean): Build {
  const script = `assets/app-Bf${String(n).padStart(2, "0")}x9aZ.js`;
  const page = (name: string) =>
    `<p>${n % 3 === 0 ? "same" : n} ${name}</p><script src="/${script}"></script><img src="/logo.png">`;
  return {
    ...Object.fromEntries(["index.html", ...pages].map((name) => [name, page(name)])),
    [script]: `run(${n})`,
    "logo.png": isLogoNew ? `logo ${n}` : "logo",
    "sw.js": `cache("/${script}")`,
  };
}

interface Step {
  readonly kind: "publish" | "rollback";
  readonly pages: readonly string[];
  readonly isLogoNew: boolean;
  readonly days: number;
  /** Change at which it is interrupted; null for not at all. */
  readonly stopAt: number | null;
  /** Whether the build is that of the step before. */
  readonly isSame: boolean;
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom("publish", "publish", "publish", "rollback"),
    pages: fc.subarray(["about.html", "blog/a.html", "blog/b.html"]),
    isLogoNew: fc.boolean(),
    days: fc.constantFrom(0, 1, 5, 9),
    stopAt: fc.option(fc.nat(18), { freq: 2 }),
    isSame: fc.boolean(),
  }),
  { minLength: 2, maxLength: 9 },
);

const folder = folderOf({});
const start = Date.UTC(2026, 10, 26);

interface Setting {
  readonly prefix?: string;
  readonly cacheRules?: SiteInput["cacheRules"];
  readonly queryInKey?: boolean;
  readonly keepsErrors?: boolean;
}

function inputFor(kind: Step["kind"], now: Date, setting: Setting): SiteInput {
  const { prefix = "", cacheRules = [], queryInKey = false, keepsErrors = false } = setting;
  return {
    target: {
      bucket: "b",
      prefix,
      isMain: true,
      declared: [],
      errorPages: [],
      invalidation: { rootObject: "index.html", folderIndexes: false, queryInKey, keepsErrors },
    },
    owner: "site",
    folder: { absolute: folder, name: "dist", allow: [], exclude: [] },
    needsFolder: true,
    project: { root: folder, display: (file) => file },
    rootObject: "index.html",
    cacheRules,
    graceDays: 7,
    now,
    mode: kind,
    isDryRun: false,
    waitSeconds: 1,
  };
}

const silent = { onPlan: () => {}, onObject: () => {}, onInvalidation: () => {} };

/** @returns "done", "stopped", or the code of the problem */
async function run(world: Memory, kind: Step["kind"], now: Date, setting: Setting = {}): Promise<string> {
  const prefix = setting.prefix ?? "";
  const site = { ...world, prefix, ownPrefix: ownPrefix("site", prefix) };
  try {
    await publishTo(site, inputFor(kind, now, setting), silent);
    return "done";
  } catch (error) {
    if (error instanceof Stopped) return "stopped";
    if (error instanceof Failure) return error.problems[0].code;
    throw error;
  }
}

function brokenPages({ objects }: Memory): string[] {
  return [...objects].flatMap(([page, { text }]) =>
    page.endsWith(".html")
      ? [...text.matchAll(/src="\/([^"]+)"/g)]
          .filter(([, path]) => !objects.has(path!))
          .map(([, path]) => `${page} -> ${path}`)
      : [],
  );
}

function stateOf({ objects }: Memory): State {
  return JSON.parse(objects.get(stateKey)!.text);
}

const seen = (world: Memory) =>
  Object.fromEntries(
    [...world.objects]
      .filter(([key]) => !key.startsWith(".httpsmith/"))
      .map(([key, { text }]) => [key, text]),
  );

/** Nothing is left that the bucket does not know about, nor is anything gone that it counts on. */
function requireTidy(world: Memory): void {
  const { current, pending, retired, copies, earlier } = stateOf(world);
  expect(pending).toBeNull();
  const known = [...Object.keys(current!.files), ...Object.keys(retired)].sort();
  expect(Object.keys(seen(world)).sort()).toEqual(known);
  const there = [...world.objects.keys()].filter((key) => key.startsWith(own));
  const expected = [
    stateKey,
    ...Object.keys(copies).map((sha256) => own + copyName(sha256)),
    ...earlier.map(({ id }) => own + releaseName(id)),
  ];
  expect(there.filter((key) => !expected.includes(key))).toEqual([]);
  expect(expected.filter((key) => !there.includes(key))).toEqual([]);
}

/** Runs a step, interrupted or not, and then without interruption if it was. */
async function tell(world: Memory, step: Step, now: Date, wanted: Build): Promise<void> {
  const before = seen(world);
  const changedPages = new Set<string>();
  world.onChange(() => {
    expect(brokenPages(world)).toEqual([]);
    for (const [path, text] of Object.entries(seen(world)))
      if (path in before && before[path] !== text) changedPages.add(path);
  });
  world.stopAt(step.stopAt);
  const first = await run(world, step.kind, now);
  world.stopAt(null);
  const end = first === "stopped" ? await run(world, step.kind, new Date(now.getTime() + 60_000)) : first;
  if (step.kind === "publish") {
    expect(end).toBe("done");
    expect(seen(world)).toMatchObject(wanted);
    const pages = Object.keys(seen(world)).filter((path) => path.endsWith(".html"));
    expect(pages.sort()).toEqual(
      Object.keys(wanted)
        .filter((path) => path.endsWith(".html"))
        .sort(),
    );
  } else {
    expect(["done", "publish/nothing-to-roll-back"]).toContain(end);
  }
  if (end === "done") requireTidy(world);
  const removed = Object.keys(before).filter((path) => path.endsWith(".html") && !(path in seen(world)));
  if (end === "done") for (const path of removed) expect([...world.invalidated]).toContain(`/${path}`);
  for (const path of changedPages) expect([...world.invalidated]).toContain(`/${path}`);
}

test("no page ever lacks what it uses, what was interrupted is finished, and nothing is left behind", async () => {
  let finished = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      const world = memory();
      let now = start;
      let wanted: Build = {};
      for (const [index, step] of story.entries()) {
        now += step.days * 86_400_000 + 1000;
        if (step.kind === "publish" && (!step.isSame || index === 0)) {
          wanted = buildOf(index, step.pages, step.isLogoNew);
          rmSync(folder, { recursive: true });
          mkdirSync(folder);
          writeFiles(folder, wanted);
        }
        if (step.kind === "publish" && Object.keys(wanted).length === 0) continue;
        world.invalidated.clear();
        await tell(world, step, new Date(now), wanted);
      }
      finished++;
    }),
    { numRuns: Number(process.env["HTTPSMITH_TEST_STORIES"] ?? 60) },
  );
  expect(finished).toBeGreaterThanOrEqual(60);
});

describe("one release after the other", () => {
  const become = (build: Build) => {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    writeFiles(folder, build);
  };
  const at = (days: number) => new Date(start + days * 86_400_000);

  test("each rollback takes one off, and brings back exactly what viewers had", async () => {
    const world = memory();
    const told: Build[] = [];
    for (const n of [1, 2, 3]) {
      const build = buildOf(n, n === 2 ? ["about.html"] : ["blog/a.html"], true);
      told.push(build);
      become(build);
      expect(await run(world, "publish", at(n))).toBe("done");
    }
    for (const build of [told[1]!, told[0]!]) {
      expect(await run(world, "rollback", at(4))).toBe("done");
      expect(seen(world)).toMatchObject(build);
    }
    expect(await run(world, "rollback", at(4))).toBe("publish/nothing-to-roll-back");
  });

  test("after an interrupted publish a rollback brings back the release that was whole", async () => {
    const one = buildOf(1, ["about.html"], true);
    const other = buildOf(2, ["blog/a.html"], true);
    for (let n = 0; ; n++) {
      const world = memory();
      become(one);
      await run(world, "publish", at(1));
      become(other);
      world.stopAt(n);
      const end = await run(world, "publish", at(2));
      world.stopAt(null);
      if (end === "done") break;
      // Nothing had begun, and before the first release there is none.
      const expected = stateOf(world).pending === null ? "publish/nothing-to-roll-back" : "done";
      expect([n, await run(world, "rollback", at(3))]).toEqual([n, expected]);
      expect(seen(world)).toMatchObject(one);
      expect(brokenPages(world)).toEqual([]);
      requireTidy(world);
    }
  });

  test("an interrupted rollback goes on where it stopped", async () => {
    const one = buildOf(1, ["about.html"], true);
    const other = buildOf(2, ["blog/a.html"], true);
    for (let n = 0; ; n++) {
      const world = memory();
      for (const [index, build] of [one, other].entries()) {
        become(build);
        await run(world, "publish", at(index));
      }
      world.stopAt(n);
      const end = await run(world, "rollback", at(3));
      world.stopAt(null);
      if (end === "done") break;
      // Once the state says so it is done, but for what is no longer needed; the next publish finds that.
      const isDone = stateOf(world).pending === null && stateOf(world).earlier.length === 0;
      const expected = isDone ? "publish/nothing-to-roll-back" : "done";
      expect([n, await run(world, "rollback", at(3))]).toEqual([n, expected]);
      expect(seen(world)).toMatchObject(one);
      if (isDone) {
        become(one);
        expect(await run(world, "publish", at(3))).toBe("done");
      }
      requireTidy(world);
    }
  });

  test("files that are named like what every object has go up, change, go and come back", async () => {
    const world = memory();
    const odd = (text: string): Build => ({
      ...Object.fromEntries(
        [...Object.getOwnPropertyNames(Object.prototype), "a/constructor"].map((name) => [name, text]),
      ),
      "index.html": text,
    });
    become(odd("1"));
    expect(await run(world, "publish", at(1))).toBe("done");
    expect(seen(world)).toEqual(odd("1"));
    const written = world.objects.size;
    expect(await run(world, "publish", at(2))).toBe("done");
    expect(world.objects.size).toBe(written);
    become(odd("2"));
    expect(await run(world, "publish", at(3))).toBe("done");
    expect(await run(world, "rollback", at(4))).toBe("done");
    expect(seen(world)).toEqual(odd("1"));
    requireTidy(world);
    become({ "index.html": "3" });
    expect(await run(world, "publish", at(5))).toBe("done");
    become({ "index.html": "4" });
    expect(await run(world, "publish", at(15))).toBe("done");
    expect(seen(world)).toEqual({ "index.html": "4" });
    requireTidy(world);
  });

  test("two at once do not mix: the one that comes second stops before it writes", async () => {
    const world = memory();
    become(buildOf(1, [], true));
    const outcomes = await Promise.all([run(world, "publish", at(1)), run(world, "publish", at(1))]);
    expect(outcomes.sort()).toEqual(["done", "publish/another-publish"]);
    requireTidy(world);
  });

  describe("headers that changed with no byte", () => {
    const short = { cacheRules: [{ path: "*", value: "public, max-age=60" }] };
    const long = { cacheRules: [{ path: "*", value: "public, max-age=86400" }] };
    const headers = ({ objects }: Memory) => [
      ...new Set(
        [...objects].filter(([key]) => !key.startsWith(".httpsmith/")).map(([, one]) => one.cacheControl),
      ),
    ];

    test.each([
      ["the next run ends the publish", long, "public, max-age=86400"],
      ["the next run goes back to the old ones", short, "public, max-age=60"],
    ])("interrupted anywhere, %s", async (_, next, expected) => {
      become(buildOf(1, ["about.html"], true));
      for (let n = 0; ; n++) {
        const world = memory();
        await run(world, "publish", at(1), short);
        world.stopAt(n);
        const end = await run(world, "publish", at(2), long);
        world.stopAt(null);
        if (end === "done") break;
        expect(await run(world, "publish", at(3), next)).toBe("done");
        expect([n, headers(world)]).toEqual([n, [expected]]);
        requireTidy(world);
      }
    });

    test("of objects that another tool put there, too", async () => {
      const files = buildOf(1, [], true);
      become(files);
      const world = memory();
      for (const [path, text] of Object.entries(files)) await world.storage.putText(path, text);
      world.stopAt(1);
      expect(await run(world, "publish", at(1), long)).toBe("stopped");
      world.stopAt(null);
      expect(await run(world, "publish", at(1), long)).toBe("done");
      expect(headers(world)).toEqual(["public, max-age=86400"]);
    });
  });

  test("a file that an interrupted publish overwrote, then gone, comes back with the bytes of the build", async () => {
    const old = { "index.html": "1", "logo.png": "old" };
    for (let n = 0; ; n++) {
      const world = memory();
      become(old);
      await run(world, "publish", at(1));
      become({ "index.html": "1", "logo.png": "new" });
      world.stopAt(n);
      const end = await run(world, "publish", at(2));
      world.stopAt(null);
      become({ "index.html": "1" });
      expect(await run(world, "publish", at(3))).toBe("done");
      become(old);
      expect(await run(world, "publish", at(4))).toBe("done");
      expect([n, seen(world)]).toEqual([n, old]);
      if (end === "done") break;
    }
  });

  test("a site below another one's prefix keeps all that the bucket remembers of it", async () => {
    const world = memory();
    const docs = { prefix: "v1/docs/" };
    for (const n of [1, 2]) {
      become(buildOf(n, ["about.html"], true));
      await run(world, "publish", at(n), docs);
    }
    const remembered = () => [...world.objects].filter(([key]) => key.includes("v1/docs/"));
    const before = remembered();
    for (const n of [3, 4]) {
      become(buildOf(n, [], true));
      expect(await run(world, "publish", at(n), { prefix: "v1/" })).toBe("done");
    }
    expect(remembered()).toEqual(before);
    expect(await run(world, "rollback", at(5), docs)).toBe("done");
  });

  test("what an interrupted publish owes and what is new keep to CloudFront's limits together", async () => {
    const wildcards = { queryInKey: true };
    const pages = (one: number, other: number) => ({
      "index.html": "start",
      ...Object.fromEntries(
        Array.from({ length: 20 }, (_, n) => [`p${n}.html`, String(n < 10 ? one : other)]),
      ),
    });
    const world = memory();
    become(pages(1, 1));
    await run(world, "publish", at(1), wildcards);
    become(pages(2, 1));
    world.stopAt(3);
    expect(await run(world, "publish", at(2), wildcards)).toBe("stopped");
    world.stopAt(null);
    become(pages(1, 2));
    expect(await run(world, "publish", at(3), wildcards)).toBe("done");
    expect([...world.invalidated]).toEqual(["/*"]);
  });

  test.each([
    [true, ["/new.html", "/new.txt"]],
    [false, []],
  ])("new names are forgotten where errors are kept: %s", async (keepsErrors, expected) => {
    const world = memory();
    become({ "index.html": "1" });
    await run(world, "publish", at(1), { keepsErrors });
    world.invalidated.clear();
    const script = "assets/app-Bf01x9aZ.js";
    become({ "index.html": "1", "new.html": "new", "new.txt": "new", [script]: "run()" });
    expect(await run(world, "publish", at(2), { keepsErrors })).toBe("done");
    expect([...world.invalidated]).toEqual(expected);
  });

  test("of 10,000 files only the one that changed goes up", async () => {
    const world = memory();
    const files = Object.fromEntries(
      Array.from({ length: 9999 }, (_, n) => [`a/${n % 100}/f${n}.txt`, String(n)]),
    );
    become({ "index.html": "1", ...files });
    expect(await run(world, "publish", at(1))).toBe("done");
    expect(Object.keys(seen(world))).toHaveLength(10_000);
    writeFiles(folder, { "a/0/f500.txt": "changed" });
    let changes = 0;
    world.onChange(() => {
      changes++;
    });
    expect(await run(world, "publish", at(2))).toBe("done");
    // The record, the release before, a copy, the file, CloudFront, the record.
    expect(changes).toBe(6);
    requireTidy(world);
  });

  test("a damaged record stops everything", async () => {
    const world = memory();
    become(buildOf(1, [], true));
    await run(world, "publish", at(1));
    for (const text of ["", "[]", '{"version":2}', '{"version":1,"current":{"id":1}}']) {
      await world.storage.putText(stateKey, text);
      expect(await run(world, "publish", at(2))).toBe("publish/state-damaged");
    }
  });
});
