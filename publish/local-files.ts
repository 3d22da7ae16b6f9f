// The files of a build: walked without following links out of it, judged by their names, and hashed.
import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { cut } from "../config/cut";
import { matches } from "../config/file-pattern";
import { isLitter, refusal } from "../config/public-files";
import { type Content, hashed, reading } from "./content";
import { Failure, failure, type PublishProblem } from "./problem";

export interface LocalFile extends Content {
  /** Below the build's folder, with forward slashes; what viewers ask for after the first slash. */
  readonly path: string;
  readonly absolute: string;
}

export interface Folder {
  readonly absolute: string;
  /** As messages name it. */
  readonly name: string;
  /** Patterns of files that may be published though their names speak against it. */
  readonly allow: readonly string[];
  /** Patterns of files to leave out. */
  readonly exclude: readonly string[];
}

/** @throws Failure with every name that cannot be published, before anything is read */
export async function localFiles(folder: Folder): Promise<LocalFile[]> {
  const found = await walk(folder);
  const problems = nameProblems(folder, found);
  const [first, ...others] = problems;
  if (first) throw new Failure([first, ...others]);
  const files: LocalFile[] = [];
  for (const [index, one] of found.entries()) {
    if (index % TURN === 0) await setImmediate();
    files.push({ path: one.path, absolute: one.absolute, ...hashed(one.absolute, shown(folder, one)) });
  }
  return files;
}

// After so many files requests go out and answers of S3 come in.
const TURN = 16;

interface Found {
  readonly path: string;
  readonly absolute: string;
  /** Why it is no file that can be published, as the end of a sentence. */
  readonly fault: string | null;
}

async function walk(folder: Folder): Promise<Found[]> {
  const root = realFolder(folder);
  const found: Found[] = [];
  const visit = async (inner: string) => {
    const name = inner === "" ? folder.name : `${folder.name}/${inner}`;
    const entries = reading(name, () => readdirSync(join(root, inner), { withFileTypes: true }));
    for (const [index, entry] of entries.entries()) {
      if (index % TURN === 0) await setImmediate();
      const path = inner === "" ? entry.name : `${inner}/${entry.name}`;
      if (folder.exclude.some((pattern) => matches(pattern, path)) || isLitter(path)) continue;
      if (entry.isDirectory()) await visit(path);
      else found.push({ path, absolute: join(root, path), fault: entry.isFile() ? null : fault(root, path) });
    }
  };
  await visit("");
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function realFolder({ absolute, name }: Folder): string {
  const stat = reading(name, () => statSync(absolute, { throwIfNoEntry: false }));
  if (stat?.isDirectory()) return realpathSync(absolute);
  const message = stat ? `${name} is a file, not a folder.` : `There is no folder ${name}.`;
  throw failure(
    "publish/no-folder",
    message,
    "Build the front end first, and name the folder that the build wrote.",
  );
}

/**
 * A link to a file inside the build is as good as the file; all others could lead to what was never meant to go up.
 * @param root without links @returns why the file cannot be published, as the end of a sentence, or null
 */
export function fault(root: string, path: string): string | null {
  const target = realOrNull(join(root, path));
  if (target === null) return "is a link that leads nowhere";
  const inside = relative(root, target);
  if (inside === ".." || inside.startsWith(`..${sep}`)) return "is a link that leads out of the folder";
  const stat = statSync(target);
  if (stat.isFile()) return null;
  return stat.isDirectory() ? "is a link to a folder" : "is neither a file nor a folder";
}

function realOrNull(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function nameProblems(folder: Folder, found: readonly Found[]): PublishProblem[] {
  const reasons = new Map<string, Found[]>();
  const refused = found.filter(({ path }) => !folder.allow.some((pattern) => matches(pattern, path)));
  for (const one of refused) {
    const why = refusal(one.path);
    if (why !== null) reasons.set(why, [...(reasons.get(why) ?? []), one]);
  }
  const files = (list: readonly Found[]) => list.map((one) => shown(folder, one));
  return [
    ...[...reasons].map(([why, list]) => refusedFiles(why, files(list))),
    ...found.flatMap((one) => (one.fault === null ? [] : [oddFile(shown(folder, one), one.fault)])),
    ...found.flatMap(({ path }) => keyProblems(folder, path)),
    ...collisions(folder, found),
  ];
}

function refusedFiles(why: string, files: readonly string[]): PublishProblem {
  const pattern = `*${/\.[^./]+(\.map)?$/.exec(files[0]!)?.[0] ?? files[0]}`;
  return {
    code: "publish/refused-file",
    message: `These files would be public, and ${why}.`,
    files,
    fix: `Keep them out of the build, or leave them out with "publish": { "exclude": [${JSON.stringify(pattern)}] }; "allow" publishes them.`,
  };
}

export function oddFile(file: string, is: string): PublishProblem {
  const message = `${file} ${is}.`;
  return { code: "publish/not-a-file", message, fix: 'Put the file itself there, or name it in "exclude".' };
}

// S3's longest key is 1,024 bytes of UTF-8 (Amazon S3 User Guide, "Naming Amazon S3 objects").
const longestKey = 1024;

function keyProblems(folder: Folder, path: string): PublishProblem[] {
  const file = `${folder.name}/${path}`;
  const problem = (message: string) => [
    { code: "publish/file-name" as const, message, fix: "Give the file another name." },
  ];
  // Node puts this character in place of bytes that are no UTF-8.
  if (path.includes("\ufffd")) return problem(`The name of ${file} is not UTF-8, and keys in S3 are.`);
  if (/[\u0000-\u001f\u007f\\]/.test(path))
    return problem(`${JSON.stringify(file)} has a control character or a backslash in its name.`);
  if (Buffer.byteLength(path) > longestKey - 200)
    return problem(`The name of ${cut(file, 61)} is longer than a key of S3 may be.`);
  return [];
}

// Browsers ask for one of them by the bytes of a link, and half of the world's file systems cannot hold both.
function collisions(folder: Folder, found: readonly Found[]): PublishProblem[] {
  const seen = new Map<string, string>();
  return found.flatMap(({ path }) => {
    const folded = path.normalize("NFC").toLowerCase();
    const other = seen.get(folded);
    seen.set(folded, path);
    if (other === undefined) return [];
    const files = [other, path].map((one) => `${folder.name}/${one}`);
    const message = "Two files have names that differ only in case or in how accents are written.";
    return [{ code: "publish/same-name" as const, message, files, fix: "Rename one of them." }];
  });
}

function shown({ name }: Folder, { path }: Pick<Found, "path">): string {
  return `${name}/${path}`;
}
