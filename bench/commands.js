// Whole processes of check and generate on the example, against a Node that does nothing.
const { cpSync, mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { interleaved, row, wholeProcess } = require("./measure");

const program = join(__dirname, "../dist/httpsmith.js");

async function run() {
  const cwd = mkdtempSync(join(tmpdir(), "httpsmith-bench-"));
  try {
    cpSync(join(__dirname, "../examples/moathon"), cwd, { recursive: true });
    wholeProcess(process.execPath, [program, "generate"], { cwd });
    const samples = await interleaved({
      node: () => wholeProcess(process.execPath, ["-e", "0"], { cwd }),
      check: () => wholeProcess(process.execPath, [program, "check"], { cwd }),
      generate: () => wholeProcess(process.execPath, [program, "generate"], { cwd }),
    });
    return [
      row("check, whole process", samples.check, "node -e 0", samples.node, "at most 3"),
      row("generate, whole process", samples.generate, "node -e 0", samples.node, "at most 3"),
    ];
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

module.exports = { run };
