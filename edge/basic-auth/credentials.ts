// What both runtimes share: the settings, the form of credentials (RFC 7617), the refusal.

declare const SETTINGS: {
  /** Digests of `user:password` as UTF-8, lower-case hexadecimal. */
  readonly credentialSha256: readonly string[];
  /** What the browser shows when it asks; without quotes and backslashes. */
  readonly realm: string;
};

export const accepted = SETTINGS.credentialSha256;

// The length bounds the work that one request can cause.
const authorization = /^basic +([A-Za-z0-9+/]{1,1364}={0,2})$/i;

/** @returns the bytes of `user:password` in an Authorization header, or null */
export function credentialsOf(value: string): Buffer | null {
  const match = authorization.exec(value);
  if (!match) return null;
  const bytes = Buffer.from(match[1]!, "base64");
  // One spelling for each credential: no bits left over, no padding left out.
  return bytes.toString("base64") === match[1] ? bytes : null;
}

export const body = "Unauthorized\n";
export const challenge = `Basic realm="${SETTINGS.realm}", charset="UTF-8"`;
