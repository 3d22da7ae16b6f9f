// Runs the files of a Lambda@Edge package in a process that has nothing else of ours.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { EdgeFunction } from "../config/project";
import type { Json } from "./finding";
import type { LambdaPackage } from "./package";
import type { Ran } from "./run";

/** What a runner leaves behind; without it, the process ended before its time. */
interface Report {
  readonly result?: Json;
  readonly failure?: string;
  readonly milliseconds: number;
}

// Starting a process, and a handler that waits for its time to run out, need some more.
const startSeconds = 10;

export function runInProcess(
  { files, entry }: LambdaPackage,
  { id, runtime, timeoutSeconds }: EdgeFunction,
  event: Json,
): Ran {
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-edge-"));
  try {
    for (const [path, text] of Object.entries({ ...files, "event.json": JSON.stringify(event) })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const file = Object.keys(files)[0]!;
    const name = entry.split(".")[1]!;
    const isPython = runtime.startsWith("python");
    const [command, args] = isPython
      ? ["python3", ["-I", "-c", pythonRunner, folder, name, String(timeoutSeconds)]]
      : [process.execPath, ["-e", nodeRunner, folder, file, name, String(timeoutSeconds)]];
    const { stdout, stderr, error } = spawnSync(command, args as string[], {
      cwd: folder,
      env: { PATH: process.env["PATH"], AWS_REGION: "us-east-1", AWS_LAMBDA_FUNCTION_NAME: id },
      encoding: "utf8",
      timeout: (timeoutSeconds + startSeconds) * 1000,
      killSignal: "SIGKILL",
    });
    const logs = `${stdout ?? ""}${stderr ?? ""}`.split("\n").filter((line) => line !== "");
    return {
      logs,
      ...ended(
        readReport(folder),
        error as NodeJS.ErrnoException | undefined,
        command as string,
        timeoutSeconds,
      ),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(folder: string): Report | null {
  try {
    return JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
  } catch {
    return null;
  }
}

function ended(
  report: Report | null,
  error: NodeJS.ErrnoException | undefined,
  command: string,
  timeoutSeconds: number,
): Omit<Ran, "logs"> {
  if (error?.code === "ENOENT") return failed(`${command} is not installed`);
  if (error?.code === "ETIMEDOUT")
    return { ...failed(`no answer within ${timeoutSeconds} seconds`), milliseconds: timeoutSeconds * 1000 };
  if (report === null) return failed("the process ended without an answer");
  return { result: report.result, milliseconds: report.milliseconds, failure: report.failure ?? null };
}

function failed(failure: string): Omit<Ran, "logs"> {
  return { result: undefined, milliseconds: 0, failure };
}

// The three ways in which Node handlers of Lambda answer: a promise, a callback, and (undocumented) a value.
const nodeRunner = `
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const [folder, file, name, seconds] = process.argv.slice(1);
const finish = (report) => { writeFileSync(join(folder, "report.json"), JSON.stringify(report)); process.exit(); };
const text = (error) => error instanceof Error ? error.name + ": " + error.message : String(error);
(async () => {
  let started = process.hrtime.bigint();
  const milliseconds = () => Number(process.hrtime.bigint() - started) / 1e6;
  try {
    const module = await import(require("node:url").pathToFileURL(join(folder, file)).href);
    const handler = module[name] || (module.default && module.default[name]);
    if (typeof handler !== "function") return finish({ failure: "index." + name + " is not a function", milliseconds: 0 });
    const event = JSON.parse(readFileSync(join(folder, "event.json"), "utf8"));
    started = process.hrtime.bigint();
    setTimeout(() => finish({ failure: "no answer within " + seconds + " seconds", milliseconds: milliseconds() }), seconds * 1000);
    const result = await new Promise((resolve, reject) => {
      const answer = handler(event, { functionName: "edge" }, (error, value) => error ? reject(error) : resolve(value));
      if (handler.length < 3 || (answer && typeof answer.then === "function")) Promise.resolve(answer).then(resolve, reject);
    });
    finish({ result, milliseconds: milliseconds() });
  } catch (error) {
    finish({ failure: text(error), milliseconds: milliseconds() });
  }
})();`;

const pythonRunner = `
import json, os, signal, sys, time
folder, name, seconds = sys.argv[1:]
sys.path.insert(0, folder)
sys.dont_write_bytecode = True
started = time.perf_counter()
def finish(**report):
    with open(os.path.join(folder, "report.json"), "w") as file:
        json.dump({**report, "milliseconds": (time.perf_counter() - started) * 1000}, file)
    sys.stdout.flush()
    os._exit(0)
def late(*_):
    finish(failure="no answer within " + seconds + " seconds")
try:
    import index
    with open(os.path.join(folder, "event.json")) as file:
        event = json.load(file)
    started = time.perf_counter()
    signal.signal(signal.SIGALRM, late)
    signal.alarm(int(seconds))
    finish(result=getattr(index, name)(event, None))
except Exception as error:
    finish(failure=type(error).__name__ + ": " + str(error))
`;
