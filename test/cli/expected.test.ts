// What people see, byte for byte, in expected/*.txt. UPDATE=1 writes them anew; read the difference before you commit it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dist, needBuild, plainEnv, spawned } from "./built";
import { generated, moathon, type Outcome, type Sandbox, sandbox } from "./sandbox";

const folder = join(__dirname, "expected");

/** Compares a command with its output: the command line, stdout, stderr and exit code. */
function expectSeen(name: string, argv: readonly string[], { code, stdout, stderr }: Outcome): void {
  const seen = `$ httpsmith ${argv.join(" ")}\n${stdout}${stderr}(exit code ${code})\n`;
  const path = join(folder, `${name}.txt`);
  if (process.env["UPDATE"]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, seen);
  }
  expect(seen).toBe(readFileSync(path, "utf8"));
}

/** As on a terminal of 80 columns, without its colours. */
async function expectOnTerminal(name: string, project: Sandbox, ...argv: string[]): Promise<void> {
  expectSeen(name, argv, await project.run(argv, { columns: 80, env: { NO_COLOR: "1" } }));
}

test("check of a config with several problems", async () => {
  const config = `{
  "name": "moathon",
  "regoin": "ap-northeast-2",
  "server": {
    "host": { "kind": "ip", "ip": "192.168.0.10" },
    "securityGroupId": "sg-0a1b2c3d4e5f67890",
    "acme": { "email": "ops@example.com" }
  },
  "buckets": { "client": { "name": "moathon-client-dist" } },
  "distributions": {
    "site": { "behaviors": [ { "path": "*", "origin": { "bucket": "clinet" } } ], "spa": true }
  },
  "django": {
    "settingsFile": "../settings_https.py",
    "corsAllowedOrigins": ["https://admin.example.com/"]
  }
}
`;
  await expectOnTerminal("check-problems", sandbox(config), "check");
});

test("check of a project that was never generated", async () => {
  await expectOnTerminal("check-new", sandbox(), "check");
});

test("check of files that drifted, each in another way", async () => {
  const project = await generated();
  rmSync(join(project.root, "deploy/systemd/gunicorn-moathon.socket"));
  const script = "deploy/certbot/moathon-issue.sh";
  project.write(script, project.read(script), 0o644);
  const conf = "deploy/nginx/000-httpsmith-default.conf";
  project.write(conf, project.read(conf).replaceAll("\n", "\r\n"));
  project.edit("frontend/.env.production", "VITE_API_URL='https", "VITE_API_URL='http");
  project.edit(
    "httpsmith.json",
    '"settingsFile": "backend/config/settings_https.py"',
    '"settingsFile": "backend/config/https.py"',
  );
  await expectOnTerminal("check-drift", project, "check");
});

test("generate in a new project", async () => {
  await expectOnTerminal("generate-new", sandbox(), "generate");
});

test("generate after a change of the config", async () => {
  const project = await generated();
  project.edit("httpsmith.json", '"envPrefix": "VITE_"', '"envPrefix": "PUBLIC_"');
  await expectOnTerminal("generate-changed", project, "generate");
});

test("generate after a hand edit", async () => {
  const project = await generated();
  project.write("frontend/.env.production", `${project.read("frontend/.env.production")}VITE_THEME='dark'\n`);
  await expectOnTerminal("generate-refused", project, "generate");
});

test("generate without a config", async () => {
  await expectOnTerminal("generate-cannot-run", sandbox(null), "generate");
});

test("build of the example", () => {
  needBuild();
  const project = sandbox(moathon);
  project.write("cdktf.json", readFileSync(join(__dirname, "../../examples/moathon/cdktf.json")));
  const { code, stdout, stderr } = spawned(process.execPath, [join(dist, "httpsmith.js"), "build"], {
    cwd: project.root,
    env: plainEnv(),
  });
  expectSeen("build", ["build"], { code: code ?? -1, stdout, stderr });
});
