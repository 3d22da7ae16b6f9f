// What a generated signer of either kind knows of the project's signing keys: public halves and CloudFront's ids.
import type { Pending, Project } from "../../config/project";
import { comment, string } from "../django/quote";
import type { View } from "../render";

/** One record for each key: a private key on the server signs under the id of its own public half. */
export function signingKeysView({ signingKeys }: Pick<Project, "signingKeys">): readonly View[] {
  return signingKeys.map(({ id, phase, publicKeyPem, keyId }) => ({
    name: string(id),
    phase: string(phase),
    sha256: string(fingerprint(publicKeyPem)),
    id: optional(keyId),
  }));
}

/** @returns a string literal, or None for what is not known yet */
export function optional(text: string | null): string {
  return text === null ? "None" : string(text);
}

/** @returns each fact once that some setting waits for, as it may stand in a comment */
export function pendingFacts(pending: readonly Pending[], isOurs: (neededBy: string) => boolean): string[] {
  const facts = new Set(pending.filter(({ neededBy }) => isOurs(neededBy)).map(({ what }) => what));
  return [...facts].map(comment);
}

// SHA-256 of the DER form, as `openssl pkey -pubin -outform DER | sha256sum` prints it.
function fingerprint(pem: string): string {
  // It takes its time to load, and most projects have no keys.
  const { createHash } = require("node:crypto") as typeof import("node:crypto");
  const der = Buffer.from(pem.replace(/-----[^-]*-----/g, ""), "base64");
  return createHash("sha256").update(der).digest("hex");
}
