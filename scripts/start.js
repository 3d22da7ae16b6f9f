// `npm start`: builds, then runs the main job on examples/moathon: check, generate, synth.
const { spawnSync } = require("node:child_process");
const { join } = require("node:path");
const { build } = require("./build");

build().then(() => {
  const program = join(__dirname, "../dist/httpsmith.js");
  const { status } = spawnSync(
    process.execPath,
    [program, "build", "--config", "examples/moathon/httpsmith.json"],
    { stdio: "inherit" },
  );
  process.exitCode = status ?? 1;
});
