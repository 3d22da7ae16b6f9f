// What both runtimes share: which paths are pages of the app.

declare const SETTINGS: {
  /** Path of the app's start page, with a leading slash. */
  readonly startPage: string;
};

/**
 * A path names a file if its last part has a dot. Paths below /.well-known/ (RFC 8615) stay as they are: some of
 * those files have no dot, and an app has no pages there.
 * @returns the path to ask the origin for
 */
export function pathFor(uri: string): string {
  const last = uri.slice(uri.lastIndexOf("/") + 1);
  return last.includes(".") || uri.startsWith("/.well-known/") ? uri : SETTINGS.startPage;
}
