// The require-authorization handler: one request and a cold import, against a handler that does nothing.
const { createHash } = require("node:crypto");
const { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { interleaved, row, wholeProcess } = require("./measure");

const folder = join(__dirname, "../edge/require-authorization");
const requests = 20_000;
const empty = "exports.handler = async (event) => event.Records[0].cf.request;\n";
const digests = Array.from({ length: 20 }, (_, index) =>
  createHash("sha256").update(`example-token-${index}`).digest("hex"),
);

async function run() {
  const work = mkdtempSync(join(tmpdir(), "httpsmith-bench-"));
  try {
    for (const name of ["ours", "empty"]) mkdirSync(join(work, name));
    copyFileSync(join(folder, "handler.edge.js"), join(work, "ours/index.js"));
    writeFileSync(join(work, "ours/settings.json"), JSON.stringify({ tokenSha256: digests }));
    writeFileSync(join(work, "empty/index.js"), empty);
    const [ours, floor] = ["ours", "empty"].map((name) => require(join(work, name)).handler);
    const [valid, wrong] = ["bearer", "wrong-token"].map(eventOf);
    const times = await interleaved({
      empty: () => perRequest(floor, valid),
      valid: () => perRequest(ours, valid),
      wrong: () => perRequest(ours, wrong),
    });
    const cold = (name) =>
      wholeProcess(process.execPath, ["-e", `require("./${name}/index.js")`], { cwd: work });
    const imports = await interleaved({ ours: () => cold("ours"), empty: () => cold("empty") });
    return [
      row("edge, valid token of 20", times.valid, "empty handler", times.empty, "at most 20 µs", "µs"),
      row("edge, wrong token of 20", times.wrong, "empty handler", times.empty, "at most 20 µs", "µs"),
      row("edge, cold import", imports.ours, "empty handler", imports.empty, "at most 5 ms more"),
    ];
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** @returns microseconds */
async function perRequest(handler, event) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < requests; i++) await handler(event);
  return Number(process.hrtime.bigint() - start) / 1e3 / requests;
}

function eventOf(name) {
  return JSON.parse(readFileSync(join(folder, "events", `${name}.json`), "utf8"));
}

module.exports = { run };
