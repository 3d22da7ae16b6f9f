// SHA-256 for Lambda@Edge without node:crypto, whose loading is most of a cold start.
import { sha256 as digest } from "@noble/hashes/sha2.js";

/** @returns the digest in lower-case hexadecimal */
export function sha256(bytes: Buffer): string {
  return Buffer.from(digest(bytes)).toString("hex");
}
