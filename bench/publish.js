// Publishing a Vite build of 2,000 files against `aws s3 sync` of Debian's awscli, to the same S3 server in the same run.
const { spawn } = require("node:child_process");
const { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { viteSite } = require("../scripts/vite-site");
const { env, interleaved, row, wholeProcess } = require("./measure");

const program = join(__dirname, "../dist/httpsmith.js");
const aws = "/usr/bin/aws";
const BUCKET = "bench-client";
const keys = {
  AWS_ACCESS_KEY_ID: "S3RVER",
  AWS_SECRET_ACCESS_KEY: "S3RVER",
  AWS_EC2_METADATA_DISABLED: "true",
};
const PAGES = Number(process.env.BENCH_PAGES ?? 1995);
const RUNS = Number(process.env.BENCH_RUNS ?? 3);

async function run() {
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-bench-"));
  const server = await startServer(join(folder, "s3"));
  try {
    const dist = await viteSite(join(folder, "app"), PAGES);
    const ours = publisher(folder, dist, server.url);
    const theirs = existsSync(aws) ? syncer(dist, server.url) : null;
    if (!theirs) process.stderr.write("publish: without Debian's awscli there is nothing to compare with\n");
    const rows = theirs ? await contest(ours, theirs, bareClient(folder, dist, server.url)) : [];
    return [...rows, await memory(folder, server.url)];
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function contest(ours, theirs, floor) {
  let n = 0;
  const next = () => `/cold-${n++}`;
  const cold = await interleaved(
    { ours: () => ours(next()), theirs: () => theirs(next()), floor: () => floor("put", next()) },
    RUNS,
  );
  ours("/warm");
  theirs("/warm-theirs");
  const warm = await interleaved(
    { ours: () => ours("/warm"), theirs: () => theirs("/warm-theirs"), floor: () => floor("list", "/warm") },
    RUNS * 3,
  );
  const files = `publish ${PAGES + 5} files`;
  return [
    row(`${files}, cold`, cold.ours, "aws s3 sync", cold.theirs, "at most 0.5"),
    row(`${files}, cold`, cold.ours, "bare PUTs", cold.floor, "at most 2"),
    row(`${files}, unchanged`, warm.ours, "aws s3 sync", warm.theirs, "at most 0.2"),
    row(`${files}, unchanged`, warm.ours, "bare listing", warm.floor, "at most 2"),
  ];
}

/** What the server takes for the same work, asked by a client that neither signs nor looks: no publish can be faster. */
function bareClient(folder, dist, url) {
  const script = join(folder, "bare.js");
  writeFileSync(
    script,
    `const http = require("http"), fs = require("fs"), path = require("path");
    const [, , verb, prefix] = process.argv;
    const agent = new http.Agent({ keepAlive: true, maxSockets: 24 });
    const ask = (method, target, body) => new Promise((resolve, reject) => {
      const request = http.request(${JSON.stringify(url)} + "/${BUCKET}" + target, { agent, method }, (answer) => {
        if (answer.statusCode !== 200) reject(new Error(method + " " + target + ": " + answer.statusCode));
        let text = "";
        answer.on("data", (part) => { text += part; }).on("end", () => resolve(text));
      });
      request.on("error", reject).end(body);
    });
    (async () => {
      if (verb === "list") {
        for (let token = ""; token !== undefined; ) {
          const more = token && "&continuation-token=" + encodeURIComponent(token);
          const text = await ask("GET", "?list-type=2&prefix=" + prefix.slice(1) + "/" + more);
          token = /<NextContinuationToken>([^<]+)/.exec(text)?.[1];
        }
      } else {
        const dist = ${JSON.stringify(dist)};
        const files = fs.readdirSync(dist, { recursive: true }).filter((file) => fs.statSync(path.join(dist, file)).isFile());
        await Promise.all(files.map((file) => ask("PUT", prefix + "/" + file, fs.readFileSync(path.join(dist, file)))));
      }
      agent.destroy();
    })().catch((error) => { console.error(error); process.exitCode = 1; });`,
  );
  return (verb, prefix) => wholeProcess(process.execPath, [script, verb, prefix], { env });
}

/** @returns a function that publishes to an origin path and returns milliseconds */
function publisher(folder, dist, url, more = {}) {
  writeFileSync(
    join(folder, "httpsmith.outputs.json"),
    JSON.stringify({ bench: { distribution_site_id: "E2QWRUHAPOMQZL" } }),
  );
  return (path) => {
    const origin = { bucket: "client", path };
    const config = {
      name: "bench",
      region: "us-east-1",
      buckets: { client: { name: BUCKET } },
      distributions: { site: { behaviors: [{ path: "*", origin }] } },
    };
    writeFileSync(join(folder, "httpsmith.json"), JSON.stringify(config));
    // A first publish and one without changes ask CloudFront for nothing.
    const args = [
      program,
      "publish",
      dist,
      "--endpoint-url",
      url,
      "--cloudfront-endpoint-url",
      "http://127.0.0.1:9",
    ];
    return wholeProcess(process.execPath, args, { cwd: folder, env: { ...env, ...keys, ...more } });
  };
}

function syncer(dist, url) {
  const environment = { ...env, ...keys, AWS_DEFAULT_REGION: "us-east-1" };
  return (path) =>
    wholeProcess(
      aws,
      ["s3", "sync", dist, `s3://${BUCKET}${path}`, "--endpoint-url", url, "--only-show-errors"],
      {
        env: environment,
      },
    );
}

/** Peak memory of a first publish of 10,000 files against that of 2,000. */
async function memory(folder, url) {
  const hook = join(folder, "rss.js");
  const note = join(folder, "rss");
  writeFileSync(
    hook,
    `process.on("exit", () => {
      // Not resourceUsage(): its maximum begins with what the parent had.
      const [, kilobytes] = /VmHWM:\\s+(\\d+)/.exec(require("fs").readFileSync("/proc/self/status", "utf8"));
      require("fs").writeFileSync(${JSON.stringify(note)}, kilobytes);
    });`,
  );
  const peak = (count) => {
    const dist = join(folder, `plain-${count}`);
    plainSite(dist, count);
    publisher(folder, dist, url, { NODE_OPTIONS: `--require ${hook}` })(`/memory-${count}`);
    return Number(readFileSync(note, "utf8")) / 1024;
  };
  const small = peak(2000);
  const large = peak(10_000);
  return row("peak memory, 10,000 files", [large], "2,000 files", [small], "at most 1.5", "MB");
}

function plainSite(dist, count) {
  mkdirSync(join(dist, "assets"), { recursive: true });
  writeFileSync(join(dist, "index.html"), "<!doctype html>");
  for (let n = 1; n < count; n++)
    writeFileSync(join(dist, `assets/f-${String(n).padStart(8, "a0")}.js`), `${n};`.repeat(2000));
}

async function startServer(directory) {
  const code = `
    const S3rver = require("s3rver");
    new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory: ${JSON.stringify(directory)},
      configureBuckets: [{ name: "${BUCKET}" }] }).run().then(({ port }) => console.log("port " + port));`;
  // It encrypts the tokens of long listings by a cipher that OpenSSL 3 counts as legacy.
  const child = spawn(process.execPath, ["--openssl-legacy-provider", "-e", code], {
    cwd: join(__dirname, ".."),
    stdio: ["ignore", "pipe", "inherit"],
    env,
  });
  for await (const part of child.stdout) {
    const [, port] = /port (\d+)/.exec(String(part)) ?? [];
    if (port) return { url: `http://127.0.0.1:${port}`, stop: () => child.kill("SIGKILL") };
  }
  throw new Error("the S3 server did not start");
}

module.exports = { run };
if (require.main === module) run().then((rows) => console.table(rows));
