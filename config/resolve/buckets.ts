// Resolves buckets, with the text of the objects that Terraform uploads.
import type { Config } from "../../schemas/config";
import type { Bucket, BucketObject } from "../project";

type BucketConfig = Config["buckets"][string];

export function resolveBuckets(
  { buckets }: Config,
  readText: (path: string) => string | null,
): Record<string, Bucket> {
  const resolved = Object.entries(buckets).map(([id, bucket]) => [id, resolveBucket(id, bucket, readText)]);
  return Object.fromEntries(resolved);
}

function resolveBucket(id: string, bucket: BucketConfig, readText: (path: string) => string | null): Bucket {
  const objects = Object.entries(bucket.objects).map(([key, one]) => [key, resolveObject(one, readText)]);
  return {
    id,
    ...bucket,
    expirationDays: bucket.expirationDays ?? null,
    kms: resolveKms(bucket.kms),
    logTo: bucket.logTo ? { prefix: `s3/${id}/`, ...bucket.logTo } : null,
    objects: Object.fromEntries(objects),
  };
}

function resolveKms(kms: BucketConfig["kms"]): Bucket["kms"] {
  if (kms === undefined) return null;
  return kms.arn === undefined ? { create: true } : { arn: kms.arn };
}

function resolveObject(
  { content, file, contentType, cacheControl }: BucketConfig["objects"][string],
  readText: (path: string) => string | null,
): BucketObject {
  const text = content ?? readText(file ?? "");
  if (text === null) throw new Error(`The file ${file} passed the rules and is not there.`);
  return { content: text, contentType, cacheControl: cacheControl ?? null };
}
