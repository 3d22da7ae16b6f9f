// Runs the command line in the real process.
import { processTerminal } from "./process-terminal";
import { run } from "./run";

run(processTerminal(process.argv.slice(2))).then((code) => {
  process.exitCode = code;
});
