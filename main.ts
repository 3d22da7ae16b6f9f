// What `cdktf synth` runs: every environment of the config becomes a Terraform stack in cdktf.out.
import { processTerminal } from "./cli/process-terminal";
import { run } from "./cli/run";
import { synth } from "./modules/synth";

export { synth };

if (require.main === module) {
  run(processTerminal(["synth", ...process.argv.slice(2)])).then((code) => {
    process.exitCode = code;
  });
}
