// Puts a file into a bucket: in one request, or in parts where it is large. What changed since it was read is refused.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { CompleteMultipartUploadCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { Upload as Multipart } from "@aws-sdk/lib-storage";
import { bytesOf, changed } from "./content";
import { type Direct, digest } from "./direct";
import type { Headers, Upload } from "./storage";

/** A bucket and the two ways of asking it. */
export interface BucketClient {
  readonly Bucket: string;
  readonly client: S3Client;
  readonly send: Direct;
}

/** Up to this size, in bytes, a file goes up in one request, and may be held in memory. */
const ONE_REQUEST = 8 << 20;

/** @returns the ETag. @throws Failure if the file's content is no longer what it was */
export async function putFile(
  bucket: BucketClient,
  key: string,
  file: Upload,
  headers: Headers,
): Promise<string> {
  if (file.size > ONE_REQUEST) return putLarge(bucket, key, file, headers);
  const { unless, sha256 } = file;
  const body = verified(file);
  const mayBeThere = unless !== null && unless === `"${digest("md5", body)}"`;
  if (mayBeThere && (await isThere(bucket, key, unless, headers))) return unless;
  return (await bucket.send({ method: "PUT", key, headers: httpHeaders(headers), body, sha256 })).etag;
}

function verified({ path, name, sha256 }: Upload): Buffer {
  const body = bytesOf(path);
  if (body === null || digest("sha256", body) !== sha256) throw changed(name);
  return body;
}

// An ETag tells of the bytes alone. What cannot be seen to be there is written.
async function isThere(
  { client, Bucket }: BucketClient,
  Key: string,
  etag: string,
  headers: Headers,
): Promise<boolean> {
  const there = await client.send(new HeadObjectCommand({ Bucket, Key })).catch(() => null);
  return (
    there?.ETag === etag &&
    there.ContentType === headers.contentType &&
    there.CacheControl === headers.cacheControl
  );
}

async function putLarge(
  { client, Bucket }: BucketClient,
  Key: string,
  file: Upload,
  headers: Headers,
): Promise<string> {
  const sha256 = createHash("sha256");
  let isWhole = true;
  // The error at the end keeps the upload from being completed: no object comes to be.
  const parts = async function* () {
    const stream = createReadStream(file.path, { highWaterMark: 1 << 20 });
    stream.on("error", () => {
      isWhole = false;
    });
    for await (const part of stream) {
      sha256.update(part);
      yield part;
    }
    isWhole = sha256.digest("hex") === file.sha256;
    if (!isWhole) throw changed(file.name);
  };
  const params = { Bucket, Key, Body: Readable.from(parts()), ...objectHeaders(headers) };
  try {
    const upload = new Multipart({
      client: asking(client, file),
      params,
      partSize: ONE_REQUEST,
      queueSize: 2,
    });
    return (await upload.done()).ETag ?? "";
  } catch (error) {
    // Where the parts could not be thrown away, that would be all that is told.
    throw isWhole ? error : changed(file.name);
  }
}

// Parts go up for minutes on a slow line, and are nothing that viewers see until they are put together.
function asking(client: S3Client, { mayEnd }: Upload): S3Client {
  const send = async (command: Parameters<S3Client["send"]>[0]) => {
    if (command instanceof CompleteMultipartUploadCommand) await mayEnd();
    return client.send(command);
  };
  return Object.assign(Object.create(client), { send });
}

function httpHeaders({ contentType, cacheControl }: Headers) {
  return { "content-type": contentType, "cache-control": cacheControl };
}

export function objectHeaders({ contentType, cacheControl }: Headers) {
  return { ContentType: contentType, CacheControl: cacheControl };
}
