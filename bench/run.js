// `npm run bench`: one table of all benchmarks, or the same as JSON with `-- --json`. Name some to run only those.
const { cpus } = require("node:os");

const benches = ["commands", "fleet", "synth", "scale", "signing", "edge", "publish", "doctor"];

async function main(args) {
  const asJson = args.includes("--json");
  const wanted = args.filter((arg) => !arg.startsWith("--"));
  const rows = [];
  for (const name of wanted.length > 0 ? wanted : benches) {
    if (!asJson) process.stderr.write(`${name}…\n`);
    rows.push(...(await require(`./${name}`).run()));
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`;
  console.log(asJson ? JSON.stringify({ machine, rows }, null, 2) : `${table(rows)}\n\n${machine}`);
}

function table(rows) {
  const cells = rows.map(({ name, ours, peer, peerName, unit, ratio, spread, aim }) => [
    name,
    figure(ours, unit),
    `${peerName} ${figure(peer, unit)}`,
    ratio.toFixed(2),
    `±${Math.round((spread * 100) / 2)} %`,
    aim ?? "",
  ]);
  const head = ["name", "ours", "peer or floor", "ratio", "spread", "aim"];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column].length)),
  );
  return [head, ...cells]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function figure(value, unit) {
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`;
}

main(process.argv.slice(2));
