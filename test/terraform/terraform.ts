// Runs the real terraform command in a folder, cut off from the user's own settings.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const hasTerraform = spawnSync("terraform", ["version"]).status === 0;

/** `test`, or a skipped test whose name says what is missing. */
export function terraformTest(name: string, run: () => void, timeoutMs = 60_000): void {
  if (hasTerraform) test(name, run, timeoutMs);
  else test.skip(`${name} (needs the terraform command on the PATH)`, () => {});
}

/** What every secret variable of a test has as its value: what an origin-verify secret must look like. */
export const secretValue = "5ec2e75ec2e75ec2e75ec2e75ec2e7ff";

/** @returns environment variables, TF_VAR_…, that give a value to each variable of a cdk.tf.json that has none */
export function secretsFor(folder: string): Record<string, string> {
  const { variable = {} } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
  const without = Object.entries<{ default?: unknown }>(variable).filter(([, one]) => !("default" in one));
  return Object.fromEntries(without.map(([name]) => [`TF_VAR_${name}`, secretValue]));
}

/** @param cliConfig path of a Terraform CLI configuration; left out: none, so providers come from the registry */
export function terraform(
  folder: string,
  args: readonly string[],
  cliConfig = "/dev/null",
): SpawnSyncReturns<string> {
  return spawnSync("terraform", args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: {
      ...process.env,
      TF_CLI_CONFIG_FILE: cliConfig,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      NO_COLOR: "1",
    },
  });
}

/** Like terraform, but a failure is an error that holds what it printed. */
export function terraformOk(folder: string, args: readonly string[], cliConfig?: string): string {
  const { status, stdout, stderr } = terraform(folder, args, cliConfig);
  if (status === 0) return stdout;
  throw new Error(`terraform ${args.join(" ")} ended with ${status}:\n${stdout}\n${stderr}`);
}

export function writeJson(folder: string, file: string, value: unknown): void {
  writeFileSync(join(folder, file), JSON.stringify(value));
}
