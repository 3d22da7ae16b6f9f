// Reads a JWK set: the public keys that sign JSON Web Tokens (RFC 7517), and nothing private.

/** A public key as it goes into a function. */
export type PublicJwk = Readonly<Record<string, string>>;

export type JwksFault = "not-a-set" | "private" | "none-that-fits" | "same-id";

export interface PublicKeys {
  readonly keys: readonly PublicJwk[];
  readonly fault: JwksFault | null;
}

// RFC 7518 §6.2 and §6.3: what a public key of the type consists of.
const members: Readonly<Record<string, readonly string[]>> = { RSA: ["n", "e"], EC: ["crv", "x", "y"] };
// RFC 7518 §6.2.2, §6.3.2 and §6.4: members that are secret.
const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
// RFC 7518 §3.3: RSA keys of 2048 bits or more, in base64url.
const leastModulusLength = Math.floor((2048 / 8) * (4 / 3));
const typeOf = { RS256: "RSA", ES256: "EC" } as const;

/** @returns the keys for the algorithms, without what a function need not know */
export function publicKeys(text: string, algorithms: readonly ("RS256" | "ES256")[]): PublicKeys {
  const all = keysOf(text);
  if (all === null) return { keys: [], fault: "not-a-set" };
  if (all.some((key) => privateMembers.some((name) => name in key))) return { keys: [], fault: "private" };
  const types: readonly string[] = algorithms.map((one) => typeOf[one]);
  const keys = all.filter((key) => types.includes(String(key["kty"])) && fits(key)).map(publicPart);
  if (keys.length === 0) return { keys, fault: "none-that-fits" };
  const ids = keys.map(({ kid, kty }) => `${kty} ${kid}`);
  return { keys, fault: new Set(ids).size < ids.length ? "same-id" : null };
}

type Jwk = Readonly<Record<string, unknown>>;

function keysOf(text: string): readonly Jwk[] | null {
  try {
    const { keys } = JSON.parse(text.replace(/^\uFEFF/, "")) as { keys: unknown };
    const isList = Array.isArray(keys) && keys.every((one) => typeof one === "object" && one !== null);
    return isList && keys.length > 0 ? (keys as Jwk[]) : null;
  } catch {
    return null;
  }
}

function fits(key: Jwk): boolean {
  const { kty, use, alg, n, crv } = key;
  if (!members[String(kty)]!.every((name) => typeof key[name] === "string")) return false;
  if (use !== undefined && use !== "sig") return false;
  if (alg !== undefined && alg !== (kty === "RSA" ? "RS256" : "ES256")) return false;
  return kty === "RSA" ? String(n).length >= leastModulusLength : crv === "P-256";
}

function publicPart(key: Jwk): PublicJwk {
  const names = ["kty", "kid", ...members[String(key["kty"])]!];
  return Object.fromEntries(names.filter((name) => name in key).map((name) => [name, String(key[name])]));
}
