// A project with httpsmith from its tarball in a git repository with an origin, as CI and a developer find it.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Ended, needBuild, plainEnv } from "../../cli/built";

const root = join(__dirname, "../../..");

export interface Repository {
  /** Holds the clones, the origin, and what programs keep at home. */
  readonly work: string;
  /** The developer's clone, on main, which is pushed. */
  readonly folder: string;
  /** Runs a program with nothing of ours around it; npm has no registry. */
  run(command: string, args: readonly string[], setting?: Setting): Promise<Ended>;
  /** @throws Error where it fails */
  git(...args: string[]): Promise<string>;
  write(path: string, text: string): void;
  /** Replaces text in a file. It must be there. */
  edit(path: string, from: string, to: string): void;
  close(): void;
}

export interface Setting {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
}

/** The front end's page, which its build copies; the script is what a bundler would add. */
export const page = '<script src="/assets/index-BfK3x9a2.js"></script>';

/** examples/signed-media with a front end that can be built, all of it on main. */
export async function repository(files: Readonly<Record<string, string>>): Promise<Repository> {
  needBuild();
  const work = mkdtempSync(join(tmpdir(), "httpsmith-ci-"));
  const folder = join(work, "project");
  const run = (command: string, args: readonly string[], { cwd = folder, env = {} }: Setting = {}) =>
    ran(command, args, cwd, { ...home(work), ...env });
  const must = async (command: string, args: readonly string[], setting?: Setting) => {
    const { code, stdout, stderr } = await run(command, args, setting);
    if (code !== 0) throw new Error(`${command} ${args.join(" ")}: ${code}\n${stdout}\n${stderr}`);
    return stdout;
  };
  const made: Repository = {
    work,
    folder,
    run,
    git: (...args) => must("git", args),
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    edit: (path, from, to) => {
      const text = readFileSync(join(folder, path), "utf8");
      if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
      writeFileSync(join(folder, path), text.replace(from, to));
    },
    close: () => rmSync(work, { recursive: true, force: true }),
  };
  cpSync(join(root, "examples/signed-media"), folder, { recursive: true });
  for (const [path, text] of Object.entries({ ...frontend, ...files })) made.write(path, text);
  await must("npm", ["pack", "--ignore-scripts", "--pack-destination", work], { cwd: root });
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  await must("npm", ["install", "--save-dev", `../httpsmith-${version}.tgz`]);
  await must("npm", ["--prefix", "frontend", "install"]);
  await push(made);
  return made;
}

const frontend = {
  ".gitignore": "node_modules/\ndist/\n.gitlab-ci-local/\n",
  "package.json": '{ "name": "project", "private": true }\n',
  "frontend/index.html": page,
  "frontend/package.json": `${JSON.stringify({
    name: "frontend",
    private: true,
    scripts: {
      build: "mkdir -p dist/assets && cp index.html dist && echo 1 > dist/assets/index-BfK3x9a2.js",
    },
  })}\n`,
};

async function push({ git, work }: Repository): Promise<void> {
  await git("init", "-q", "-b", "main");
  await git("add", ".");
  await git("commit", "-qm", "Begin");
  await git("clone", "-q", "--bare", ".", join(work, "origin.git"));
  await git("remote", "add", "origin", join(work, "origin.git"));
  await git("fetch", "-q");
  await git("remote", "set-head", "origin", "main");
}

function home(work: string): NodeJS.ProcessEnv {
  return plainEnv({
    HOME: work,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@example.com",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@example.com",
    npm_config_cache: join(work, "cache"),
    npm_config_registry: "http://127.0.0.1:9",
    npm_config_offline: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
  });
}

// Not spawnSync: the services that a job asks run in this process.
function ran(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text) => {
        said[name] += text;
      });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...said }));
  });
}
