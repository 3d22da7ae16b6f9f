// What both runtimes share: which headers a response gets.

export interface HeaderRule {
  /** As it is to be written: `Content-Security-Policy`. */
  readonly name: string;
  /** null: the header is removed. */
  readonly value: string | null;
  /** Media types without parameters, lower-case; null: all. */
  readonly contentTypes: readonly string[] | null;
  /** A path, or what stands before its final `*`; null: all. */
  readonly path: string | null;
  /** Whether `path` had a final `*`. */
  readonly open: boolean;
  /** Whether it replaces what the origin sent. */
  readonly override: boolean;
}

declare const SETTINGS: { readonly headers: readonly HeaderRule[] };

export const rules = SETTINGS.headers;

/** @returns whether a rule is about this response, of which `has` tells whether the header is there */
export function applies(rule: HeaderRule, uri: string, contentType: string, has: boolean): boolean {
  if (has && !rule.override) return false;
  if (rule.path !== null && !(rule.open ? uri.startsWith(rule.path) : uri === rule.path)) return false;
  const type = contentType.split(";")[0]!.trim().toLowerCase();
  return rule.contentTypes === null || rule.contentTypes.indexOf(type) !== -1;
}
