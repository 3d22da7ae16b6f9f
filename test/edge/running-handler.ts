// The zip of a handler, unpacked into a folder and run by a Node process that has nothing else of ours.
import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";

// biome-ignore lint/suspicious/noExplicitAny: events are JSON of any shape, also of wrong ones
export type Json = any;

export interface Answer {
  readonly result: Json;
  /** Whether the handler gave back the very request of the event, with nothing in it changed. */
  readonly passed: boolean;
}

export interface RunningHandler {
  ask(event: Json): Promise<Answer>;
  stop(): Promise<string>;
}

const runner = `const { handler } = require("./code/index.js");
process.on("disconnect", () => process.exit());
process.on("message", async ({ id, event }) => {
  const before = JSON.stringify(event);
  const cf = event?.Records?.[0]?.cf;
  try {
    const result = await handler(event);
    const passed = result !== undefined && result === cf?.request && JSON.stringify(event) === before;
    process.send({ id, answer: { result, passed } });
  } catch (error) {
    process.send({ id, failure: String(error) });
  }
});
`;

export function runHandler(zip: Uint8Array): RunningHandler {
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-edge-"));
  for (const [path, bytes] of Object.entries(unzipSync(zip))) {
    const file = join(folder, "code", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  writeFileSync(join(folder, "runner.js"), runner);
  const child = fork(join(folder, "runner.js"), {
    cwd: folder,
    env: {},
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  return { ask: asking(child), stop: stopping(child, folder) };
}

function asking(child: ChildProcess): RunningHandler["ask"] {
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on("message", ({ id, answer, failure }: Json) => {
    const { resolve, reject } = waiting.get(id)!;
    waiting.delete(id);
    if (answer) resolve(answer);
    else reject(new Error(`The handler threw, which is a 503: ${failure}`));
  });
  child.on("exit", (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`The process ended with ${code}.`));
  });
  return (event) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      child.send({ id, event });
    });
}

function stopping(child: ChildProcess, folder: string): RunningHandler["stop"] {
  let log = "";
  child.stderr!.on("data", (text) => {
    log += text;
  });
  return () =>
    new Promise((resolve) => {
      child.stderr!.on("end", () => {
        rmSync(folder, { recursive: true, force: true });
        resolve(log);
      });
      child.disconnect();
    });
}
