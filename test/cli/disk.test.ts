// generate on a disk that is full, read-only, or refuses a rename, each in a mount namespace of its own.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyProgram, type Ended, needBuild, plainEnv, spawned } from "./built";
import { expectRefusal, isRoot, outdated } from "./refusal";
import { generated, moathon, type Sandbox, sandbox } from "./sandbox";

const site = "deploy/nginx/moathon.conf";
let tools = "";
let program = "";

beforeAll(() => {
  needBuild();
  tools = mkdtempSync(join(tmpdir(), "httpsmith-tools-"));
  chmodSync(tools, 0o755);
  program = copyProgram(tools);
});
afterAll(() => rmSync(tools, { recursive: true, force: true }));

// A mount namespace of its own keeps these mounts from everybody else.
const mounting =
  spawnSync("unshare", [...(isRoot ? [] : ["-r"]), "-m", "mount", "-t", "tmpfs", "none", tmpdir()]).status ===
  0;
const describeMounting = mounting
  ? describe
  : (title: string, body: () => void) =>
      describe.skip(`${title} (skipped: this machine lets us mount nothing)`, body);

describeMounting("a disk that refuses", () => {
  /** Runs a script in a copy of a project on a disk of its own. @returns what it printed, in sections by `== name` */
  function onDisk(project: Sandbox, size: string, script: string): Record<string, string> {
    const functions = `
      generate() { c=0; "$NODE" "$PROGRAM" generate > "$T/out" 2> "$T/err" || c=$?; echo "$c" > "$T/code"; }
      tree() { find . -printf '%y %m %p\\n' | sort; find . -type f -exec sha256sum {} + | sort; }
      told() { echo "== code"; cat "$T/code"; echo "== stdout"; cat "$T/out"; echo "== stderr"; cat "$T/err"; }`;
    const scratch = mkdtempSync(join(tools, "scratch-"));
    mkdirSync(join(scratch, "disk"));
    const { stdout, stderr } = spawned(
      "unshare",
      [
        ...(isRoot ? [] : ["-r"]),
        "-m",
        "sh",
        "-c",
        `set -e; ${functions}
        mount -t tmpfs -o ${size} none "$T/disk"; cp -a "$FROM/." "$T/disk"; cd "$T/disk"; ${script}`,
      ],
      { env: plainEnv({ NODE: process.execPath, PROGRAM: program, T: scratch, FROM: project.root }) },
    );
    expect(stderr).toBe("");
    return Object.fromEntries(
      stdout
        .split(/^== /m)
        .slice(1)
        .map((part) => {
          const end = part.indexOf("\n");
          return [part.slice(0, end), part.slice(end + 1)];
        }),
    );
  }

  const ended = ({ code, stdout, stderr }: Record<string, string>): Ended => ({
    code: Number(code),
    stdout: stdout!,
    stderr: stderr!,
  });

  test.each([0, 1, 3, 8])(
    "a full disk with %s pages left: the old files stay, no temporary file does",
    async (pages) => {
      const said = onDisk(
        await outdated(),
        "size=400k",
        `
      cat /dev/zero > filler 2>/dev/null || true
      truncate -s -$((${pages} * 4096)) filler
      echo "== before"; tree; generate; echo "== after"; tree; told
      rm filler; generate; echo "== again"; cat "$T/code"`,
      );
      expectRefusal(
        ended(said),
        /^httpsmith: \S+ cannot be written: the disk is full\. Nothing was changed\.\n/,
      );
      expect(said["after"]).toBe(said["before"]);
      expect(said["before"]).toContain(`./${site}`);
      expect(said["again"]).toBe("0\n");
    },
  );

  test.each([3, 6, 9, 14])("no inodes left after %s: no new empty folder stays", async (inodes) => {
    const said = onDisk(
      sandbox(),
      `size=1m,nr_inodes=${inodes}`,
      `
      echo "== before"; tree; generate; echo "== after"; tree; told`,
    );
    expectRefusal(
      ended(said),
      /^httpsmith: \S+ cannot be written: the disk is full\. Nothing was changed\.\n/,
    );
    expect(said["after"]).toBe(said["before"]);
  });

  test("a file system that is read-only", async () => {
    const said = onDisk(
      await outdated(),
      "size=1m",
      `
      mount -o remount,bind,ro "$T/disk"
      echo "== before"; tree; generate; echo "== after"; tree; told`,
    );
    expectRefusal(ended(said), "cannot be written: the file system is read-only. Nothing was changed.");
    expect(said["after"]).toBe(said["before"]);
  });

  test("a rename that fails half-way is told truthfully, and each file is whole", async () => {
    const project = await outdated();
    const mounted = "deploy/certbot/moathon-issue.sh";
    const said = onDisk(
      project,
      "size=1m",
      `
      cp ${mounted} "$T/pinned"; mount --bind "$T/pinned" ${mounted}
      generate; told; echo "== new"; grep -rl 54.180.1.3 backend deploy frontend | sort; echo "== tmp"; find . -name '*.tmp'
      umount ${mounted}; generate; echo "== again"; cat "$T/code"; cat "$T/out"`,
    );
    const changed = said["new"]!.trim().split("\n");
    expect(changed.length).toBeGreaterThan(1);
    expect(changed).not.toContain(mounted);
    expectRefusal(
      ended(said),
      `${mounted} cannot be written: it is a mount point or in use. ${changed.length} files changed already, each of them whole; the rest is as it was.`,
    );
    expect(said["tmp"]).toBe("");
    expect(said["again"]).toMatch(/^0\n[\s\S]*\nok {2}[0-9]+ written, [0-9]+ unchanged\n$/);
  });

  test("an orphan that cannot be removed is still known the next time", async () => {
    const project = await generated();
    project.write("httpsmith.json", moathon.replace(/ *"frontend":.*\n/, ""));
    const said = onDisk(
      project,
      "size=1m",
      `
      cp frontend/.env.production "$T/pinned"; mount --bind "$T/pinned" frontend/.env.production
      generate; told; umount frontend/.env.production
      generate; echo "== again"; cat "$T/code"; tail -n 1 "$T/out"; ls -a frontend 2>&1 || true`,
    );
    expectRefusal(ended(said), "frontend/.env.production cannot be written: it is a mount point or in use.");
    expect(said["again"]).toMatch(/^0\nok {2}0 written, [0-9]+ unchanged, 1 removed\n/);
  });
});
