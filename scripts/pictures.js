// `npm run pictures`: the pictures of the README. Records the first run in a real terminal; needs tmux and Django.
const { execFileSync, spawnSync } = require("node:child_process");
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { animation } = require("./terminal-svg");

const root = join(__dirname, "..");
const COLUMNS = 100;
const ROWS = 34;

// What is typed, what the terminal shows then, and how long a reader looks at it.
const steps = [
  { keys: [], until: "Short name of the project", seconds: 2.5 },
  { keys: ["Enter"], until: "Server: its domain name", seconds: 1 },
  { keys: ["http://54.180.1.2", "Enter"], until: "A host name has no scheme", seconds: 3 },
  {
    keys: [...Array(17).fill("BSpace"), "54.180.1.2", "Enter"],
    until: "How will browsers reach",
    seconds: 2,
  },
  { keys: ["Enter"], until: "E-mail address", seconds: 0.5 },
  { keys: ["ops@example.com", "Enter"], until: "AWS region", seconds: 1 },
  { keys: ["Enter"], until: "Security group", seconds: 0.5 },
  { keys: ["sg-0a1b2c3d4e5f67890", "Enter"], until: "S3 bucket", seconds: 1 },
  { keys: ["Enter"], until: "ok  httpsmith.json written", seconds: 5 },
  { keys: ["C-l", "npx httpsmith build", "Enter"], until: "; 1 Terraform stack", seconds: 8 },
];

/** @returns the recording as SVG */
async function firstRun() {
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-first-run-"));
  const tmux = (...args) =>
    spawnSync("tmux", ["-S", join(folder, "tmux"), "-f", "/dev/null", ...args], { encoding: "utf8" }).stdout;
  try {
    const project = skeleton(folder);
    // As after `npm install httpsmith`, without the registry.
    const program = `npx() { shift; ${process.execPath} ${root}/dist/httpsmith.js "$@"; }`;
    const shell = join(folder, "shell");
    writeFileSync(
      shell,
      `cd ${project}; unset HISTFILE; PS1='$ '; ${program}; clear; echo '$ npx httpsmith init'; npx httpsmith init\n`,
    );
    tmux(
      "new-session",
      "-d",
      "-s",
      "t",
      "-x",
      String(COLUMNS),
      "-y",
      String(ROWS),
      `env -i HOME=${folder} PATH="$PATH" TERM=xterm-256color LC_ALL=C.UTF-8 bash --noprofile --rcfile ${shell} -i`,
    );
    const frames = [];
    for (const { keys, until, seconds } of steps) {
      if (keys.length > 0) tmux("send-keys", "-t", "t", ...keys);
      frames.push({ seconds, text: await shown(tmux, until) });
    }
    return animation(frames, { columns: COLUMNS, rows: ROWS, title: "The first run: init, then build" });
  } finally {
    tmux("kill-server");
    rmSync(folder, { recursive: true, force: true });
  }
}

// The skeletons that Vite's and Django's own generators make.
function skeleton(folder) {
  const project = join(folder, "moathon");
  mkdirSync(join(project, "backend"), { recursive: true });
  const vite = join(root, "node_modules/create-vite/index.js");
  execFileSync(process.execPath, [vite, "frontend", "--template", "react-ts", "--no-interactive"], {
    cwd: project,
    stdio: "ignore",
  });
  execFileSync("/usr/bin/django-admin", ["startproject", "config", "backend"], { cwd: project });
  return project;
}

function plain(screen) {
  return screen.replace(/\x1b\[[0-9;]*m/g, "");
}

// The screen once it shows the text and has stopped changing.
async function shown(tmux, until) {
  let last = "";
  for (let attempt = 0; attempt < 400; attempt++) {
    const screen = tmux("capture-pane", "-e", "-p", "-t", "t");
    if (plain(screen).includes(until) && screen === last) return screen;
    last = screen;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`the terminal never showed ${until}:\n${last}`);
}

/** Draws the example by the program itself. */
function diagram() {
  const file = join(root, "docs/pictures/moathon.svg");
  const config = join(root, "examples/moathon/httpsmith.json");
  execFileSync(process.execPath, [
    join(root, "dist/httpsmith.js"),
    "diagram",
    "--config",
    config,
    "--output",
    file,
  ]);
}

module.exports = { firstRun };
if (require.main === module) {
  diagram();
  firstRun().then((svg) => writeFileSync(join(root, "docs/pictures/first-run.svg"), svg));
}
