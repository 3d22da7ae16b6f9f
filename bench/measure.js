// Measures: interleaved runs, medians and their spread, so that noise of the machine hits both sides alike.
const { spawnSync } = require("node:child_process");
const { join } = require("node:path");

const RUNS = Number(process.env.BENCH_RUNS ?? 15);

const peak = join(__dirname, "peak.js");

// A certificate bundle in the environment costs every start of Node 50 ms that have nothing to do with us.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

/** @returns milliseconds that one run of the command took */
function wholeProcess(command, args, options = {}) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, {
    env,
    stdio: ["ignore", "ignore", "pipe"],
    ...options,
  });
  const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stderr}`);
  return elapsed;
}

/** @returns milliseconds that Node took to run the arguments, and its peak memory in megabytes */
function measuredProcess(args, options = {}) {
  const start = process.hrtime.bigint();
  const { status, stderr, output } = spawnSync(process.execPath, ["-r", peak, ...args], {
    env,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    ...options,
  });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${args.join(" ")} failed: ${stderr}`);
  return { ms, peakMb: Number(output[3]) / 2 ** 20 };
}

/** Runs all candidates by turns. @param candidates name → function that returns milliseconds @returns name → samples */
async function interleaved(candidates, runs = RUNS) {
  const samples = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
  for (let i = -2; i < runs; i++) {
    for (const [name, run] of Object.entries(candidates)) {
      const milliseconds = await run();
      if (i >= 0) samples[name].push(milliseconds);
    }
  }
  return samples;
}

function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** @returns the distance between the 10th and the 90th percentile as a share of the median */
function spread(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return (at(0.9) - at(0.1)) / median(sorted);
}

/** A row of the table. @param aim what the ratio should be, in words */
function row(name, ours, peerName, peer, aim, unit = "ms") {
  return {
    name,
    ours: median(ours),
    peer: median(peer),
    peerName,
    unit,
    ratio: median(ours) / median(peer),
    spread: Math.max(spread(ours), spread(peer)),
    aim,
  };
}

module.exports = { wholeProcess, measuredProcess, interleaved, median, spread, row, env };
