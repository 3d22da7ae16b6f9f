#!/usr/bin/env node
// The httpsmith program: hands the real process to `run`.
import { run } from "./run";

function output(stream: NodeJS.WriteStream) {
  // A reader that closes the pipe early (head, less) is no failure.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return { write: (text: string) => void stream.write(text), isTTY: stream.isTTY ?? false, columns: stream.columns ?? 100 };
}

run({
  cwd: process.cwd(),
  argv: process.argv.slice(2),
  env: process.env,
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  now: () => new Date(),
}).then((code) => {
  process.exitCode = code;
});
