// Where the files of a distribution go: bucket, prefix and CloudFront's paths, worked out from the project.

import { expression } from "../config/file-pattern";
import type { Behavior, Bucket, Distribution, Project } from "../config/project";
import type { CacheRule } from "./cache-control";
import type { InvalidationRules } from "./invalidation-paths";

/** A bucket and prefix, with the declared files that belong there. */
export interface Target {
  readonly bucket: string;
  /** Of its keys: "" or one that ends in a slash. */
  readonly prefix: string;
  /** Whether the folder of the build goes here: it is the origin of the `*` behavior. */
  readonly isMain: boolean;
  readonly declared: readonly DeclaredFile[];
  /** Viewer paths of error pages that have to be here, without leading slash. */
  readonly errorPages: readonly string[];
  readonly invalidation: InvalidationRules;
}

export interface DeclaredFile {
  /** Viewer path without its leading slash. */
  readonly path: string;
  /** Project file. */
  readonly file: string;
  /** null: by the extension. */
  readonly contentType: string | null;
}

export interface Site {
  readonly distribution: Distribution;
  readonly targets: readonly Target[];
  readonly rootObject: string;
  readonly cacheRules: readonly CacheRule[];
  /** Whether CloudFront compresses what the `*` behavior serves. */
  readonly compress: boolean;
}

/** @param distribution whose `*` behavior reads a bucket. @returns its targets, the main one last */
export function siteOf({ buckets }: Project, distribution: Distribution): Site {
  const main = distribution.behaviors.at(-1)!;
  const targets = new Map<string, Mutable>([
    [addressOf(main, buckets), emptyTarget(main, buckets, distribution)],
  ]);
  const at = (path: string) => {
    const behavior = servingBehavior(distribution, path);
    if (behavior.origin.kind !== "bucket") return null;
    const address = addressOf(behavior, buckets);
    const found = targets.get(address) ?? emptyTarget(behavior, buckets, distribution);
    targets.set(address, found);
    return found;
  };
  for (const { path, file, contentType } of distribution.objects)
    at(path)?.declared.push({ path: path.slice(1), file, contentType });
  for (const { page, file } of distribution.errorPages) {
    if (page === null) continue;
    if (file === null && !isFromBuild(page, distribution, buckets)) continue;
    const target = at(page);
    target?.errorPages.push(page.slice(1));
    if (file !== null && !target?.declared.some((one) => one.path === page.slice(1)))
      target?.declared.push({ path: page.slice(1), file, contentType: null });
  }
  const [first, ...others] = [...targets.values()];
  return {
    distribution,
    targets: [...others, { ...first!, isMain: true }],
    rootObject: distribution.defaultRootObject,
    cacheRules: distribution.publish.cacheControl,
    compress: main.compress && main.cache !== "none",
  };
}

// An error page without a file comes with the build, unless Terraform uploads it or it is in another's bucket.
function isFromBuild(page: string, distribution: Distribution, buckets: Project["buckets"]): boolean {
  const serving = servingBehavior(distribution, page);
  if (serving.origin.kind !== "bucket" || !sameOrigin(serving, distribution.behaviors.at(-1)!)) return false;
  const { bucket, path } = serving.origin;
  return !Object.hasOwn(buckets[bucket]!.objects, `${path}${page}`.slice(1));
}

// What CloudFront keeps errors for unless told otherwise (Developer Guide, "Control how long CloudFront caches errors").
const ERROR_SECONDS = 10;

type Mutable = Target & { readonly declared: DeclaredFile[]; readonly errorPages: string[] };

/** @returns the behavior that CloudFront chooses for a viewer path with its leading slash */
export function servingBehavior({ behaviors }: Distribution, path: string): Behavior {
  const matching = ({ path: pattern }: Behavior) =>
    expression(/^[/*]/.test(pattern) ? pattern : `/${pattern}`).test(path);
  return behaviors.find(matching) ?? behaviors.at(-1)!;
}

function addressOf({ origin }: Behavior, buckets: Project["buckets"]): string {
  return origin.kind === "bucket" ? `${buckets[origin.bucket]!.name}${origin.path}/` : "";
}

function emptyTarget(
  behavior: Behavior,
  buckets: Project["buckets"],
  { defaultRootObject, behaviors, errorPages }: Distribution,
): Mutable {
  const { origin } = behavior;
  if (origin.kind !== "bucket") throw new Error("a folder can be published to a bucket only");
  const bucket: Bucket = buckets[origin.bucket]!;
  return {
    bucket: bucket.name,
    prefix: origin.path === "" ? "" : `${origin.path.slice(1)}/`,
    isMain: false,
    declared: [],
    errorPages: [],
    invalidation: {
      rootObject: defaultRootObject,
      folderIndexes: bucket.access === "website",
      // Behaviors that read the same objects may cache them by different keys.
      queryInKey: behaviors.some(
        (one) => sameOrigin(one, behavior) && typeof one.cache !== "string" && one.cache.query !== "none",
      ),
      // S3 answers for a missing object by 403 where the reader may not list, and by 404 where it may.
      keepsErrors: errorPages.some(
        ({ status, ttlSeconds }) => [403, 404].includes(status) && ttlSeconds > ERROR_SECONDS,
      ),
    },
  };
}

/** @returns files of the build that another behavior answers for, so that nobody ever gets them, with its pattern */
export function hiddenFiles(site: Site, paths: readonly string[]): { path: string; pattern: string }[] {
  const main = site.distribution.behaviors.at(-1)!;
  return paths.flatMap((path) => {
    const behavior = servingBehavior(site.distribution, `/${path}`);
    return sameOrigin(behavior, main) ? [] : [{ path, pattern: behavior.path }];
  });
}

function sameOrigin({ origin: one }: Behavior, { origin: other }: Behavior): boolean {
  return (
    one.kind === "bucket" && other.kind === "bucket" && one.bucket === other.bucket && one.path === other.path
  );
}
