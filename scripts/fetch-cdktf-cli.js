// Installs the cdktf command into the cache folder, for the one end-to-end test that runs it. Never fails.
const { spawnSync } = require("node:child_process");
const { copyFileSync, existsSync, mkdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const wanted = join(root, "test/e2e/cdktf-cli");
const folder = join(process.env.HTTPSMITH_CACHE || join(root, ".cache"), "cdktf-cli");

function main() {
  if (isThere()) return;
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"])
    copyFileSync(join(wanted, file), join(folder, file));
  // Its packages run scripts only to compile what they ship compiled.
  const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  const { status } = spawnSync("npm", options, { cwd: folder, stdio: "ignore", timeout: 300_000 });
  console.log(`fetch-cdktf-cli: ${status === 0 ? "installed" : "not to be had here"}`);
}

// npm writes this file last, so that an install that was cut short is done again.
function isThere() {
  const lock = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {});
  const name = "node_modules/cdktf-cli";
  const installed = lock(join(folder, "node_modules/.package-lock.json"))[name];
  return installed?.integrity === lock(join(wanted, "package-lock.json"))[name]?.integrity;
}

main();
