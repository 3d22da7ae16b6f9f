// The settings of require-jwt, as httpsmith bakes them in.
import type { JWK } from "jose";

export interface JwtSettings {
  readonly issuer: string;
  /** One of them must be in `aud`; empty: not asked for. */
  readonly audience: readonly string[];
  /** Claims that must have exactly this value. */
  readonly claims: readonly (readonly [name: string, value: string])[];
  readonly algorithms: readonly ("RS256" | "ES256")[];
  readonly clockSkewSeconds: number;
  /** Name of the cookie that may hold the token where there is no Authorization header; null: none. */
  readonly cookie: string | null;
  /** Public keys, or the address to fetch them from and how long they may be kept. */
  readonly keys: readonly JWK[] | { readonly url: string; readonly maxAgeSeconds: number };
}
