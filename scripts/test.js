// `npm test`: gets the programs that the tests drive, builds, and runs the fast tests. Arguments go to Jest.
// `npm run test:e2e`, which is `--e2e`: the same with everything, also what is below test/e2e.
const { spawnSync } = require("node:child_process");
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const given = process.argv.slice(2).filter((argument) => argument !== "--e2e");
// `npm test -- test/e2e/tls` means those, too.
const everything = process.argv.includes("--e2e") || given.some((argument) => argument.includes("e2e"));

// Debian's package for each program or Python module. A test whose program is missing is skipped and says so.
const packages = {
  "/usr/sbin/nginx": "nginx",
  "/usr/bin/gunicorn": "gunicorn",
  "/usr/bin/certbot": "certbot",
  "/usr/bin/pebble": "pebble",
  "/usr/bin/openssl": "openssl",
  "/usr/bin/shellcheck": "shellcheck",
  "/usr/bin/tmux": "tmux",
  "/usr/bin/pre-commit": "pre-commit",
  "/usr/bin/systemd-analyze": "systemd",
  "/usr/lib/python3/dist-packages/django": "python3-django",
  "/usr/lib/python3/dist-packages/corsheaders": "python3-django-cors-headers",
  "/usr/lib/python3/dist-packages/dotenv": "python3-dotenv",
  "/usr/lib/python3/dist-packages/botocore": "python3-botocore",
  "/usr/lib/python3/dist-packages/boto3": "python3-boto3",
  "/usr/lib/python3/dist-packages/storages/backends/s3boto3.py": "python3-django-storages-boto3",
  "/usr/lib/python3/dist-packages/cryptography": "python3-cryptography",
};

// Those that only the tests below test/e2e drive.
const e2ePackages = {
  "/usr/bin/chromium": "chromium",
  "/usr/bin/certutil": "libnss3-tools",
  "/usr/bin/curl": "curl",
  "/usr/bin/rsync": "rsync",
  "/usr/bin/sslscan": "sslscan",
  "/usr/bin/testssl": "testssl.sh",
  "/usr/bin/unshare": "util-linux",
  "/usr/sbin/ip": "iproute2",
};

// Those that make the clean Debian of HTTPSMITH_TEST_RELEASE.
const releasePackages = { "/usr/bin/mmdebstrap": "mmdebstrap", "/usr/bin/apt-ftparchive": "apt-utils" };

function installPrograms() {
  const wanted = Object.entries({
    ...packages,
    ...(everything ? e2ePackages : {}),
    ...(process.env.HTTPSMITH_TEST_RELEASE ? releasePackages : {}),
  });
  const missing = wanted.flatMap(([path, name]) => (existsSync(path) ? [] : [name]));
  if (missing.length === 0) return;
  const asRoot = rootPrefix();
  if (!existsSync("/usr/bin/apt-get") || asRoot === null)
    return explain(missing, "this needs Debian's apt-get and root or sudo");
  console.log(`installing Debian packages: ${missing.join(" ")}`);
  const [command, ...prefix] = [...asRoot, "apt-get"];
  const apt = (...args) =>
    spawnSync(command, [...prefix, ...args], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  apt("update", "-qq");
  // One by one where all at once fails: a release that lacks one package has the others.
  if (apt("install", "-y", "-qq", "--no-install-recommends", ...missing)) return;
  explain(
    missing.filter((name) => !apt("install", "-y", "-qq", "--no-install-recommends", name)),
    "apt-get could not install them",
  );
}

function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return spawnSync("sudo", ["-n", "true"]).status === 0 ? ["sudo", "-n"] : null;
}

function explain(missing, why) {
  if (missing.length > 0)
    console.log(`not installed: ${missing.join(" ")} (${why}). Tests that need them are skipped.`);
}

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

installPrograms();
// Further versions of Django and what goes with it, and the cdktf command. They say what is not to be had, and never fail.
if (everything)
  for (const script of ["scripts/fetch-versions.js", "scripts/fetch-cdktf-cli.js"])
    spawnSync(process.execPath, [script], { cwd: root, stdio: "inherit", timeout: 900_000 });
if (process.env.HTTPSMITH_TEST_RELEASE)
  spawnSync(process.execPath, ["scripts/make-release.js"], { cwd: root, stdio: "inherit" });
run(process.execPath, ["scripts/build.js"]);
const fast = ["--testPathIgnorePatterns", "/node_modules/", "/test/e2e/"];
const reporters = ["--reporters", "default", "--reporters", "<rootDir>/test/e2e/figures-reporter.js"];
run(process.execPath, ["node_modules/jest/bin/jest.js", ...given, ...(everything ? reporters : fast)]);
