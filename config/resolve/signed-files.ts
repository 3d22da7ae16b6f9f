// Resolves what signs and reads files through CloudFront: django.storage and the generated signer.
import type { Config } from "../../schemas/config";
import type { Distribution, PythonSigner, SigningKey, Storage } from "../project";
import { needsSignature, servingBehavior } from "../storage-behavior";

/** What the two sections depend on. */
export interface SignedFilesInput {
  readonly config: Config;
  readonly distributions: Readonly<Record<string, Distribution>>;
  readonly signingKeys: readonly SigningKey[];
}

export function resolveStorage({ config, distributions, signingKeys }: SignedFilesInput): Storage | null {
  const { storage } = config.django ?? {};
  if (!storage) return null;
  const { distribution: id, location, expireSeconds } = storage;
  const distribution = distributions[id]!;
  const { behaviors } = config.distributions[id]!;
  const { bucket } = servingBehavior(behaviors, location)!.origin;
  const signed = needsSignature(behaviors, location);
  return {
    distribution: id,
    bucket: config.buckets[bucket!]!.name,
    region: config.region,
    domain: domainOf(distribution),
    location,
    expireSeconds,
    signed,
    keyId: signed ? activeKeyId(signingKeys) : null,
  };
}

export function resolveSigner({ config, signingKeys }: SignedFilesInput): PythonSigner | null {
  if (!config.signer) return null;
  // node:crypto takes its time to load, and most projects have no signer.
  const { DEFAULT_SIGNING_HASH } = require("../../signing/signer") as typeof import("../../signing/signer");
  return {
    file: config.signer.file,
    hashAlgorithm: DEFAULT_SIGNING_HASH,
    keyId: activeKeyId(signingKeys),
  };
}

// A wildcard is no host to write into a URL.
function domainOf({ aliases, domainName }: Distribution): string | null {
  return aliases.find((alias) => !alias.startsWith("*")) ?? domainName;
}

function activeKeyId(keys: readonly SigningKey[]): string | null {
  return keys.find(({ phase }) => phase === "active")?.keyId ?? null;
}
