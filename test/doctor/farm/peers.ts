// Runs programs that judge the same servers as the doctor.
import { spawn } from "node:child_process";

/** @returns all that it wrote, and its exit status */
export function run(
  path: string,
  args: readonly string[],
): Promise<{ readonly output: string; readonly status: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const add = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", add);
    child.stderr.on("data", add);
    child.once("error", reject).once("close", (status) => resolve({ output, status }));
  });
}

export function shell(command: string) {
  return run("sh", ["-c", command]);
}
