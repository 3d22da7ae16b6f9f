// What both runtimes share: which rule fits a request, and where it leads.

export interface RedirectRule {
  /** Host name in lower case; null: every host. */
  readonly host: string | null;
  /** A path, or what stands before its final `*`. */
  readonly path: string;
  /** Whether `path` had a final `*`. */
  readonly open: boolean;
  /** A path or an https URL, or what stands before its final `*`. Its host is never taken from a request. */
  readonly to: string;
  /** Whether `to` had a final `*`, which stands for what that of `path` matched. */
  readonly toOpen: boolean;
  readonly status: number;
}

declare const SETTINGS: { readonly rules: readonly RedirectRule[] };

export interface Redirect {
  readonly status: number;
  readonly location: string;
}

/** @returns the redirect of the first rule that fits, or null */
export function redirectFor(host: string, uri: string, query: string): Redirect | null {
  for (let i = 0; i < SETTINGS.rules.length; i++) {
    const rule = SETTINGS.rules[i]!;
    if (fits(rule, host.toLowerCase(), uri))
      return { status: rule.status, location: locate(rule, uri, query) };
  }
  return null;
}

function fits(rule: RedirectRule, host: string, uri: string): boolean {
  if (rule.host !== null && rule.host !== host) return false;
  return rule.open ? uri.startsWith(rule.path) : uri === rule.path;
}

function locate(rule: RedirectRule, uri: string, query: string): string {
  // A browser takes `//host` and `/\host` for another site, so what is put in never begins with either.
  const rest = rule.toOpen ? uri.slice(rule.path.length).replace(/^[/\\]+/, "") : "";
  const search = query === "" ? "" : (rule.to.includes("?") ? "&" : "?") + query;
  return rule.to + visible(rest + search);
}

// What may not stand in a URL (RFC 3986) is encoded: no line break reaches the header, no tab hides a slash.
function visible(text: string): string {
  return text.replace(/[^\x21-\x7e]+|["<>\\^`{|}]/g, encodeURIComponent);
}

/** What a request gets that no rule can be applied to. */
export const refusal = { status: 400, description: "Bad Request" };

/** RFC 9110 §15.4. */
export const descriptions: Readonly<Record<number, string>> = {
  301: "Moved Permanently",
  302: "Found",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
};
