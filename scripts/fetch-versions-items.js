// What scripts/fetch-versions.js fetches: a folder of the cache for each, and the packages that fill it.

// `holds` proves that an item is the one meant: sid and experimental move on, and a mirror may lag.
const items = [
  django("4.2", "3.8", ["trixie", "trixie"]),
  django("5.2", "3.10", ["sid", "sid"]),
  django("6.1", "3.12", ["experimental", "sid"]),
  // Debian 11, 13 and unstable; the machine's own is one more.
  nginx("1.18", "nginx-light libssl1.1 libpcre3 libcrypt1 zlib1g libc6", "bullseye"),
  nginx("1.26", "nginx libssl3t64 libpcre2-8-0 libcrypt1 libzstd1 zlib1g libc6", "trixie"),
  nginx("1.30", "nginx libssl3t64 libpcre2-8-0 libcrypt1 libzstd1 zlib1g libc6", "sid"),
  {
    // Releases before 3.2 give no grade.
    folder: "testssl",
    python: "3.6",
    debian: ["testssl.sh/bookworm-backports"],
    asItIs: true,
    holds: ["usr/bin/testssl", /VERSION="3\.[2-9]/],
  },
  {
    // Installed on a test's machine alone: on this one, it would run at the next boot.
    folder: "cloud-init",
    python: "3.6",
    toInstall: "cloud-init",
    holds: ["cloud-init.deb", /^!<arch>/],
  },
  {
    folder: "python-dotenv",
    python: "3.9",
    pypi: ["python-dotenv>=1.2"],
    debian: ["python3-dotenv/sid"],
    holds: ["dotenv/__init__.py", /load_dotenv/],
  },
  {
    folder: "ruff",
    python: "3.8",
    pypi: ["ruff>=0.14"],
    debian: ["ruff/sid", "libc6/sid", "libgcc-s1/sid"],
    program: "usr/bin/ruff",
    holds: ["bin/ruff", /./],
  },
  {
    folder: "django-storages",
    python: "3.8",
    pypi: ["--no-deps", "django-storages==1.14.*"],
    // Debian's binary package lacks the S3 backend: it was renamed, and the packaging did not follow.
    source: ["python-django-storages/trixie", "storages"],
    holds: ["storages/backends/s3.py", /class S3Storage/],
  },
  {
    // Django 6.1 wants a newer Python than the machine's, and that Python needs boto3 and cryptography.
    folder: "s3-python",
    python: "3.8",
    debian: pythonWithS3("trixie"),
    program: "usr/bin/python3.13",
    holds: ["bin/python3.13", /./],
  },
];

function pythonWithS3(suite) {
  const libraries = "c6 gcc-s1 expat1 ssl3t64 ffi8 bz2-1.0 lzma5 sqlite3-0 uuid1 zstd1 tinfo6".split(" ");
  const interpreter = ["python3.13-minimal", "libpython3.13-minimal", "libpython3.13-stdlib", "zlib1g"];
  const modules =
    "cryptography cffi-backend boto3 botocore s3transfer jmespath dateutil six urllib3 requests certifi idna chardet charset-normalizer";
  return [
    ...interpreter,
    ...libraries.map((name) => `lib${name}`),
    ...modules.split(" ").map((name) => `python3-${name}`),
  ].map((name) => `${name}/${suite}`);
}

function django(version, python, [suite, rest]) {
  const others = ["django-cors-headers", "gunicorn", "asgiref", "sqlparse"].map(
    (name) => `python3-${name}/${rest}`,
  );
  return {
    folder: `django/${version}`,
    python,
    pypi: [`Django==${version}.*`, "django-cors-headers", "gunicorn"],
    debian: [`python3-django/${suite}`, ...others],
    holds: ["django/__init__.py", new RegExp(`VERSION = \\(${version.replace(".", ", ")},`)],
  };
}

function nginx(version, packages, suite) {
  return {
    folder: `nginx/${version}`,
    python: "3.6",
    debian: packages.split(" ").map((name) => `${name}/${suite}`),
    program: "usr/sbin/nginx",
    holds: ["usr/sbin/nginx", new RegExp(`nginx/${version.replace(".", "\\.")}\\.`)],
  };
}

module.exports = { items };
