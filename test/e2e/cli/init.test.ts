// init in a real terminal, on skeletons that Vite's and Django's own generators make.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "jsonc-parser";
import { program as httpsmith, needBuild } from "../../cli/built";
import { describeWith, program } from "../../programs";

describeWith(["tmux", "django-admin"], "init in a real terminal", () => {
  jest.setTimeout(120_000);
  let folder: string;

  beforeAll(() => {
    needBuild();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "httpsmith-init-"));
    mkdirSync(join(folder, "shop/backend"), { recursive: true });
    const vite = [
      join(__dirname, "../../../node_modules/create-vite/index.js"),
      "frontend",
      "--template",
      "react-ts",
      "--no-interactive",
    ];
    must(spawnSync(process.execPath, vite, { cwd: join(folder, "shop"), encoding: "utf8" }));
    must(
      spawnSync(program("django-admin"), ["startproject", "config", "backend"], {
        cwd: join(folder, "shop"),
        encoding: "utf8",
      }),
    );
  });
  afterEach(() => {
    tmux("kill-server");
    rmSync(folder, { recursive: true, force: true });
  });

  function tmux(...args: string[]): string {
    return spawnSync(program("tmux"), ["-S", join(folder, "tmux"), "-f", "/dev/null", ...args], {
      encoding: "utf8",
    }).stdout;
  }

  /** Starts init in a terminal of its own; the shell says how it ended. */
  function start(): void {
    const command = `cd ${folder}/shop; TERM=xterm ${process.execPath} ${httpsmith} init; echo "ended with $?"; sleep 600`;
    tmux("new-session", "-d", "-s", "t", "-x", "100", "-y", "50", command);
  }

  function type(...keys: string[]): void {
    tmux("send-keys", "-t", "t", ...keys);
  }

  async function seen(text: string): Promise<string> {
    for (let attempt = 0; attempt < 400; attempt++) {
      const screen = tmux("capture-pane", "-p", "-t", "t");
      if (screen.includes(text)) return screen;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the terminal never showed ${text}:\n${tmux("capture-pane", "-p", "-t", "t")}`);
  }

  test("finds both skeletons, asks, explains a bad answer, and writes a config", async () => {
    start();
    expect(await seen("Short name")).toMatch(
      /frontend +Vite app[\s\S]*backend +Django project, settings config\.settings/,
    );
    type("Enter");
    await seen("Server: its domain name");
    type("http://54.180.1.2", "Enter");
    await seen("A host name has no scheme");
    for (let count = 0; count < 20; count++) type("BSpace");
    type("54.180.1.2", "Enter");
    await seen("How will browsers reach");
    type("Enter");
    await seen("E-mail address");
    type("ops@example.com", "Enter");
    await seen("AWS region");
    type("Enter");
    await seen("Security group");
    type("sg-0a1b2c3d4e5f67890", "Enter");
    await seen("S3 bucket");
    type("Enter");
    expect(await seen("ended with 0")).toContain("ok  httpsmith.json written");
    expect(parse(readFileSync(join(folder, "shop/httpsmith.json"), "utf8"))).toMatchObject({
      name: "shop",
      server: { host: { kind: "nip.io", ip: "54.180.1.2" } },
      django: { settingsFile: "backend/config/settings_https.py" },
      frontend: { envFile: "frontend/.env.production", envPrefix: "VITE_" },
    });
  });

  test("Ctrl-C leaves nothing behind and the terminal as it was", async () => {
    start();
    await seen("Short name");
    type("Enter");
    await seen("Server: its domain name");
    type("C-c");
    expect(await seen("ended with 2")).toContain("nothing was written");
    expect(existsSync(join(folder, "shop/httpsmith.json"))).toBe(false);
    expect(readdirSync(join(folder, "shop")).sort()).toEqual(["backend", "frontend"]);
    expect(tmux("display-message", "-p", "-t", "t", "#{cursor_flag}").trim()).toBe("1");
  });
});

function must({ status, stdout, stderr }: { status: number | null; stdout: string; stderr: string }): void {
  if (status !== 0) throw new Error(stdout + stderr);
}
