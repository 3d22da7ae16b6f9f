// JSON Web Tokens made by hand with node:crypto, right ones and forged ones.
import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Json } from "./running-handler";

export const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
export const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });

export const jwk = (key: KeyObject, more: object) => ({
  ...key.export({ format: "jwk" }),
  use: "sig",
  ...more,
});
export const keySet = JSON.stringify({
  keys: [jwk(rsa.publicKey, { kid: "r1", alg: "RS256" }), jwk(ec.publicKey, { kid: "e1", alg: "ES256" })],
});

export const issuer = "https://login.example.com/";
export const now = () => Math.floor(Date.now() / 1000);
export const claims = (more: object = {}) => ({
  iss: issuer,
  aud: "media",
  sub: "u1",
  exp: now() + 3600,
  ...more,
});

const base64url = (value: Json) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

export interface Forgery {
  readonly header?: object;
  readonly payload?: Json;
  readonly key?: KeyObject;
  /** Instead of a signature by `key`. */
  readonly signature?: (input: string) => string;
}

export function rs256({
  header = {},
  payload = claims(),
  key = rsa.privateKey,
  signature,
}: Forgery = {}): string {
  const input = `${base64url({ alg: "RS256", kid: "r1", ...header })}.${base64url(payload)}`;
  return `${input}.${signature ? signature(input) : sign("sha256", Buffer.from(input), key).toString("base64url")}`;
}

export function es256(
  { header = {}, payload = claims() }: Forgery = {},
  encoding: "ieee-p1363" | "der" = "ieee-p1363",
): string {
  const input = `${base64url({ alg: "ES256", kid: "e1", ...header })}.${base64url(payload)}`;
  return `${input}.${sign("sha256", Buffer.from(input), { key: ec.privateKey, dsaEncoding: encoding }).toString("base64url")}`;
}

/** Rightly signed with the issuer's own key, by an algorithm that nobody asked for. */
export function signedAs(alg: "RS512" | "PS256"): string {
  const padding = alg === "PS256" ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};
  return rs256({
    header: { alg },
    signature: (input) =>
      sign(alg === "PS256" ? "sha256" : "sha512", Buffer.from(input), {
        key: rsa.privateKey,
        ...padding,
      }).toString("base64url"),
  });
}

/** Signed with the public key as if it were a shared secret. */
export function confused(secret: string | Buffer): string {
  return rs256({
    header: { alg: "HS256" },
    signature: (input) => createHmac("sha256", secret).update(input).digest("base64url"),
  });
}

export const publicPem = rsa.publicKey.export({ format: "pem", type: "spki" });
