// CDKTF's Testing.app() leaves a temporary folder behind for every call; remove those of this run.
const { readdirSync, rmSync, statSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

module.exports = async () => {
  for (const name of readdirSync(tmpdir()).filter((n) => n.startsWith("cdktf.outdir."))) {
    const path = join(tmpdir(), name);
    if (statSync(path).uid === process.getuid?.()) rmSync(path, { recursive: true, force: true });
  }
};
