// What both runtimes share: the settings, the form of a token, the refusal.

/** Digests of the accepted tokens, lower-case hexadecimal. */
declare const SETTINGS: { readonly tokenSha256: readonly string[] };

export const accepted = SETTINGS.tokenSha256;

// Visible ASCII, as RFC 6750 has it; the length bounds the work that one request can cause.
const authorization = /^(?:bearer +)?([\x21-\x7e]{1,4096})$/i;

/** @returns the token of an Authorization header, or null */
export function tokenOf(value: string): string | null {
  const match = authorization.exec(value);
  return match ? match[1]! : null;
}

export const body = '{"meta":{"code":401,"error_message":"Unauthorized"},"data":{}}';

// RFC 9110 §11.6.1: a 401 carries a challenge; RFC 6750 §3: with a parameter. This one makes no browser ask for a password.
export const challenge = 'Bearer realm="protected"';
