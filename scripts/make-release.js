// Makes the clean Debian that HTTPSMITH_TEST_RELEASE names, in the cache folder, for the tests of the install script.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const { join } = require("node:path");

// What an image has and what the tests themselves need; and what is to be had there.
const image = "systemd systemd-sysv dbus iproute2 procps ca-certificates openssl curl gunicorn pebble".split(
  " ",
);
const repository = "nginx certbot openssl python3-venv cloud-init";

function main(release) {
  const cache = process.env.HTTPSMITH_CACHE || join(__dirname, "..", ".cache");
  const root = join(cache, "debian", release);
  if (fs.existsSync(root)) return;
  console.log(`making a clean ${release}, which takes a minute or two`);
  const unfinished = `${root}.unfinished`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(join(cache, "debian"), { recursive: true });
  const options = ["--quiet", "--variant=minbase", `--include=${image}`, `--customize-hook=${collect}`];
  // A mirror may lag behind the end date that testing and unstable carry.
  options.push('--aptopt=Acquire::Check-Valid-Until "false"');
  const { status } = spawnSync("mmdebstrap", [...options, release, unfinished, mirror()], {
    stdio: "inherit",
  });
  if (status !== 0) return console.log(`no ${release}: mmdebstrap ended with ${status}`);
  fs.writeFileSync(join(unfinished, "etc/apt/sources.list"), "deb [trusted=yes] file:/opt/packages ./\n");
  fs.renameSync(unfinished, root);
}

// A machine's internet has no mirror, so the packages lie on its disk.
const collect = `set -e
mkdir "$1/opt/packages"
chroot "$1" apt-get install -y -qq --no-install-recommends --download-only -o Dir::Cache::archives=/opt/packages ${repository}
cd "$1/opt/packages"
rm -rf partial lock
apt-ftparchive packages . >Packages`;

// That of the system's own packages.
function mirror() {
  const { stdout } = spawnSync("apt-get", ["indextargets", "--format", "$(ORIGIN) $(REPO_URI)"], {
    encoding: "utf8",
  });
  return /^Debian (\S+\/debian\/?)$/m.exec(stdout ?? "")?.[1] ?? "http://deb.debian.org/debian";
}

main(process.env.HTTPSMITH_TEST_RELEASE);
