// The Terminal of the real process. Writes to the descriptors directly: process.stdout costs 10 ms at every start.
import { fstatSync, statSync, writeSync } from "node:fs";
import { devNull } from "node:os";
import { isatty } from "node:tty";
import { CannotRun } from "./cannot-run";
import { reason } from "./files/read-file";
import type { Output, Terminal } from "./terminal";

export function processTerminal(argv: readonly string[]): Terminal {
  return {
    get cwd() {
      return workingFolder();
    },
    argv,
    env: process.env,
    stdout: output(1),
    stderr: output(2),
    now: () => new Date(),
    questions: () =>
      isTerminal(0) && isTerminal(1)
        ? import("./process-questions.js").then(({ processQuestions }) => processQuestions())
        : null,
  };
}

function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new CannotRun(
      "config/not-found",
      "The folder that this runs in is no longer there.",
      "Change to one that is.",
    );
  }
}

function output(descriptor: 1 | 2): Output {
  return {
    write: (text) => writeAll(descriptor, Buffer.from(text)),
    get isTTY() {
      return isDevice(descriptor) && stream(descriptor).isTTY === true;
    },
    get columns() {
      return isDevice(descriptor) ? (stream(descriptor).columns ?? 100) : 100;
    },
  };
}

function isTerminal(descriptor: 0 | 1): boolean {
  return isDevice(descriptor) && isatty(descriptor);
}

// A terminal is a character device, and so is /dev/null; asking Node which of them it is takes as long as a check.
function isDevice(descriptor: 0 | 1 | 2): boolean {
  const device = fstatSync(descriptor);
  return device.isCharacterDevice() && device.rdev !== statSync(devNull, { throwIfNoEntry: false })?.rdev;
}

function stream(descriptor: 1 | 2): NodeJS.WriteStream {
  return descriptor === 1 ? process.stdout : process.stderr;
}

function writeAll(descriptor: 1 | 2, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A reader that closes the pipe early (head, less) is no failure.
      if (code === "EPIPE") return;
      // What cannot be said on stderr cannot be said at all.
      if (code !== "EAGAIN" && descriptor === 2) return;
      if (code !== "EAGAIN") throw cannotPrint(error as NodeJS.ErrnoException);
      // The reader of a non-blocking pipe is slower than we are.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function cannotPrint(error: NodeJS.ErrnoException): CannotRun {
  return new CannotRun(
    "files/cannot-write",
    `The output cannot be written: ${reason(error)}.`,
    "Send it somewhere else.",
  );
}
