// A project in a temporary folder, and the command line run on it in memory.
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Questions } from "../../cli/questions";
import { run } from "../../cli/run";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Setting {
  /** Working directory below the project. */
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Width of a terminal that a person watches; without it, stdout is a pipe. */
  readonly columns?: number;
  /** The person at the terminal. */
  readonly questions?: Questions;
  /** For what looks at the world of today. */
  readonly now?: Date;
}

export interface Sandbox {
  readonly root: string;
  write(path: string, text: string | Buffer, mode?: number): void;
  /** Replaces text in a file. It must be there. */
  edit(path: string, from: string, to: string): void;
  read(path: string): string;
  run(argv: readonly string[], setting?: Setting): Promise<Outcome>;
  /** Every file with its mode and text, every folder, every link: to see that nothing has changed. */
  tree(): Record<string, string>;
}

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The config of the example, small enough to read and with every generator in it. */
export const moathon = readFileSync(join(__dirname, "../../examples/moathon/httpsmith.json"), "utf8");

/** @param config text of httpsmith.json; null for none */
export function sandbox(config: string | null = moathon): Sandbox {
  const root = mkdtempSync(join(tmpdir(), "httpsmith-cli-"));
  made.push(root);
  const write = (path: string, text: string | Buffer, mode = 0o644) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    chmodSync(join(root, path), mode);
  };
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  if (config !== null) write("httpsmith.json", config);
  return {
    root,
    write,
    read,
    edit: (path, from, to) => {
      const text = read(path);
      if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
      writeFileSync(join(root, path), text.replace(from, to));
    },
    run: (argv, setting = {}) => runIn(root, argv, setting),
    tree: () => Object.fromEntries(treeOf(root, "")),
  };
}

/** A project whose files are generated. */
export async function generated(config: string = moathon): Promise<Sandbox> {
  const project = sandbox(config);
  const { code, stdout, stderr } = await project.run(["generate"]);
  if (code !== 0) throw new Error(stdout + stderr);
  return project;
}

/** @returns code and file of every error about files that `check` finds */
export async function errorsOf(project: Sandbox): Promise<string[]> {
  const { stdout } = await project.run(["check", "--format", "json"]);
  const { problems } = JSON.parse(stdout) as { problems: { code: string; file: string }[] };
  return problems.filter(({ code }) => code.startsWith("files/")).map(({ code, file }) => `${code} ${file}`);
}

async function runIn(
  root: string,
  argv: readonly string[],
  { cwd = ".", env = {}, columns, questions, now: time = new Date("2026-11-22T12:00:00Z") }: Setting,
): Promise<Outcome> {
  const said = { stdout: "", stderr: "" };
  const output = (name: keyof typeof said) => ({
    write: (text: string) => {
      said[name] += text;
    },
    isTTY: columns !== undefined,
    columns: columns ?? 100,
  });
  const now = () => time;
  const code = await run({
    cwd: join(root, cwd),
    argv,
    env,
    stdout: output("stdout"),
    stderr: output("stderr"),
    now,
    questions: () => (questions ? Promise.resolve(questions) : null),
  });
  return { code, ...said };
}

function treeOf(root: string, folder: string): [string, string][] {
  return readdirSync(join(root, folder))
    .sort()
    .flatMap((name): [string, string][] => {
      const path = folder === "" ? name : `${folder}/${name}`;
      const stat = lstatSync(join(root, path));
      if (stat.isSymbolicLink()) return [[path, `-> ${readlinkSync(join(root, path))}`]];
      if (stat.isDirectory()) return [[`${path}/`, ""], ...treeOf(root, path)];
      if (!stat.isFile()) return [[path, "neither file, folder nor link"]];
      return [[path, `${(stat.mode & 0o777).toString(8)} ${readFileSync(join(root, path), "latin1")}`]];
    });
}
