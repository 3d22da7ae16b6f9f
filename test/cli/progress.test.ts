import { progressBar } from "../../cli/report/progress";
import { size } from "../../cli/report/size";
import type { Terminal } from "../../cli/terminal";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [45_249, "45.2 kB"],
  [999_949, "999.9 kB"],
  [999_950, "1.0 MB"],
  [1_234_567_890, "1.2 GB"],
  [5_000_000_000_000, "5000.0 GB"],
])("%d bytes are %s", (bytes, text) => {
  expect(size(bytes)).toBe(text);
});

describe("a progress bar", () => {
  function watched(
    stderr: { isTTY: boolean; columns: number },
    env: Record<string, string> = { TERM: "xterm" },
  ) {
    const said = { stdout: "", stderr: "" };
    let time = 0;
    const output = (name: keyof typeof said, tty: boolean, columns: number) => ({
      write: (text: string) => {
        said[name] += text;
      },
      isTTY: tty,
      columns,
    });
    const terminal: Terminal = {
      cwd: "/",
      argv: [],
      env,
      stdout: output("stdout", stderr.isTTY, stderr.columns),
      stderr: output("stderr", stderr.isTTY, stderr.columns),
      now: () => {
        time += 1000;
        return new Date(time);
      },
    };
    const bar = progressBar(terminal);
    bar.start([{ wanted: { size: 1000 } }, { wanted: { size: 3000 } }]);
    return { said, bar };
  }

  test("grows with bytes, and leaves an empty line", () => {
    const { said, bar } = watched({ isTTY: true, columns: 80 }, { TERM: "xterm", NO_COLOR: "1" });
    bar.step("new assets", 1000);
    expect(said.stderr).toMatch(/^\r━{10}╌{28,30} 1\/2 {2}1\.0 kB of 4\.0 kB {2}new assets\u001b\[K$/);
    bar.end();
    expect(said.stderr.endsWith("\r\u001b[K")).toBe(true);
  });

  test("is never wider than the terminal", () => {
    for (const columns of [20, 40, 60, 200]) {
      const { said, bar } = watched({ isTTY: true, columns }, { TERM: "xterm", NO_COLOR: "1" });
      bar.step("service workers", 1000);
      bar.wait("CloudFront forgets the old pages, invalidation I2J0I21PCUYOIK");
      const lines = said.stderr.split("\r").map((line) => line.replace("\u001b[K", ""));
      expect(lines.filter((line) => line.length >= columns)).toEqual([]);
    }
  });

  test("steps aside for text on stdout", () => {
    const { said, bar } = watched({ isTTY: true, columns: 80 });
    bar.step("pages", 1000);
    const before = said.stderr;
    bar.above("a table\n");
    expect(said.stdout).toBe("a table\n");
    expect(said.stderr.slice(before.length)).toMatch(/^\r\u001b\[K\r.*1\/2/);
  });

  test.each([
    ["nobody watches", { isTTY: false, columns: 80 }, { TERM: "xterm" }],
    ["the terminal is dumb", { isTTY: true, columns: 80 }, { TERM: "dumb" }],
  ])("is silent where %s", (_, stderr, env) => {
    const { said, bar } = watched(stderr, env);
    bar.step("pages", 1000);
    bar.wait("x");
    bar.end();
    expect(said.stderr).toBe("");
  });
});
