// The tests of the generated Nginx files again, with the Nginx of other Debian releases.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../generators/python";
import { findProgram, testUnless } from "../programs";
import { figure } from "./figures";
import { repository } from "./namespace";

// Debian 11, 13 and unstable; the installed one is Debian 12's 1.22 in most places.
const versions = ["1.18", "1.26", "1.30"];
const suites = ["syntax", "requests", "headers", "tls", "hosts"].map(
  (name) => `test/generators/nginx-${name}.test.ts`,
);

describe("the generated Nginx files", () => {
  jest.setTimeout(600_000);
  const here = /nginx\/(\d+\.\d+)/.exec(ran(findProgram("nginx") ?? "true", ["-v"]).stderr)?.[1];
  const fetched = versions.map(
    (version) => [version, join(cacheFolder, `nginx/${version}/bin/nginx`)] as const,
  );

  for (const [version, nginx] of fetched) {
    const why = existsSync(nginx) ? null : "needs node scripts/fetch-versions.js";
    testUnless(why, `work on Nginx ${version}, request by request`, async () => {
      expect(ran(nginx, ["-v"]).stderr).toContain(`nginx/${version}.`);
      const { passed, failed, text } = runSuites({ HTTPSMITH_TEST_NGINX: nginx });
      figure(`Nginx ${version}`, `${passed} tests passed, ${failed} failed`);
      expect({ failed, text }).toEqual({ failed: 0, text: expect.any(String) });
      expect(passed).toBeGreaterThan(30);
    });
  }

  test(`work on Nginx ${here}, which is installed: npm test`, () => {
    expect(suites.every((path) => existsSync(join(repository, path)))).toBe(true);
  });
});

function runSuites(env: Record<string, string>): { passed: number; failed: number; text: string } {
  const jest = join(repository, "node_modules/jest/bin/jest.js");
  const { stdout, stderr } = ran(process.execPath, [jest, "--json", "--runInBand", ...suites], env);
  const result = JSON.parse(stdout) as { numPassedTests: number; numFailedTests: number };
  return { passed: result.numPassedTests, failed: result.numFailedTests, text: stderr };
}

function ran(command: string, args: readonly string[], env: Record<string, string> = {}) {
  const { HTTPSMITH_FIGURES: _, ...own } = process.env;
  return spawnSync(command, args, {
    cwd: repository,
    encoding: "utf8",
    env: { ...own, ...env },
    maxBuffer: 64 << 20,
  });
}
