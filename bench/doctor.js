// The doctor beside sslscan and testssl.sh, which look at the same TLS server, and beside an empty Node (the floor).
const { buildSync } = require("esbuild");
const { existsSync, mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { spawn } = require("node:child_process");
const { connect, createServer } = require("node:net");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { interleaved, row, wholeProcess } = require("./measure");

const program = join(__dirname, "..", "dist", "httpsmith.js");
const host = "api.example.com";
const ofTls =
  "port,tls,handshake,certificate-key,certificate-name,certificate-chain,certificate-trust,certificate-dates,certificate-renewal,client-certificate,negotiated";

// A run of testssl.sh takes longer than all the others together.
const SLOW_RUNS = Number(process.env["BENCH_SLOW_RUNS"] ?? 3);

const config = {
  name: "bench",
  region: "eu-central-1",
  server: {
    host: { kind: "domain", name: host },
    securityGroupId: "sg-0a1b2c3d4e5f67890",
    acme: { email: "ops@example.com" },
  },
};

async function run() {
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-bench-"));
  const { Farm } = bundled(folder, "test/doctor/farm/farm.ts");
  const farm = new Farm();
  try {
    return await measured(farm, folder);
  } finally {
    await farm.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(farm, folder) {
  const { pki } = farm;
  const leaf = pki.leaf({ name: host });
  const ports = await farm.nginx(
    { healthy: { chain: pki.chain(leaf, pki.intermediate), key: leaf.key } },
    host,
  );
  const file = join(folder, "httpsmith.json");
  writeFileSync(file, JSON.stringify(config));
  const commands = commandsFor(ports, pki.root.certificate, file);
  const fast = { ours: commands.tls, all: commands.all, floor: [process.execPath, ["-e", "0"]] };
  if (existsSync("/usr/bin/sslscan")) fast.sslscan = commands.sslscan(ports.healthy);
  const samples = await interleaved(
    mapped(
      fast,
      ([command, args]) =>
        () =>
          wholeProcess(command, args),
    ),
  );
  const connections = await counted(ports, pki.root.certificate, file);
  return [
    row("doctor, all checks of a server", samples.all, "an empty Node", samples.floor, "at most 3 s"),
    ...(samples.sslscan ? [row("doctor, TLS checks", samples.ours, "sslscan", samples.sslscan)] : []),
    ...(await againstTestssl(commands, ports)),
    ...connections,
  ];
}

function commandsFor(ports, root, file) {
  const own = (https, ...more) => [
    process.execPath,
    [
      ...[program, "doctor", "--config", file, "--ca", root, "--timeout", "10s"],
      ...["--resolve", `${host}:127.0.0.1:${https}`, `${host}:80:127.0.0.1:${ports.http}`, ...more],
    ],
  ];
  return {
    all: own(ports.healthy),
    tls: own(ports.healthy, "--only", ofTls),
    ownTls: (port) => own(port, "--only", ofTls),
    sslscan: (port) => ["/usr/bin/sslscan", ["--no-colour", `--sni-name=${host}`, `127.0.0.1:${port}`]],
    // Protocols, cipher lists, forward secrecy and certificates: what the doctor looks at too.
    testssl: (port) => [
      "bash",
      [
        ...["/usr/bin/testssl", "--quiet", "--color", "0", "--warnings", "batch", "--ip=127.0.0.1"],
        ...["--nodns=none", "--add-ca", root, "-p", "-s", "-f", "-S", `${host}:${port}`],
      ],
    ],
  };
}

// Its exit status counts findings; it is none of a failure.
async function againstTestssl({ tls, testssl }, { healthy }) {
  if (!existsSync("/usr/bin/testssl")) return [];
  const ours = [];
  const peer = [];
  for (let i = 0; i < SLOW_RUNS; i++) {
    ours.push(wholeProcess(...tls));
    peer.push(await timed(testssl(healthy)));
  }
  return [row("doctor, TLS checks", ours, "testssl.sh", peer, "at most 0.1")];
}

/** Counts TCP connections by a relay in front of the server, in runs that nobody times. */
async function counted(ports, root, file) {
  let count = 0;
  const open = new Set();
  const relay = createServer((socket) => {
    count += 1;
    const server = connect(ports.healthy, "127.0.0.1");
    for (const one of [socket, server]) open.add(one.on("error", () => {}));
    socket.pipe(server).pipe(socket);
  });
  await new Promise((done) => relay.listen(0, "127.0.0.1", done));
  const { port } = relay.address();
  const commands = commandsFor(ports, root, file);
  const of = async (command) => {
    count = 0;
    await timed(command);
    return [count];
  };
  const ours = await of(commands.ownTls(port));
  const peers = [
    ["sslscan", "/usr/bin/sslscan", commands.sslscan(port)],
    ["testssl.sh", "/usr/bin/testssl", commands.testssl(port)],
  ].filter(([, path]) => existsSync(path));
  const rows = [];
  for (const [name, , command] of peers) {
    rows.push(row("connections of the TLS checks", ours, name, await of(command), undefined, "connections"));
  }
  relay.close();
  for (const socket of open) socket.destroy();
  return rows;
}

/** @returns milliseconds; the event loop stays free for the relay */
function timed([command, args]) {
  const start = process.hrtime.bigint();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "ignore" });
    child.once("error", reject);
    child.once("close", () => resolve(Number(process.hrtime.bigint() - start) / 1e6));
  });
}

// The farm of the tests is TypeScript.
function bundled(folder, entry) {
  const outfile = join(folder, "farm.js");
  buildSync({
    entryPoints: [join(__dirname, "..", entry)],
    bundle: true,
    platform: "node",
    outfile,
    logLevel: "error",
  });
  return require(outfile);
}

function mapped(record, change) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

module.exports = { run };

if (require.main === module) run().then((rows) => console.table(rows));
