// A machine of its own for a test: generated files run at their own paths, on ports 80 and 443, under systemd.
//
// It is made of Linux namespaces (see namespace.sh), so it needs root and takes about a second.
// The server's address is really 54.180.1.2; what else there is in the world lives in the network "internet".
import {
  type ChildProcess,
  type SpawnSyncOptionsWithStringEncoding,
  spawn,
  spawnSync,
} from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { findProgram } from "../programs";
import type { Outcome } from "../server-root";

export const repository = join(__dirname, "../..");

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
  /** "server" unless said otherwise. */
  readonly network?: "server" | "internet";
  readonly user?: string;
  readonly cwd?: string;
}

export interface Machine {
  /** Runs a program to its end; standard output and standard error come together. */
  run(command: string, args: readonly string[], options?: RunOptions): Outcome;
  /** Runs a shell script that stops at the first failure. */
  sh(script: string, options?: RunOptions): Outcome;
  /** As `sh`, but a failure is an error that holds what was printed. @returns what was printed */
  ok(script: string, options?: RunOptions): string;
  /** Starts a program that runs until the machine ends. */
  start(command: string, args: readonly string[], options?: RunOptions): ChildProcess;
  /** Creates a file and its folders, as root. */
  write(path: string, text: string, mode?: number): void;
  read(path: string): string;
  /** Ends all that runs and boots again, now with what is enabled; returns once systemd answers. */
  reboot(): Promise<void>;
  /** The command line that puts a program into the machine, for those who start it themselves. */
  entering(options?: RunOptions): readonly string[];
  remove(): Promise<void>;
}

/** Why there can be no machine here; null: there can be one. */
export function whyNoMachine(): string | null {
  if (process.getuid?.() !== 0) return "a machine of namespaces needs root";
  const programs = ["unshare", "nsenter", "setpriv", "ip", "mount", "systemctl"];
  const missing = programs.filter((name) => findProgram(name) === null);
  if (missing.length > 0) return `not installed: ${missing.join(", ")}`;
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-machine-"));
  // All but the last step, which starts systemd: containers forbid one or the other.
  const { status, stderr } = spawnSync(script, [folder, repository, "/", "probe"], {
    env: path,
    encoding: "utf8",
  });
  removeCgroups(basename(folder));
  rmSync(folder, { recursive: true, force: true });
  return status === 0
    ? null
    : `this system allows no machine of namespaces: ${stderr.trim().split("\n").at(-1)}`;
}

const script = join(__dirname, "namespace.sh");
const path = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };

/** `describe` with a machine, or skipped with the reason in its title. */
export function describeOnMachine(programs: readonly string[], title: string, body: () => void): void {
  const missing = programs.filter((name) => findProgram(name) === null);
  const why = missing.length > 0 ? `not installed: ${missing.join(", ")}` : whyNoMachine();
  if (why === null) describe(title, body);
  else describe.skip(`${title} (skipped: ${why})`, body);
}

/** @param root folder of the system whose files the machine sees */
export async function startMachine(root = "/"): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-machine-"));
  const outer = spawn("setpriv", ["--pdeathsig", "KILL", script, folder, repository, root], {
    stdio: ["ignore", "ignore", "pipe"],
    env: path,
  });
  let said = "";
  outer.stderr!.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const machine = new NamespaceMachine(folder, outer);
  try {
    await machine.boots(/^(running|degraded)\n/m);
    return machine;
  } catch {
    await machine.remove();
    throw new Error(`the machine does not start: ${said}`);
  }
}

class NamespaceMachine implements Machine {
  private readonly children: ChildProcess[] = [];
  private first: string | null = null;

  constructor(
    private readonly folder: string,
    private readonly outer: ChildProcess,
  ) {}

  /** Waits until systemd says one of these about the state of the system. */
  async boots(states: RegExp): Promise<void> {
    for (let attempt = 0; attempt < 2400 && this.outer.exitCode === null; attempt += 1) {
      this.first ??= systemdOf(this.outer.pid!);
      if (this.first !== null && states.test(this.sh("systemctl is-system-running || true").output)) return;
      await wait(50);
    }
    throw new Error("the machine does not boot");
  }

  async reboot(): Promise<void> {
    const before = this.first;
    this.sh("systemctl reboot");
    for (this.first = before; this.first === before || this.first === null; ) {
      // systemd stops all processes before it ends them, and nsenter stops itself with its own.
      for (const child of this.children) child.kill("SIGCONT");
      await wait(50);
      this.first = systemdOf(this.outer.pid!);
    }
    await this.boots(/^(initializing|starting|running|degraded)\n/m);
  }

  run(command: string, args: readonly string[], options: RunOptions = {}): Outcome {
    const [enter = "", ...line] = [...this.entering(options), command, ...args];
    const { status, stdout, stderr, error } = spawnSync(enter, line, this.spawnOptions(options));
    if (error) throw error;
    return { status, output: stdout + stderr };
  }

  sh(script: string, options: RunOptions = {}): Outcome {
    return this.run("/bin/sh", ["-euc", `exec 2>&1\n${script}`], options);
  }

  ok(script: string, options: RunOptions = {}): string {
    const { status, output } = this.sh(script, options);
    if (status !== 0) throw new Error(`${script}\nended with ${status}:\n${output}`);
    return output;
  }

  start(command: string, args: readonly string[], options: RunOptions = {}): ChildProcess {
    const [enter = "", ...line] = [...this.entering(options), command, ...args];
    const child = spawn(enter, line, { env: environment(options), stdio: ["ignore", "ignore", "ignore"] });
    this.children.push(child);
    return child;
  }

  write(path: string, text: string, mode = 0o644): void {
    const script = 'mkdir -p "$(dirname "$1")"; cat > "$1"; chmod "$2" "$1"';
    const { status, output } = this.run("/bin/sh", ["-euc", script, "-", path, mode.toString(8)], {
      input: text,
    });
    if (status !== 0) throw new Error(output);
  }

  read(path: string): string {
    return this.ok(`cat '${path}'`);
  }

  entering({ network = "server", user, cwd = "/" }: RunOptions = {}): readonly string[] {
    const enter = [
      "nsenter",
      "--target",
      this.first!,
      "--mount",
      "--uts",
      "--ipc",
      "--net",
      "--pid",
      "--cgroup",
    ];
    const place = ["--root", `--wd=/proc/${this.first}/root${cwd}`, "--"];
    const internet = network === "internet" ? ["nsenter", "--net=/run/netns/internet", "--"] : [];
    const as = user ? ["setpriv", "--reuid", user, "--regid", user, "--init-groups", "--"] : [];
    return [...enter, ...place, ...internet, ...as];
  }

  async remove(): Promise<void> {
    const ended = new Promise((resolve) => this.outer.once("exit", resolve));
    // The kernel ends all others with the first process; `unshare` waits for that.
    if (this.first !== null) process.kill(Number(this.first), "SIGKILL");
    else this.outer.kill("SIGKILL");
    if (this.outer.exitCode === null && this.outer.signalCode === null) await ended;
    removeCgroups(basename(this.folder));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private spawnOptions(options: RunOptions): SpawnSyncOptionsWithStringEncoding {
    return {
      encoding: "utf8",
      maxBuffer: 64 << 20,
      env: environment(options),
      ...(options.input === undefined ? {} : { input: options.input }),
    };
  }
}

function environment({ env = {} }: RunOptions): NodeJS.ProcessEnv {
  return { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", LANG: "C.UTF-8", ...env };
}

// A grandchild of the script, which starts `unshare`. Before it is systemd, it has other children and moves the
// folders about.
function systemdOf(outer: number): string | null {
  try {
    const first = childOf(childOf(String(outer)));
    return readFileSync(`/proc/${first}/comm`, "utf8") === "systemd\n" ? first : null;
  } catch {
    return null;
  }
}

function childOf(parent: string): string {
  return readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8").trim();
}

function removeCgroups(name: string): void {
  for (const root of ["/sys/fs/cgroup/unified", "/sys/fs/cgroup"]) removeBelow(join(root, name));
}

function removeBelow(folder: string): void {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) removeBelow(join(folder, entry.name));
    rmdirSync(folder);
  } catch {
    // It is not there, or its last process has not ended yet: an empty cgroup costs nothing.
  }
}
