// Patterns for files of a build, in the words of CloudFront's path patterns: `*` is any run of characters, `?` is one.

/** @returns whether the path matches; a pattern without a slash is about the last part of the path alone */
export function matches(pattern: string, path: string): boolean {
  const subject = pattern.includes("/") ? `/${path}` : path.slice(path.lastIndexOf("/") + 1);
  const rooted = pattern.includes("/") && !/^[/*]/.test(pattern) ? `/${pattern}` : pattern;
  return expression(rooted).test(subject);
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
