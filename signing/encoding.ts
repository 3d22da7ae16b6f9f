// CloudFront's own base64: three characters differ from the standard alphabet so that a value survives in a query string.

/** Standard base64 with `+` `=` `/` written `-` `_` `~`. */
export function encodeCloudFrontBase64(bytes: Buffer): string {
  // Source: private-content-linux-openssl (tr -- '+=/' '-_~'); base64url already writes + as "-" and drops the padding.
  return bytes.toString("base64url").replace(/_/g, "~") + PADDING[bytes.length % 3];
}

/**
 * The bytes, or undefined when the text is not exactly what `encodeCloudFrontBase64` writes.
 * A loop of our own: Node's decoder skips foreign characters, and translating and checking around it costs more.
 */
export function decodeCloudFrontBase64(text: string): Buffer | undefined {
  const padding = text.endsWith("__") ? 2 : text.endsWith("_") ? 1 : 0;
  if (text.length % 4 !== 0 || text.length === 0) return undefined;
  const bytes = Buffer.allocUnsafe((text.length / 4) * 3 - padding);
  const bodyEnd = padding === 0 ? text.length : text.length - 4;
  let seen = 0;
  for (let from = 0, to = 0; from < bodyEnd; from += 4, to += 3) {
    const first = valueAt(text, from);
    const second = valueAt(text, from + 1);
    const third = valueAt(text, from + 2);
    const fourth = valueAt(text, from + 3);
    seen |= first | second | third | fourth;
    bytes[to] = (first << 2) | (second >> 4);
    bytes[to + 1] = (second << 4) | (third >> 2);
    bytes[to + 2] = (third << 6) | fourth;
  }
  if (padding > 0) seen |= decodePadded(text, padding, bytes);
  return seen < FOREIGN ? bytes : undefined;
}

const PADDING = ["", "__", "_"] as const;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-~";
/** The value of what is no digit; above the value of every digit, also when several are or-ed. */
const FOREIGN = 64;
/** One entry per UTF-16 code unit, so that no character needs a test of its own. */
const VALUES = new Uint8Array(65_536).fill(FOREIGN);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** The last group, of two or three digits. Bits left over must be zero, or two texts would mean the same bytes. */
function decodePadded(text: string, padding: number, bytes: Buffer): number {
  const first = valueAt(text, text.length - 4);
  const second = valueAt(text, text.length - 3);
  const third = padding === 1 ? valueAt(text, text.length - 2) : 0;
  const last = bytes.length - 1;
  if (padding === 2) {
    bytes[last] = (first << 2) | (second >> 4);
    return (second & 0b1111) === 0 ? first | second : FOREIGN;
  }
  bytes[last - 1] = (first << 2) | (second >> 4);
  bytes[last] = (second << 4) | (third >> 2);
  return (third & 0b11) === 0 ? first | second | third : FOREIGN;
}

function valueAt(text: string, index: number): number {
  return VALUES[text.charCodeAt(index)] as number;
}
