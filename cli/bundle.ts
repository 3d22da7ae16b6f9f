// Loads a bundle with the code that V8 made of it in an earlier run: compiling 1 MB of source is most of a start.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import * as nodeModule from "node:module";
import { basename, dirname, join } from "node:path";
import { constants, Script } from "node:vm";

type Bundle = (
  exports: object,
  require: NodeJS.Require,
  module: object,
  file: string,
  folder: string,
) => void;

/**
 * `require(file)`, for a file that is one whole bundle.
 * Node 22.8 and newer keep compiled code by themselves, and NODE_DISABLE_COMPILE_CACHE=1 stops both.
 * @param file absolute path
 */
export function requireBundle(file: string): unknown {
  // Not in the types of the oldest Node that we support.
  const { enableCompileCache } = nodeModule as { enableCompileCache?: () => void };
  enableCompileCache?.();
  const folder = enableCompileCache || process.env["NODE_DISABLE_COMPILE_CACHE"] ? null : cacheFolder();
  return folder === null ? require(file) : run(file, folder);
}

function run(file: string, folder: string): unknown {
  const { size, ctimeMs } = statSync(file);
  const place = join(folder, createHash("sha256").update(file).digest("hex").slice(0, 16));
  // V8 compares its own version and the length of the source, not the source; npm gives all files one mtime.
  const kept = `${place}-${process.version}-${process.arch}-${size}-${ctimeMs}`;
  const cachedData = readOwn(kept);
  // The build writes ASCII, which is read as it stands.
  const script = new Script(nodeModule.wrap(readFileSync(file, "latin1")), {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  (script.runInThisContext() as Bundle)(
    module.exports,
    nodeModule.createRequire(file),
    module,
    file,
    dirname(file),
  );
  // At the end, so that the functions that were called are in it.
  if (!cachedData || script.cachedDataRejected) process.once("exit", () => keep(kept, place, script));
  return module.exports;
}

/** @returns the user's folder for such things, in a home that exists; null without one */
function cacheFolder(): string | null {
  const { XDG_CACHE_HOME: caches, HOME: home } = process.env;
  if (caches?.startsWith("/")) return join(caches, "httpsmith");
  return home && existsSync(home) ? join(home, ".cache/httpsmith") : null;
}

// It is code that we are going to run: never that of another user, nor what another user could have written.
function readOwn(path: string): Buffer | null {
  try {
    const { uid, mode } = statSync(path);
    return uid === process.getuid?.() && (mode & 0o022) === 0 ? readFileSync(path) : null;
  } catch {
    return null;
  }
}

// A home that cannot be written is no failure: the next start is as slow as this one.
function keep(path: string, place: string, script: Script): void {
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      if (name.startsWith(`${basename(place)}-`)) rmSync(join(folder, name), { force: true });
    }
    writeFileSync(`${path}.${process.pid}`, script.createCachedData(), { mode: 0o600 });
    renameSync(`${path}.${process.pid}`, path);
  } catch {}
}
