// Synth of the example as a whole process, against a plain writer of the same JSON, plain CDKTF and AWS CDK.
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { env, interleaved, row, wholeProcess } = require("./measure");

const config = join(__dirname, "../examples/moathon/httpsmith.json");
const program = join(__dirname, "../dist/httpsmith.js");
const peer = (name) => join(__dirname, "peers", `${name}.js`);

async function run() {
  const cwd = mkdtempSync(join(tmpdir(), "httpsmith-bench-"));
  const node = (...args) => wholeProcess(process.execPath, args, { cwd });
  try {
    const ours = () => node(program, "synth", "--config", config);
    ours();
    const writer = join(cwd, "writer.js");
    writeFileSync(writer, writerOf(readFileSync(join(cwd, "cdktf.out/stacks/moathon/cdk.tf.json"), "utf8")));
    const samples = await interleaved({
      ours,
      writer: () => node(writer),
      cdktf: () => node(peer("plain-cdktf")),
      cdk: () => node(peer("aws-cdk")),
      cdkPlain: () =>
        wholeProcess(process.execPath, [peer("aws-cdk")], { cwd, env: { ...env, CDK_VALIDATION: "false" } }),
    });
    return [
      row("synth, whole process", samples.ours, "plain writer (floor)", samples.writer, "at most 140 ms"),
      row("synth, whole process", samples.ours, "plain CDKTF", samples.cdktf, "below 1"),
      row("synth, whole process", samples.ours, "aws-cdk-lib", samples.cdk, "below 1"),
      row("synth, whole process", samples.ours, "aws-cdk-lib, validator off", samples.cdkPlain, "below 1"),
    ];
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

function writerOf(json) {
  return `require("node:fs").writeFileSync("writer.tf.json", JSON.stringify(${json}, null, 2));\n`;
}

module.exports = { run };
