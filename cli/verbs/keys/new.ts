// keys new: makes a key pair; the public half goes into the project, the private half to where no commit reaches it.
import { spawnSync } from "node:child_process";
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { type GeneratedKeyPair, generateKeyPair } from "../../../signing";
import { CannotRun } from "../../cannot-run";
import { reason } from "../../files/read-file";
import { type OpenProject, openProject } from "../../open-project";
import { type Page, pageOf } from "../../report/style";
import { hanging } from "../../report/table";
import type { ExitCode, Terminal } from "../../terminal";
import type { Options } from "..";

export interface NewKeyOptions extends Options {
  readonly type: "rsa" | "ecdsa";
  readonly privateFile?: string;
  readonly privateTo?: string;
}

export async function newKey(
  options: NewKeyOptions,
  terminal: Terminal,
  [id = ""]: readonly string[],
): Promise<ExitCode> {
  const open = openProject(options, terminal);
  requireId(id);
  const publicFile = `keys/${id}.pub.pem`;
  const publicPath = join(open.root, publicFile);
  const destination = privateDestination(options, terminal, `${projectName(open.root)}-${id}.pem`);
  requireFree(publicPath, open.display(publicFile));
  const pair = await generateKeyPair(options.type);
  // First the half that cannot be made again: a public key without its private half would be worth nothing.
  const place =
    destination.kind === "file"
      ? writePrivate(destination.path, pair)
      : pipePrivate(destination.command, pair);
  writeNew(publicPath, pair.publicKey.pem, 0o644, open.display(publicFile));
  terminal.stdout.write(
    `${made(publicFile, place, pair, pageOf(terminal))}\n\n${nextLine(id, publicFile, open)}\n`,
  );
  return 0;
}

// The pattern of signingKeys[].id in the schema.
const idForm = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/;

function requireId(id: string): void {
  if (idForm.test(id)) return;
  throw new CannotRun(
    "schema/format",
    `${JSON.stringify(id)} cannot be the id of a key.`,
    "Use lower-case letters, digits and hyphens, best the month: 2026-11.",
  );
}

type Destination =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "command"; readonly command: string };

function privateDestination(
  { privateFile, privateTo }: NewKeyOptions,
  terminal: Terminal,
  name: string,
): Destination {
  if (privateTo !== undefined) return { kind: "command", command: privateTo };
  const home = configHome(terminal);
  const path =
    privateFile === undefined ? join(home, "httpsmith", "keys", name) : resolve(terminal.cwd, privateFile);
  requireFree(path, path);
  requireUncommitted(path);
  return { kind: "file", path };
}

// "All paths set in these environment variables must be absolute": XDG Base Directory Specification 0.8.
function configHome({ env }: Terminal): string {
  const set = env["XDG_CONFIG_HOME"];
  return set?.startsWith("/") ? set : join(env["HOME"] ?? homedir(), ".config");
}

function requireFree(path: string, name: string): void {
  if (!existsSync(path)) return;
  throw new CannotRun(
    "files/cannot-write",
    `${name} exists already; a key is never overwritten.`,
    "Choose another id, or move the file away.",
  );
}

// A private key in a work tree is one `git add .` away from the world.
function requireUncommitted(path: string): void {
  const folder = existing(dirname(path));
  const inside = spawnSync("git", ["-C", folder, "rev-parse", "--is-inside-work-tree"], { encoding: "utf8" });
  if (inside.status !== 0 || inside.stdout.trim() !== "true") return;
  if (spawnSync("git", ["-C", folder, "check-ignore", "-q", path]).status === 0) return;
  throw new CannotRun(
    "signing-keys/inside-work-tree",
    `${path} is inside a git work tree and not ignored: the private key could be committed.`,
    "Leave out --private-file, name a place outside, or add the file to .gitignore.",
  );
}

function existing(folder: string): string {
  return existsSync(folder) ? folder : existing(dirname(folder));
}

function writePrivate(path: string, { privatePem }: GeneratedKeyPair): string {
  writeNew(path, privatePem, 0o600, path);
  return path;
}

function pipePrivate(command: string, { privatePem }: GeneratedKeyPair): string {
  const { status, error } = spawnSync(command, {
    shell: true,
    input: privatePem,
    stdio: ["pipe", "ignore", "inherit"],
  });
  if (status === 0 && !error) return `the command given with --private-to`;
  throw new CannotRun(
    "files/cannot-write",
    `The command that was to store the private key failed (exit ${status ?? "by signal"}).`,
    "Nothing was kept. Correct the command and run it again.",
  );
}

function writeNew(path: string, text: string, mode: number, name: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: mode === 0o600 ? 0o700 : 0o777 });
    const descriptor = openSync(path, "wx", mode);
    try {
      chmodSync(path, mode);
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") rmSync(path, { force: true });
    throw new CannotRun(
      "files/cannot-write",
      `${name} cannot be written: ${reason(error as NodeJS.ErrnoException)}.`,
      "Give the place room and rights, and run it again.",
    );
  }
}

function projectName(root: string): string {
  return basename(root).replace(/[^A-Za-z0-9._-]/g, "-") || "project";
}

function made(
  publicFile: string,
  place: string,
  { publicKey, algorithm }: GeneratedKeyPair,
  { width }: Page,
): string {
  const rows = [
    ["public", publicFile, "commit it"],
    ["private", place, "give it to the application, keep it out of the repository"],
    ["sha256", publicKey.fingerprintSha256, algorithm],
  ];
  return hanging(rows, { indent: "  ", hang: 11, width }).join("\n");
}

function nextLine(id: string, publicFile: string, { problems }: OpenProject): string {
  const isAwaited = problems.some(
    ({ code, got }) => code === "signing-keys/file-not-found" && got?.includes(publicFile),
  );
  if (isAwaited) return 'The config names it in "signingKeys" already.';
  const line = JSON.stringify({ id, publicKeyFile: publicFile, phase: "staged" })
    .replaceAll(/([:,{])(?=")/g, "$1 ")
    .replace("}", " }");
  return `add to "signingKeys" in the config ("active" if it is the first key):\n\n  ${line}`;
}
