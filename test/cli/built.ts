// The built program in dist/, which `npm test` makes before it runs the tests.
import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "./sandbox";

export const dist = join(__dirname, "../../dist");

/** Fails with what to do, once, instead of in every test. */
export function needBuild(): void {
  const missing = ["httpsmith.js", "main.js", "synth.js"].filter((name) => !existsSync(join(dist, name)));
  if (missing.length > 0)
    throw new Error(`dist/ lacks ${missing.join(" and ")}: run \`node scripts/build.js\` first`);
}

/** @returns the program, without synth, in a folder that other users can read */
export function copyProgram(folder: string): string {
  for (const name of ["httpsmith.js", "main.js"]) copyFileSync(join(dist, name), join(folder, name));
  return join(folder, "httpsmith.js");
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function spawned(command: string, args: readonly string[], options: SpawnSyncOptions): Ended {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    ...options,
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  if (error) throw error;
  return { code: status, stdout: String(stdout), stderr: String(stderr) };
}

/** An environment with nothing of ours in it but what finds programs. */
export function plainEnv(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"] ?? "/usr/bin:/bin", HOME: "/nonexistent", ...more };
}

export const program = join(dist, "httpsmith.js");

/** Runs the built program in a project. */
export function httpsmith(
  project: Sandbox,
  argv: readonly string[],
  env: Record<string, string> = {},
  cwd = ".",
): Ended {
  return spawned(process.execPath, [program, ...argv], { cwd: join(project.root, cwd), env: plainEnv(env) });
}
