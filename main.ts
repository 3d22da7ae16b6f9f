// What `cdktf synth` runs: every environment of the config becomes a Terraform stack in cdktf.out.
import { run } from "./cli/run";
import { synth } from "./modules/synth";

export { synth };

if (require.main === module) {
  const output = (stream: NodeJS.WriteStream) => ({
    write: (text: string) => void stream.write(text),
    isTTY: stream.isTTY ?? false,
    columns: stream.columns ?? 100,
  });
  run({
    cwd: process.cwd(),
    argv: ["synth", ...process.argv.slice(2)],
    env: process.env,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    now: () => new Date(),
  }).then((code) => {
    process.exitCode = code;
  });
}
