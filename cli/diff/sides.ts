// The two sides of a diff: stacks that stand in a folder, or that a config synthesizes to, now or at a commit.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { loadProjects } from "../../config/load";
import { hasErrors } from "../../config/problem";
import type { Project } from "../../config/project";
import { CannotRun } from "../cannot-run";
import type { OpenProject } from "../open-project";
import type { Terminal } from "../terminal";
import { readStack, type Stack, type TerraformJson } from "./stack";

export interface Side {
  /** What it is, for messages: `HEAD`, `cdktf.out`. */
  readonly name: string;
  readonly stacks: ReadonlyMap<string, Stack>;
}

/** Writes Terraform for projects into a folder; `root` is the folder of their config. */
export type Synthesize = (projects: readonly Project[], folder: string, root: string) => void;

export function projectsSide(
  name: string,
  projects: readonly Project[],
  root: string,
  synthesize: Synthesize,
): Side {
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-diff-"));
  try {
    if (projects.length > 0) synthesize(projects, folder, root);
    return { name, stacks: stacksIn(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param base a path that exists (folder of stacks, cdk.tf.json, config or its folder), else a commit
 * @throws CannotRun where it is neither, or its config has errors
 */
export function baseSide(base: string, open: OpenProject, terminal: Terminal, synthesize: Synthesize): Side {
  const path = resolve(terminal.cwd, base);
  if (!existsSync(path)) return commitSide(base, open, synthesize);
  if (!statSync(path).isDirectory()) return fileSide(base, path, synthesize);
  if (existsSync(join(path, "stacks"))) return { name: base, stacks: stacksIn(path) };
  const config = ["httpsmith.json", "httpsmith.jsonc"].find((name) => existsSync(join(path, name)));
  if (config !== undefined) return fileSide(base, join(path, config), synthesize);
  throw unknownBase(
    `${base} holds neither a config nor stacks of httpsmith synth.`,
    "Name a commit, a config, or a folder such as cdktf.out.",
  );
}

function fileSide(base: string, path: string, synthesize: Synthesize): Side {
  if (basename(path) === "cdk.tf.json") {
    const name = basename(dirname(path));
    return { name: base, stacks: new Map([[name, readJson(path)]]) };
  }
  const folder = dirname(path);
  const projects = load(base, path, readFileSync(path, "utf8"), (inner) => readIfThere(join(folder, inner)));
  return projectsSide(base, projects, folder, synthesize);
}

function commitSide(commit: string, open: OpenProject, synthesize: Synthesize): Side {
  const projects = projectsAt(commit, open);
  const hasCode = projects.some(({ edge }) => Object.values(edge).some(({ file }) => file !== null));
  if (!hasCode) return projectsSide(commit, projects, open.root, synthesize);
  const tree = treeAt(commit, open.root);
  try {
    return projectsSide(commit, projects, tree, synthesize);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

// Code of one's own in edge functions is read from disk, with what it imports; packages are those of now.
function treeAt(commit: string, root: string): string {
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-diff-"));
  const { stdout } = spawnSync("git", ["-C", root, "archive", commit, "."], { maxBuffer: 1 << 30 });
  const { status } = spawnSync("tar", ["-x", "-C", folder], { input: stdout });
  if (status !== 0)
    throw unknownBase(
      `The files of ${commit} cannot be read.`,
      "Compare with a folder of it: git worktree add.",
    );
  const packages = join(root, "node_modules");
  if (existsSync(packages) && !existsSync(join(folder, "node_modules")))
    symlinkSync(packages, join(folder, "node_modules"));
  return folder;
}

function projectsAt(commit: string, { root, file }: OpenProject): readonly Project[] {
  if (git(root, "rev-parse", "--verify", "-q", `${commit}^{commit}`) === null) {
    throw unknownBase(
      `${JSON.stringify(commit)} is neither a path nor a commit that git knows here.`,
      commit === "HEAD"
        ? "Commit the config once: there is nothing yet to compare with."
        : "Name a branch, tag or commit; in CI, fetch it first.",
    );
  }
  const text = git(root, "show", `${commit}:./${basename(file)}`);
  // A config that is new: everything in it is.
  if (text === null) return [];
  return load(commit, `${file} at ${commit}`, text, (inner) => git(root, "show", `${commit}:./${inner}`));
}

function load(
  base: string,
  file: string,
  text: string,
  readText: (path: string) => string | null,
): readonly Project[] {
  // Waivers that held then hold: the first of all days.
  const { projects, problems } = loadProjects({ file, text, files: { readText }, today: "0000-01-01" });
  const first = problems.find((problem) => problem.severity === "error" && !problem.waived);
  if (!hasErrors(problems) || first === undefined) return projects;
  throw unknownBase(
    `The config of ${base} has errors (${first.code}: ${first.message}), so nothing can be made of it.`,
    "Compare with a commit whose config has none.",
  );
}

function unknownBase(message: string, fix: string): CannotRun {
  return new CannotRun("config/unknown-base", message, fix);
}

function stacksIn(outdir: string): Map<string, Stack> {
  const folder = join(outdir, "stacks");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const files = names.map((name) => [name, join(folder, name, "cdk.tf.json")] as const);
  return new Map(files.filter(([, file]) => existsSync(file)).map(([name, file]) => [name, readJson(file)]));
}

function readJson(path: string): Stack {
  try {
    return readStack(JSON.parse(readFileSync(path, "utf8")) as TerraformJson);
  } catch {
    throw unknownBase(`${path} is not the JSON of a Terraform stack.`, "Run `httpsmith synth` again.");
  }
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

function git(root: string, ...args: string[]): string | null {
  const { status, stdout } = spawnSync("git", ["-C", root, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return status === 0 ? stdout : null;
}
