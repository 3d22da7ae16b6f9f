// Key files for the rows, made anew for each run: a private key in the repository would set off every scanner.
import { generateKeyPairSync } from "node:crypto";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const small = generateKeyPairSync("rsa", { modulusLength: 1024 });
const ecdsa = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const otherCurve = generateKeyPairSync("ec", { namedCurve: "secp384r1" });
const ed25519 = generateKeyPairSync("ed25519");

export const pem = {
  rsa: rsa.publicKey.export({ type: "spki", format: "pem" }).toString(),
  ecdsa: ecdsa.publicKey.export({ type: "spki", format: "pem" }).toString(),
  smallRsa: small.publicKey.export({ type: "spki", format: "pem" }).toString(),
  otherCurve: otherCurve.publicKey.export({ type: "spki", format: "pem" }).toString(),
  ed25519: ed25519.publicKey.export({ type: "spki", format: "pem" }).toString(),
  private: rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  encrypted: rsa.privateKey
    .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "hunter2-hunter2" })
    .toString(),
};

export const keyFiles = { "keys/a.pub.pem": pem.rsa, "keys/b.pub.pem": pem.ecdsa };

/** A section with one active key. */
export const signingKeys = {
  signingKeys: '[{ "id": "a", "publicKeyFile": "keys/a.pub.pem", "phase": "active" }]',
};
