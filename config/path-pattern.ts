// CloudFront path patterns: which requests does one match, and how do two relate.
// `*` is any run of characters, `/` included, `?` is one; a leading slash is implied (reference edge.md §1.2).

/** @returns whether some path matches both patterns */
export function patternsOverlap(one: string, other: string): boolean {
  return search(rooted(one), rooted(other), "overlap");
}

/** @returns whether every path that `inner` matches is matched by `outer` too */
export function patternCovers(outer: string, inner: string): boolean {
  return search(rooted(outer), rooted(inner), "cover");
}

// Every path begins with a slash, which a leading `*` may match: "/*.jpg" and "*.jpg" are the same.
function rooted(text: string): string {
  const pattern = text.replace(/\*+/g, "*");
  if (!pattern.startsWith("/") && !pattern.startsWith("*")) return `/${pattern}`;
  return pattern.replace(/^\/\*(?![/?*])/, "*");
}

type Question = "overlap" | "cover";

/**
 * Walks both patterns at once. "cover" treats the inner pattern's `*` and `?` as characters of their own that only
 * the outer one's wildcards match. What it finds covered is covered; of patterns with `?` it may miss some.
 */
function search(outer: string, inner: string, question: Question): boolean {
  const seen = new Set<number>();
  const walk = (i: number, j: number): boolean => {
    const key = i * (inner.length + 1) + j;
    if (seen.has(key)) return false;
    seen.add(key);
    if (i === outer.length && j === inner.length) return true;
    const a = outer[i];
    const b = inner[j];
    if (a === "*") return walk(i + 1, j) || (b !== undefined && walk(i, j + 1));
    if (b === "*") return question === "overlap" && (walk(i, j + 1) || (a !== undefined && walk(i + 1, j)));
    if (a === undefined || b === undefined) return false;
    const same = a === b || a === "?" || (question === "overlap" && b === "?");
    return same && walk(i + 1, j + 1);
  };
  return walk(0, 0);
}
