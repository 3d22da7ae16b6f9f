// The part of the Django settings that keeps uploaded files in S3 and signs their URLs.
import type { Django, Project } from "../../config/project";
import type { View } from "../render";
import { optional, pendingFacts, signingKeysView } from "../signer/keys-view";
import { integer, string } from "./quote";

export function storageView(project: Project, { storage, settingsFile }: Django): View {
  if (storage === null) return { storage: false, signed: false };
  const pending = (name: string) =>
    pendingFacts(project.pending, (neededBy) => neededBy === `${name} in ${settingsFile}`);
  return {
    storage: true,
    signed: storage.signed,
    bucket: string(storage.bucket),
    region: string(storage.region),
    domain: optional(storage.domain),
    domainPending: pending("AWS_S3_CUSTOM_DOMAIN"),
    location: string(storage.location),
    expireSeconds: integer(storage.expireSeconds),
    keys: signingKeysView(project),
    keyPending: pending("AWS_CLOUDFRONT_KEY_ID"),
    // django-storages signs with RSA alone.
    ecdsa: false,
  };
}
