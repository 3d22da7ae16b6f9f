// Shows CDKTF's resolver only what may hold a token. It makes a dozen objects for each key and value, three times over,
// and nearly all of a stack is plain data.
import resolver = require("cdktf/lib/tokens/private/resolve");

type Resolve = typeof resolver.resolve;
type Options = Parameters<Resolve>[1];

const original: Resolve = resolver.resolve;

/** For this process, whatever App comes next. The output is the same. */
export function skipPlainData(): void {
  Object.assign(resolver, { resolve });
}

function resolve(value: unknown, options: Options): unknown {
  try {
    return resolved(value, options);
  } catch {
    // Again, for a message with the place of the mistake, which only the resolver knows.
    return original(value, options);
  }
}

function resolved(value: unknown, options: Options): unknown {
  if (mayBeToken(value)) return original(value, options);
  if (Array.isArray(value)) {
    if (value.some(mayBeElementToken)) return original(value, options);
    return value.map((item) => resolved(item, options)).filter((item) => item !== undefined);
  }
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  if (keys.some(mayBeToken)) return original(value, options);
  const result: Record<string, unknown> = {};
  for (const key of keys) {
    const item = resolved((value as Record<string, unknown>)[key], options);
    if (item !== undefined) result[key] = item;
  }
  return result;
}

// Tokens in text have a marker, or are numbers of 280 digits and more; token lists, maps and objects are not plain.
function mayBeToken(value: unknown): boolean {
  if (typeof value === "string")
    return value.includes("TfToken[") || /[\d.]e[\d+]/.test(value) || value.endsWith(" Map Token Value");
  if (typeof value === "number") return !(value >= 0 && value < 1e280);
  if (typeof value === "function") return true;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return (
    Object.getPrototypeOf(value) !== Object.prototype ||
    typeof (value as Record<string, unknown>)["resolve"] === "function"
  );
}

// A list token is an array with the token inside.
function mayBeElementToken(item: unknown): boolean {
  return (typeof item === "string" || typeof item === "number") && mayBeToken(item);
}
