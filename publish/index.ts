// Publishes one target: reads what is there, makes a plan, asks for rights, does it, waits for CloudFront.
import { setTimeout } from "node:timers/promises";
import { apply, type OnObject, type Site } from "./apply";
import type { CacheRule } from "./cache-control";
import { type CloudFrontSettings, cloudFrontCdn } from "./cloudfront";
import { type Existing, existing } from "./existing";
import { invalidationPaths, withinLimits } from "./invalidation-paths";
import type { Folder } from "./local-files";
import { type Plan, plan, type Wanted } from "./plan";
import { Failure, failure, type PublishProblem } from "./problem";
import { brokenPromises } from "./promises";
import { ownPrefix } from "./release";
import { rollbackTarget } from "./rollback";
import { type S3Settings, s3Storage } from "./s3";
import type { Target } from "./target";
import { wantedFiles, wantedOf } from "./wanted";

export { type Compressed, compressedSize } from "./compressed-size";
export { readDistribution } from "./deployed";
export type { Plan, Put } from "./plan";
export type { PublishProblem } from "./problem";
export { hiddenFiles, type Site as PublishSite, siteOf } from "./target";

export interface PublishInput {
  readonly target: Target;
  /** Id of the distribution in the config: whose state it is. */
  readonly owner: string;
  readonly s3: S3Settings;
  readonly cloudFront: CloudFrontSettings;
  /** null: only declared files. */
  readonly folder: Folder | null;
  /** Whether a release here may have come from a folder, so that none must not stand for an empty one. */
  readonly needsFolder: boolean;
  /** Absolute folder of the config, and how messages name a file in it. */
  readonly project: { readonly root: string; display(file: string): string };
  readonly rootObject: string;
  readonly cacheRules: readonly CacheRule[];
  readonly graceDays: number;
  readonly now: Date;
  readonly mode: "publish" | "rollback";
  readonly isDryRun: boolean;
  /** How long to wait for CloudFront, in seconds; 0 for not at all. */
  readonly waitSeconds: number;
}

/** All but how to reach AWS. */
export type SiteInput = Omit<PublishInput, "s3" | "cloudFront">;

export interface Watch {
  /** Before anything is written. */
  onPlan(plan: Plan, paths: readonly string[]): void;
  readonly onObject: OnObject;
  /** CloudFront has been told; it now takes its time. */
  onInvalidation(id: string): void;
}

export interface Published {
  readonly plan: Plan;
  /** Paths that CloudFront was told to forget. */
  readonly paths: readonly string[];
  /** Objects below the prefix that httpsmith did not put there and never touches. */
  readonly foreign: number;
  readonly invalidation: { readonly id: string; readonly isDone: boolean } | null;
}

export type Outcome =
  | { readonly ok: true; readonly value: Published }
  | { readonly ok: false; readonly problems: readonly PublishProblem[] };

export async function publish(input: PublishInput, watch: Watch): Promise<Outcome> {
  // The SDK's notice about versions of Node is for those who choose the SDK.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  try {
    const site = {
      storage: s3Storage(input.s3),
      cdn: cloudFrontCdn(input.cloudFront),
      prefix: input.target.prefix,
      ownPrefix: ownPrefix(input.owner, input.target.prefix),
    };
    return { ok: true, value: await publishTo(site, input, watch) };
  } catch (error) {
    if (error instanceof Failure) return { ok: false, problems: error.problems };
    throw error;
  }
}

/** @throws Failure for what is not the program's fault */
export async function publishTo(site: Site, input: SiteInput, watch: Watch): Promise<Published> {
  const { target, mode } = input;
  const reading = existing(site);
  // The files are read while S3 answers; what S3 says is heard below.
  reading.catch(() => undefined);
  const files = mode === "rollback" ? null : await wantedFiles(input);
  const there = await reading;
  if (files !== null) requireFolder(input, there);
  const release = files === null ? await rollbackTarget(site, there) : null;
  const wanted = files ?? wantedOf(release!);
  keepPromises(wanted, there);
  const made = plan({
    wanted,
    ...there,
    rootObject: input.rootObject,
    keepsErrors: target.invalidation.keepsErrors,
    graceDays: input.graceDays,
    now: input.now,
    ...(release === null ? {} : { rollback: release }),
  });
  const paths = pathsToForget(made, there, target);
  watch.onPlan(made, paths);
  const result = { plan: made, paths, foreign: foreignObjects(made, there) };
  if (input.isDryRun || isDone(made, there)) return { ...result, invalidation: null };
  await probe(made, paths, site, input);
  const reference = `httpsmith-${made.release.id}-${input.now.getTime()}`;
  const id = await apply(made, site, { paths, stateTag: there.stateTag, reference }, watch.onObject);
  if (id === null) return { ...result, invalidation: null };
  watch.onInvalidation(id);
  return { ...result, invalidation: { id, isDone: await waitFor(id, site, input.waitSeconds) } };
}

function requireFolder({ folder, needsFolder, target }: SiteInput, { state }: Existing): void {
  const declared = new Set(target.declared.map(({ path }) => path));
  const built = Object.keys({ ...state.current?.files, ...state.pending?.release.files });
  if (folder !== null || !needsFolder) return;
  if (declared.size > 0 && built.every((path) => declared.has(path))) return;
  throw failure(
    "publish/no-folder",
    "No folder is named to publish.",
    "Name the folder that the build of the front end wrote: `httpsmith publish dist`.",
  );
}

function keepPromises(wanted: readonly Wanted[], { state }: Existing): void {
  const [first, ...others] = brokenPromises({ wanted, state });
  if (first) throw new Failure([first, ...others]);
}

function pathsToForget(made: Plan, { state }: Existing, { invalidation }: Target): string[] {
  const owed = state.pending?.invalidate ?? [];
  return withinLimits([...owed, ...invalidationPaths(made.stale, invalidation)]);
}

function isDone({ isCurrent, prune, litter, remove }: Plan, { state }: Existing): boolean {
  return isCurrent && prune.length + litter.length + remove.length === 0 && state.pending === null;
}

function foreignObjects({ release, before }: Plan, { listed }: Existing): number {
  return [...listed.keys()].filter(
    (path) => !Object.hasOwn(release.files, path) && !Object.hasOwn(before.retired, path),
  ).length;
}

async function probe(
  made: Plan,
  paths: readonly string[],
  site: Site,
  { rootObject, waitSeconds }: SiteInput,
): Promise<void> {
  const { storage, cdn, prefix } = site;
  const deletes = made.remove.length + made.prune.length + made.litter.length > 0;
  await Promise.all([
    storage.probeWrite(prefix + (rootObject || "index.html")),
    deletes ? storage.probeDelete(`${site.ownPrefix}probe`) : undefined,
    paths.length > 0 ? cdn.probe() : undefined,
    paths.length > 0 && waitSeconds > 0 ? cdn.probeWait() : undefined,
  ]);
}

async function waitFor(id: string, { cdn }: Site, seconds: number): Promise<boolean> {
  const end = Date.now() + seconds * 1000;
  for (let pause = 500; Date.now() < end; pause = Math.min(pause * 1.5, 10_000)) {
    if (await cdn.isDone(id)) return true;
    await setTimeout(Math.min(pause, Math.max(0, end - Date.now())));
  }
  return false;
}
