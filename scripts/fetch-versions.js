// Fills the cache folder with versions of Django, Nginx and other programs that the tests run against. Never fails.
// Each item comes from PyPI or, failing that, from Debian packages that are unpacked and not installed.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const { homedir, tmpdir } = require("node:os");
const { basename, dirname, join } = require("node:path");
const { items } = require("./fetch-versions-items");

const cache = process.env.HTTPSMITH_CACHE || join(__dirname, "..", ".cache");

function main() {
  const work = fs.mkdtempSync(join(tmpdir(), "fetch-versions-"));
  try {
    for (const item of items.filter(({ folder, holds }) => !isThere(join(cache, folder), holds))) {
      console.log(`fetch-versions: ${item.folder}: ${fetch(item, work)}`);
    }
  } catch (error) {
    console.log(`fetch-versions: ${error.message}`);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

function fetch(item, work) {
  const python = pythonFrom(item.python);
  if (!python) return `needs Python ${item.python} or newer`;
  const target = join(work, item.folder);
  for (const [source, get] of [
    ["PyPI", item.pypi && fromPypi],
    ["Debian", item.debian && fromDebian],
    ["Debian's source", item.source && fromSource],
    ["this system's release", item.toInstall && forThisSystem],
  ]) {
    if (!get) continue;
    fs.rmSync(target, { recursive: true, force: true });
    if (!get({ item, target, python, work }) || !isThere(target, item.holds)) continue;
    fs.mkdirSync(dirname(join(cache, item.folder)), { recursive: true });
    fs.rmSync(join(cache, item.folder), { recursive: true, force: true });
    fs.cpSync(target, join(cache, item.folder), { recursive: true, verbatimSymlinks: true });
    return `from ${source}`;
  }
  return "not to be had here";
}

function isThere(folder, [file, proof]) {
  const path = join(folder, file);
  return fs.existsSync(path) && proof.test(fs.readFileSync(path, "latin1"));
}

function pythonFrom(version) {
  const pyenv = join(process.env.PYENV_ROOT || join(homedir(), ".pyenv"), "versions");
  const own = fs.existsSync(pyenv)
    ? fs.readdirSync(pyenv).map((name) => join(pyenv, name, "bin", "python3"))
    : [];
  const names = ["/usr/bin/python3", "python3", "python3.14", "python3.13", "python3.12", ...own];
  const test = `import sys; sys.exit(sys.version_info < (${version.replace(".", ", ")}))`;
  return names.find((name) => run(name, ["-c", test], 20));
}

function fromPypi({ item, target, python }) {
  const options = [
    "--quiet",
    "--no-input",
    "--no-compile",
    "--retries",
    "0",
    "--timeout",
    "10",
    "--target",
    target,
  ];
  return run(python, ["-m", "pip", "install", ...options, ...item.pypi], 60);
}

function fromDebian({ item, target, work }) {
  const options = debianOptions(work);
  if (!options) return false;
  const debs = join(target, "debs");
  fs.mkdirSync(debs, { recursive: true });
  if (!run("apt-get", [...options, "download", "-qq", ...item.debian], 300, debs)) return false;
  if (!fs.readdirSync(debs).every((deb) => run("dpkg-deb", ["-x", join(debs, deb), target], 60)))
    return false;
  fs.rmSync(debs, { recursive: true });
  if (item.program) return wrap(target, item.program);
  if (item.asItIs) return true;
  const packages = join(target, "usr/lib/python3/dist-packages");
  for (const name of fs.readdirSync(packages)) fs.renameSync(join(packages, name), join(target, name));
  return true;
}

// The upstream archive is enough, and it may be there when a mirror lacks the rest of a source package.
function fromSource({ item, target, work }) {
  const options = debianOptions(work);
  if (!options) return false;
  const [name, folder] = item.source;
  fs.mkdirSync(target, { recursive: true });
  run("apt-get", [...options, "source", "--download-only", "-qq", name], 120, target);
  const archive = fs.readdirSync(target).find((file) => file.includes(".orig.tar."));
  if (!archive) return false;
  return run("tar", ["-xf", archive, "--strip-components=1", "--wildcards", `*/${folder}/*`], 60, target);
}

// The package and all that this system lacks of what it needs, without installing any.
function forThisSystem({ item: { toInstall }, target }) {
  fs.mkdirSync(join(target, "partial"), { recursive: true });
  const options = ["--no-install-recommends", "--download-only", "-o", `Dir::Cache::archives=${target}`];
  if (!run("apt-get", ["install", "-y", "-qq", ...options, toInstall], 300)) return false;
  for (const rest of ["partial", "lock"]) fs.rmSync(join(target, rest), { recursive: true, force: true });
  const [own] = fs.readdirSync(target).filter((file) => file.startsWith(`${toInstall}_`));
  if (own) fs.renameSync(join(target, own), join(target, `${toInstall}.deb`));
  return own !== undefined;
}

// A private package list with newer suites of the mirror that the machine itself uses; the machine's stays as it is.
function debianOptions(work) {
  const state = join(work, "apt");
  const sources = join(state, "sources.list");
  const options = Object.entries({
    "Dir::Etc::sourcelist": sources,
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::State::lists": join(state, "lists"),
    "Dir::State::status": "/dev/null",
    "Dir::Cache": join(state, "cache"),
    "APT::Sandbox::User": "root",
    // Releases that are no longer kept up carry an end date.
    "Acquire::Check-Valid-Until": "false",
    "Acquire::Languages": "none",
    "Acquire::http::Timeout": "20",
  }).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  if (fs.existsSync(state)) return fs.existsSync(sources) ? options : null;
  for (const folder of ["lists/partial", "cache/archives/partial"])
    fs.mkdirSync(join(state, folder), { recursive: true });
  const listed = spawnSync("apt-get", ["indextargets", "--format", "$(ORIGIN) $(REPO_URI)"], {
    encoding: "utf8",
  });
  const mirror = /^Debian (\S+\/debian\/?)$/m.exec(listed.stdout ?? "")?.[1];
  if (!mirror) return null;
  const key = "[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]";
  fs.writeFileSync(
    sources,
    [
      ...["bullseye", "bookworm-backports", "trixie", "sid", "experimental"].map(
        (suite) => `deb ${key} ${mirror} ${suite} main\n`,
      ),
      `deb-src ${key} ${mirror} trixie main\n`,
    ].join(""),
  );
  return run("apt-get", [...options, "update", "-qq"], 120) ? options : null;
}

// A program of another suite wants another libc than the machine may have, so it runs with the one that came along.
function wrap(target, program) {
  // Before Debian 12, libc and some others are in /lib.
  if (fs.existsSync(join(target, "lib")))
    fs.cpSync(join(target, "lib"), join(target, "usr/lib"), { recursive: true, verbatimSymlinks: true });
  const libraries = fs.readdirSync(join(target, "usr/lib")).find((name) => name.includes("-linux-gnu"));
  const folder = join(target, "usr/lib", libraries ?? "");
  const loader = fs.readdirSync(folder).find((name) => name.startsWith("ld-linux"));
  if (!loader) return false;
  fs.mkdirSync(join(target, "bin"), { recursive: true });
  const here = `$(dirname "$0")/..`;
  const run = `"${here}/usr/lib/${libraries}/${loader}" --library-path "${here}/usr/lib/${libraries}" "${here}/${program}"`;
  fs.writeFileSync(join(target, "bin", basename(program)), `#!/bin/sh\nexec ${run} "$@"\n`, { mode: 0o755 });
  return true;
}

function run(command, args, seconds, cwd) {
  return spawnSync(command, args, { cwd, stdio: "ignore", timeout: seconds * 1000 }).status === 0;
}

main();
