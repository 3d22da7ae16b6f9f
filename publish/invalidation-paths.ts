// Which paths CloudFront shall forget: those that changed, or a whole subtree where that is cheaper.

export interface InvalidationRules {
  /** Default root object; CloudFront keeps `/` apart from the object that it serves. */
  readonly rootObject: string;
  /** Whether a folder's path serves its index.html: S3's website endpoints do, the private one does not. */
  readonly folderIndexes: boolean;
  /** Whether the query string is part of the cache key, so that a path has many cached answers. */
  readonly queryInKey: boolean;
  /** Whether CloudFront keeps the answer that there is no such object longer than a publish takes. */
  readonly keepsErrors: boolean;
}

/**
 * CloudFront gives 1,000 paths a month for nothing and charges for each one more, a wildcard counting as one path
 * (CloudFront pricing, "Invalidation requests"). Thirty leave room for a release every day; beyond that one `/*` is
 * cheaper than the list, though the cache then fills anew.
 */
const MOST_PATHS = 30;
// Wildcards in progress at one time (reference edge.md, quotas): beyond it CloudFront refuses the whole batch.
const MOST_WILDCARDS = 15;

/** @param changed viewer paths without leading slash. @returns paths for CreateInvalidation; [] if none changed */
export function invalidationPaths(changed: readonly string[], rules: InvalidationRules): string[] {
  // CloudFront takes a star only at the end, so the star of a file's name cannot be written.
  const unwritable = changed.some((path) => path.includes("*"));
  return unwritable ? ["/*"] : withinLimits(changed.flatMap((path) => variants(path, rules)));
}

/** @param paths of CreateInvalidation, in any order. @returns each once, or `/*` for more than one request may have */
export function withinLimits(paths: readonly string[]): string[] {
  const all = [...new Set(paths)].sort();
  const wildcards = all.filter((path) => path.endsWith("*")).length;
  const isTooMuch = all.length > MOST_PATHS || wildcards > MOST_WILDCARDS;
  return isTooMuch || all.includes("/*") ? ["/*"] : all;
}

function variants(path: string, { rootObject, folderIndexes, queryInKey }: InvalidationRules): string[] {
  const names = [
    path,
    ...(path === rootObject ? [""] : []),
    ...(folderIndexes && /(^|\/)index\.html$/.test(path) ? [path.replace(/index\.html$/, "")] : []),
  ];
  return names.map((name) => `/${escaped(name)}${queryInKey ? "*" : ""}`);
}

// "Non-ASCII or unsafe characters as defined in RFC 1738" are encoded, and no others (InvalidationBatch, Paths).
function escaped(path: string): string {
  return path
    .replace(/[^!$&'()*+,\-./0-9:;=?@A-Z_a-z]/gu, encodeURIComponent)
    .replace(/[?~]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}
