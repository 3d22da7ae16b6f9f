// Finds the real programs that tests run; a suite without its programs says so in its name and is skipped.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The Debian package of each program, where it is not called the same. */
const packages: Readonly<Record<string, string>> = {
  flock: "util-linux",
  "pebble-challtestsrv": "pebble",
  "systemd-analyze": "systemd",
  "systemd-socket-activate": "systemd",
};

/**
 * The system's folders come first, because /usr/bin/gunicorn and the like need Debian's own Python.
 * HTTPSMITH_TEST_NGINX=/path and the like choose another one, for instance another version.
 */
export function findProgram(name: string): string | null {
  const chosen = process.env[`HTTPSMITH_TEST_${name.toUpperCase().replaceAll("-", "_")}`];
  const folders = ["/usr/sbin", "/usr/bin", ...(process.env["PATH"] ?? "").split(delimiter)];
  const candidates = chosen ? [chosen] : folders.map((folder) => join(folder, name));
  return candidates.find(isExecutable) ?? null;
}

/** @throws Error when the program is missing: only for suites that `describeWith` guards */
export function program(name: string): string {
  const path = findProgram(name);
  if (path === null) throw new Error(`${name} is not installed`);
  return path;
}

/** `describe`, skipped by name when a program is missing. */
export function describeWith(names: readonly string[], title: string, body: () => void): void {
  const missing = names.filter((name) => findProgram(name) === null);
  if (missing.length === 0) describe(title, body);
  else describe.skip(`${title} (skipped, not installed: ${missing.map(withPackage).join(", ")})`, body);
}

/** `test`, skipped by name when `reason` says why it cannot run here. */
export function testUnless(
  reason: string | null,
  title: string,
  body: () => Promise<void>,
  timeoutMs?: number,
): void {
  if (reason === null) test(title, body, timeoutMs);
  else test.skip(`${title} (skipped: ${reason})`, body);
}

function withPackage(name: string): string {
  return packages[name] ? `${name} of Debian's ${packages[name]}` : name;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
