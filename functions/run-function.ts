// Runs a CloudFront Function in a process that has nothing of ours: node:vm keeps out what the runtime lacks, but
// neither code that means harm nor code that never ends.
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import type { Json } from "./finding";
import program from "./program.bundle";
import type { Ran } from "./run";
import type { SandboxInput } from "./run-sandbox";

// The sandbox ends what does not wait for anything sooner; starting a process takes its time on a busy machine.
const seconds = 5;

export function runFunction(input: SandboxInput, event: Json): Ran {
  const { stdout, error } = spawnSync(process.execPath, ["-e", program], {
    input: JSON.stringify({ ...input, event }),
    cwd: tmpdir(),
    env: {},
    encoding: "utf8",
    timeout: seconds * 1000,
    killSignal: "SIGKILL",
  });
  const isLate = (error as NodeJS.ErrnoException | undefined)?.code === "ETIMEDOUT";
  if (isLate) return failed(`no answer within ${seconds} seconds`, seconds * 1000);
  try {
    return { result: undefined, ...JSON.parse(stdout) };
  } catch {
    return failed("it ended without an answer", 0);
  }
}

function failed(failure: string, milliseconds: number): Ran {
  return { result: undefined, logs: [], milliseconds, failure };
}
