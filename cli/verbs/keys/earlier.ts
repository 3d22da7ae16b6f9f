// The signing keys of an earlier state of the config, out of git, to judge the step from there to now.
import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { type EarlierKey, phaseProblems } from "../../../config/key-phases";
import type { Problem } from "../../../config/problem";
import { isObject } from "../../../config/schema";
import { readSource } from "../../../config/source";
import { CannotRun } from "../../cannot-run";
import type { OpenProject } from "../../open-project";
import { fingerprint } from "./deployed";

/** The commit that is compared with where nothing else is named: what is committed against what is to be committed. */
export const DEFAULT_BASE = "HEAD";

/** @returns the steps since `base` that would break URLs; none outside of git, or where the config is new */
export function stepsSince(open: OpenProject, base: string): Problem[] {
  const earlier = earlierKeys(open, base);
  if (earlier === null) return [];
  const current = open.loaded.projects.find(({ environment }) => environment === null)?.signingKeys;
  if (current === undefined) return [];
  const now = current.map(({ id, phase, publicKeyPem }) => ({
    id,
    phase,
    fingerprintSha256: fingerprint(publicKeyPem),
  }));
  return phaseProblems(earlier, now).map(open.loaded.locate);
}

function earlierKeys({ root, file }: OpenProject, base: string): EarlierKey[] | null {
  if (git(root, "rev-parse", "--verify", "-q", `${base}^{commit}`) === null) return unknownBase(root, base);
  const text = git(root, "show", `${base}:./${basename(file)}`);
  if (text === null) return null;
  const { value } = readSource(file, text);
  const keys = isObject(value) && Array.isArray(value["signingKeys"]) ? value["signingKeys"] : [];
  return keys.filter(isObject).map((key) => ({
    id: String(key["id"]),
    phase: key["phase"] as EarlierKey["phase"],
    fingerprintSha256: fingerprint(git(root, "show", `${base}:./${String(key["publicKeyFile"])}`) ?? ""),
  }));
}

// Outside of git, or before the first commit, there is nothing to compare with. A name that was given must be right.
function unknownBase(root: string, base: string): null {
  if (base === DEFAULT_BASE) return null;
  if (git(root, "rev-parse", "--git-dir") === null) return null;
  throw new CannotRun(
    "config/unknown-base",
    `git knows no commit ${JSON.stringify(base)}.`,
    "Name a branch, tag or commit; in CI, fetch it first.",
  );
}

function git(root: string, ...args: string[]): string | null {
  const { status, stdout } = spawnSync("git", ["-C", root, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 24,
  });
  return status === 0 ? stdout : null;
}
