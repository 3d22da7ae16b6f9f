// Patterns for files of a build, in the words of CloudFront's path patterns: `*` is any run of characters, `?` is one.

/** @returns whether the path matches; a pattern without a slash is about the last part of the path alone */
export function matches(pattern: string, path: string): boolean {
  return pattern.includes("/")
    ? expression(rooted(pattern)).test(`/${path}`)
    : expression(pattern).test(name(path));
}

/** @returns whether a path matches any of the patterns: one expression for all, where paths are thousands */
export function matcher(patterns: readonly string[]): (path: string) => boolean {
  const aboutPaths = union(patterns.filter((one) => one.includes("/")).map(rooted));
  const aboutNames = union(patterns.filter((one) => !one.includes("/")));
  return (path) => aboutNames.test(name(path)) || aboutPaths.test(`/${path}`);
}

function union(patterns: readonly string[]): RegExp {
  // Without any, one that nothing matches.
  return new RegExp(patterns.map((one) => expression(one).source).join("|") || "(?!)", "u");
}

function name(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function rooted(pattern: string): string {
  return /^[/*]/.test(pattern) ? pattern : `/${pattern}`;
}

/** @returns a CloudFront path pattern as an expression for a whole path that begins with a slash */
export function expression(pattern: string): RegExp {
  const found = compiled.get(pattern);
  if (found) return found;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, "[^]*")
    .replaceAll("?", "[^]");
  const made = new RegExp(`^${source}$`, "u");
  compiled.set(pattern, made);
  return made;
}

const compiled = new Map<string, RegExp>();
