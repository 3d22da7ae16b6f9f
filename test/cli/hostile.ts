// A config whose keys and folder have names that mean something to those that read reports.
import { moathon, sandbox } from "./sandbox";

/** A config with an unknown key full of characters that mean something elsewhere, in a folder of such a name. */
const hostileKey = 'a%b\\nc:d,e::error::f\\"\\u001b[31m';
export const hostileFolder = "sub folder/50%,a:b";
const hostile = moathon.replace('"region"', `"${hostileKey}": 1,\n  "region"`);

/** @returns what check reports on it */
export async function hostileReport(format: string): Promise<string> {
  const project = sandbox(null);
  project.write(`${hostileFolder}/httpsmith.json`, hostile);
  const { code, stdout } = await project.run([
    "check",
    "--config",
    `${hostileFolder}/httpsmith.json`,
    "--format",
    format,
  ]);
  expect(code).toBe(1);
  return stdout;
}
