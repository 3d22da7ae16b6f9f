// Synth of 1 to 1,000 sites in one stack and of 1 to 100 stacks: wall time and peak memory of whole processes, beside the
// same resources by hand in plain CDKTF and in AWS CDK, and what one more site costs.
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { loadProjects } = require("../dist/index.js");
const { env, interleaved, measuredProcess, median, row } = require("./measure");

const script = (name) => join(__dirname, `${name}.js`);

// AWS CDK is measured with its validator off: with it every run takes two seconds more. A stack of its takes 500
// resources, so there is no comparison beyond 10 sites in one.
const cases = [
  { shape: "sites", count: 1, peers: ["plain-cdktf", "aws-cdk"], runs: 9 },
  { shape: "sites", count: 10, peers: ["plain-cdktf", "aws-cdk"], runs: 9 },
  { shape: "sites", count: 100, peers: ["plain-cdktf"], runs: 5 },
  { shape: "sites", count: 1000, peers: ["plain-cdktf"], runs: 3 },
  { shape: "stacks", count: 10, peers: ["plain-cdktf", "aws-cdk"], runs: 9 },
  { shape: "stacks", count: 100, peers: ["plain-cdktf", "aws-cdk"], runs: 5 },
];
const aims = { "plain-cdktf": "below 1", "aws-cdk": "below 0.5" };

async function run() {
  const cwd = mkdtempSync(join(tmpdir(), "httpsmith-bench-"));
  try {
    writeFileSync(join(cwd, "project.json"), JSON.stringify(exampleProject()));
    const rows = [];
    const times = {};
    for (const { shape, count, peers, runs } of cases) {
      const name = shape === "sites" ? `${count} sites in one stack` : `${count} stacks`;
      const { ms, mb } = await measured(cwd, shape, count, peers, runs);
      times[`${shape} ${count}`] = ms.ours;
      for (const peer of peers) {
        rows.push(row(`synth, ${name}`, ms.ours, peer, ms[peer], aims[peer]));
        rows.push(
          row(`synth, ${name}, peak`, mb.ours, peer, mb[peer], count === 1000 ? "under 300 MB" : "", "MB"),
        );
      }
    }
    return [...rows, slope("sites", times, 10, 100, 1000), slope("stacks", times, 10, 100)];
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

// Made here, since the peers have no config to read either.
function exampleProject() {
  const text = readFileSync(join(__dirname, "../examples/moathon/httpsmith.json"), "utf8");
  const files = { readText: () => null };
  return loadProjects({ file: "httpsmith.json", text, files, today: "2026-11-22" }).projects[0];
}

async function measured(cwd, shape, count, peers, runs) {
  const mb = {};
  const candidate = (name, file) => [
    name,
    () => {
      const args = [file, shape, String(count), "project.json"];
      const { ms, peakMb } = measuredProcess(args, { cwd, env: { ...env, CDK_VALIDATION: "false" } });
      mb[name] = [...(mb[name] ?? []), peakMb];
      return ms;
    },
  ];
  const candidates = [
    candidate("ours", script("scale-ours")),
    ...peers.map((peer) => candidate(peer, script(`peers/${peer}`))),
  ];
  return { ms: await interleaved(Object.fromEntries(candidates), runs), mb };
}

/** What one more costs at the far end, against what it costs at the near end. */
function slope(shape, times, ...counts) {
  const at = (count) => median(times[`${shape} ${count}`]);
  const each = counts
    .slice(1)
    .map((count, index) => (at(count) - at(counts[index])) / (count - counts[index]));
  if (counts.length === 2) {
    const first = at(counts[0]) / counts[0];
    return row(
      `synth, one more of ${shape}`,
      each,
      `each of the first ${counts[0]}, with the start`,
      [first],
      "below 1",
    );
  }
  return row(
    `synth, one more of ${shape}, ${counts[1]} to ${counts[2]}`,
    [each[1]],
    `${counts[0]} to ${counts[1]}`,
    [each[0]],
    "1 (linear)",
  );
}

module.exports = { run };
