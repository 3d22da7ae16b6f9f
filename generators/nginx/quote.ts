// Writes values as Nginx tokens. What a token cannot carry exactly is our bug by now and throws.

/** A DNS name or IPv4 address, bare. Refuses what server_name reads as a wildcard or regular expression. */
export function hostName(value: string): string {
  return only(
    value,
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
  );
}

/** An absolute path of the server without a final slash, bare. */
export function path(value: string): string {
  return only(value, /^(?!.*\/\.\.?(\/|$))(\/[A-Za-z0-9._-]+)+$/);
}

/** A URL path that begins and ends with a slash, bare. */
export function urlPath(value: string): string {
  return only(value, /^(?!.*\/\.\.?\/)\/([A-Za-z0-9._~-]+\/)+$/);
}

/** The project's name, as part of file names. */
export function projectName(value: string): string {
  return only(value, /^[a-z]([a-z0-9-]*[a-z0-9])?$/);
}

/**
 * A name for variables, upstreams and zones: one word for what it is, then the project.
 * The word comes first so that a project called "http" never makes a variable $http_...
 */
export function identifier(word: string, name: string): string {
  // Variables cannot hold hyphens, and project names have no underscores: two projects never meet.
  return only(`${word}_${projectName(name).replaceAll("-", "_")}`, /^[a-z]+_[a-z0-9_]+$/);
}

/** Printable ASCII in double quotes. */
export function text(value: string): string {
  // Nginx has no escape for $, and inside a header a control character would begin another header.
  // https://github.com/nginx/nginx/blob/release-1.26.3/src/core/ngx_conf_file.c (ngx_conf_read_token)
  if (!/^[\x20-\x7e]*$/.test(value) || value.includes("$")) throw unquotable(value);
  return `"${value.replace(/[\\"]/g, "\\$&")}"`;
}

/** A whole number that is not negative. */
export function integer(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw unquotable(value);
  return String(value);
}

/** Bytes in the largest unit that divides them. */
export function size(bytes: number): string {
  const units = { g: 1024 ** 3, m: 1024 ** 2, k: 1024 };
  const number = integer(bytes);
  const unit = Object.entries(units).find(([, factor]) => bytes > 0 && bytes % factor === 0);
  return unit ? `${bytes / unit[1]}${unit[0]}` : number;
}

/** Seconds. */
export function seconds(value: number): string {
  return `${integer(value)}s`;
}

function only(value: string, allowed: RegExp): string {
  if (!allowed.test(value)) throw unquotable(value);
  return value;
}

function unquotable(value: unknown): Error {
  return new Error(`no Nginx token carries ${JSON.stringify(value)} here`);
}
