// Compiled code kept between runs: it makes starts faster and is never trusted blindly.
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { httpsmith, needBuild } from "./built";
import { sandbox } from "./sandbox";

// Newer ones keep compiled code themselves.
const ownCache = Number(process.versions.node.split(".")[0]) < 22;

const title = "the compiled code of the program";
const suite = ownCache ? describe : describe.skip;

suite(ownCache ? title : `${title} (skipped: this Node keeps it by itself)`, () => {
  const project = sandbox();
  let home = "";
  beforeAll(needBuild);
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "httpsmith-home-"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const run = (env: Record<string, string> = {}) => httpsmith(project, ["check"], { HOME: home, ...env });
  const folder = () => join(home, ".cache/httpsmith");
  const kept = () => {
    const names = readdirSync(folder());
    expect(names).toHaveLength(1);
    return join(folder(), names[0]!);
  };
  /** Whether the file is still the one that was marked. */
  const mark = () => utimesSync(kept(), 0, 0);
  const isMarked = () => statSync(kept()).mtimeMs === 0;

  test("is kept by the first run, for the user alone, and used by the next", () => {
    const first = run();
    mark();
    expect(statSync(kept()).mode & 0o777).toBe(0o600);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
    expect(run()).toEqual(first);
    expect(isMarked()).toBe(true);
  });

  test("is made anew where it is damaged", () => {
    const first = run();
    const whole = readFileSync(kept()).length;
    writeFileSync(kept(), readFileSync(kept()).subarray(0, 1000));
    expect(run()).toEqual(first);
    expect(readFileSync(kept()).length).toBeGreaterThan(whole / 2);
  });

  test("rejects what other users could have written", () => {
    const first = run();
    chmodSync(kept(), 0o622);
    mark();
    expect(run()).toEqual(first);
    expect(isMarked()).toBe(false);
    if (process.getuid?.() !== 0) return;
    chownSync(kept(), 65534, 65534);
    mark();
    expect(run()).toEqual(first);
    expect(isMarked()).toBe(false);
  });

  test("goes to XDG_CACHE_HOME where that is set", () => {
    const caches = join(home, "caches");
    run({ XDG_CACHE_HOME: caches });
    expect(readdirSync(join(caches, "httpsmith"))).toHaveLength(1);
    expect(readdirSync(home)).toEqual(["caches"]);
  });

  test("is not kept where there is no home, where it cannot be written, or where nobody wants it", () => {
    const first = run({ NODE_DISABLE_COMPILE_CACHE: "1" });
    expect(readdirSync(home)).toEqual([]);
    expect(run({ HOME: join(home, "absent") })).toEqual(first);
    mkdirSync(join(home, "file"));
    writeFileSync(join(home, "file/.cache"), "");
    expect(run({ HOME: join(home, "file") })).toEqual(first);
    expect(readdirSync(home)).toEqual(["file"]);
  });
});
