// A fleet of configs in one process: load, judge, resolve and generate each; slope from 100 to 1,000.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { generateFiles, loadProjects } = require("../dist/index.js");
const { interleaved, row } = require("./measure");

const text = readFileSync(join(__dirname, "../examples/moathon/httpsmith.json"), "utf8");
const configs = Array.from({ length: 1000 }, (_, i) =>
  text.replaceAll("54.180.1.2", `54.180.${i >> 8}.${i & 255}`).replaceAll('"moathon"', `"moathon-${i}"`),
);
const files = { readText: () => null };

function generateAll(count) {
  const start = process.hrtime.bigint();
  for (const config of configs.slice(0, count)) {
    const { projects } = loadProjects({ file: "httpsmith.json", text: config, files, today: "2026-11-22" });
    if (generateFiles(projects[0]).length < 10) throw new Error("the fleet was not generated");
  }
  return Number(process.hrtime.bigint() - start) / 1e6 / count;
}

// Floor: what reading and writing as many configs costs without looking at them.
function copyAll(count) {
  const plain = configs
    .slice(0, count)
    .map((config) => config.replace(/^\s*\/\/.*$/gm, "").replace(/,(\s*[}\]])/g, "$1"));
  const start = process.hrtime.bigint();
  for (const config of plain) JSON.stringify(JSON.parse(config));
  return Number(process.hrtime.bigint() - start) / 1e6 / count;
}

async function run() {
  const samples = await interleaved(
    { hundred: () => generateAll(100), thousand: () => generateAll(1000), copied: () => copyAll(1000) },
    7,
  );
  return [
    row(
      "fleet of 1,000, each config",
      samples.thousand,
      "JSON.parse and stringify",
      samples.copied,
      "at most 2 ms each",
    ),
    row("fleet of 1,000, each config", samples.thousand, "each config of 100", samples.hundred, "1 (linear)"),
  ];
}

module.exports = { run };
