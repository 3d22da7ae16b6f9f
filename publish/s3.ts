// Storage by the AWS SDK: one bucket.
import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload as Multipart } from "@aws-sdk/lib-storage";
import { awsFailure } from "./aws-failure";
import { PARALLEL } from "./each";
import type { Listed } from "./plan";
import { failure } from "./problem";
import type { Headers, Storage, Upload } from "./storage";

export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** In place of AWS's own. */
  readonly endpoint?: string;
  /** Whether the bucket stands in the path; AWS's own endpoints have it in the host name. */
  readonly pathStyle: boolean;
  /** "aws", "aws-cn", "aws-us-gov". */
  readonly partition: string;
}

/** Up to this size, in bytes, a file goes up in one request, and may be held in memory. */
const ONE_REQUEST = 8 << 20;

/** How often the SDK tries a request: it waits longer each time, and asks less of a service that throttles. */
const ATTEMPTS = 8;

export function s3Storage(settings: S3Settings): Storage {
  const { bucket: Bucket, partition } = settings;
  const client = s3Client(settings);
  const arn = `arn:${partition}:s3:::${Bucket}`;
  const ask = async <T>(action: string, resource: string, send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } catch (error) {
      throw awsFailure(error, { action, resource, target: Bucket });
    }
  };
  const write = <T>(send: () => Promise<T>) => ask("s3:PutObject", `${arn}/*`, send);
  return {
    list: (prefix) => ask("s3:ListBucket", arn, () => listAll(client, Bucket, prefix)),
    read: (key) => ask("s3:GetObject", `${arn}/*`, () => readText(client, Bucket, key)),
    putFile: (key, file, headers) => write(() => putFile(client, { Bucket, Key: key }, file, headers)),
    putText: (key, text, before) => write(() => putText(client, { Bucket, Key: key }, text, before)),
    copy: (from, to, headers, etag) =>
      write(async () => {
        const source = `${Bucket}/${from.split("/").map(encodeURIComponent).join("/")}`;
        const { CopyObjectResult } = await client.send(
          new CopyObjectCommand({
            ...{ Bucket, Key: to, CopySource: source, MetadataDirective: "REPLACE" },
            ...(etag === null ? {} : { CopySourceIfMatch: etag }),
            ...objectHeaders(headers),
          }),
        );
        return CopyObjectResult?.ETag ?? "";
      }),
    delete: (keys) => ask("s3:DeleteObject", `${arn}/*`, () => deleteAll(client, Bucket, keys)),
    // S3 judges the right to write when an upload in parts begins; until it ends there is no object.
    probeWrite: (Key) =>
      write(async () => {
        const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
        await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => undefined);
      }),
    probeDelete: (Key) =>
      ask("s3:DeleteObject", `${arn}/*`, async () => {
        await client.send(new DeleteObjectCommand({ Bucket, Key }));
      }),
  };
}

function s3Client({ region, endpoint, pathStyle }: S3Settings): S3Client {
  return new S3Client({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    forcePathStyle: pathStyle,
    // The chain of steps of a call is the same for all calls of a kind.
    cacheMiddleware: true,
    maxAttempts: Number(process.env["AWS_MAX_ATTEMPTS"] ?? ATTEMPTS),
    // The signature covers the SHA-256 of each body already, and S3 refuses a body that does not fit it.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 60_000,
      httpAgent: { keepAlive: true, maxSockets: 2 * PARALLEL },
      httpsAgent: { keepAlive: true, maxSockets: 2 * PARALLEL },
    },
  });
}

async function listAll(client: S3Client, Bucket: string, Prefix: string): Promise<Map<string, Listed>> {
  const found = new Map<string, Listed>();
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket,
        Prefix,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
    for (const { Key = "", ETag = "", Size = 0 } of page.Contents ?? []) {
      found.set(Key.slice(Prefix.length), { size: Size, etag: ETag });
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return found;
}

async function readText(client: S3Client, Bucket: string, Key: string) {
  try {
    const { Body, ETag = "" } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return { text: (await Body?.transformToString()) ?? "", etag: ETag };
  } catch (error) {
    if ((error as Error).name === "NoSuchKey") return null;
    throw error;
  }
}

interface Address {
  readonly Bucket: string;
  readonly Key: string;
}

async function putFile(client: S3Client, at: Address, file: Upload, headers: Headers): Promise<string> {
  if (file.size > ONE_REQUEST) return putLarge(client, at, file, headers);
  const Body = readFileSync(file.path);
  if (digest("sha256", Body) !== file.sha256) throw changed(file);
  const isSame =
    file.unless === `"${digest("md5", Body)}"` && (await isThere(client, at, file.unless, headers));
  if (isSame) return file.unless!;
  const { ETag = "" } = await client.send(new PutObjectCommand({ ...at, Body, ...objectHeaders(headers) }));
  return ETag;
}

// An ETag tells of the bytes alone. What cannot be seen to be there is written.
async function isThere(client: S3Client, at: Address, etag: string, headers: Headers): Promise<boolean> {
  const there = await client.send(new HeadObjectCommand(at)).catch(() => null);
  return (
    there?.ETag === etag &&
    there.ContentType === headers.contentType &&
    there.CacheControl === headers.cacheControl
  );
}

async function putLarge(client: S3Client, at: Address, file: Upload, headers: Headers): Promise<string> {
  const sha256 = createHash("sha256");
  let isWhole = true;
  // The error at the end keeps the upload from being completed: no object comes to be.
  const verified = async function* () {
    for await (const part of createReadStream(file.path, { highWaterMark: 1 << 20 })) {
      sha256.update(part);
      yield part;
    }
    isWhole = sha256.digest("hex") === file.sha256;
    if (!isWhole) throw changed(file);
  };
  const params = { ...at, Body: Readable.from(verified()), ...objectHeaders(headers) };
  try {
    const upload = new Multipart({ client, params, partSize: ONE_REQUEST, queueSize: 2 });
    return (await upload.done()).ETag ?? "";
  } catch (error) {
    // Where the parts could not be thrown away, that would be all that is told.
    throw isWhole ? error : changed(file);
  }
}

function changed({ name }: Upload) {
  return failure(
    "publish/file-changed",
    `${name} changed while it was being published.`,
    "Let the build end, and run it again: viewers still get the release before.",
  );
}

function digest(algorithm: string, bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest("hex");
}

async function putText(client: S3Client, at: Address, text: string, before?: string | null): Promise<string> {
  const condition = before === undefined ? {} : before === null ? { IfNoneMatch: "*" } : { IfMatch: before };
  const headers = objectHeaders({ contentType: "application/json", cacheControl: "no-store" });
  const { ETag = "" } = await client.send(
    new PutObjectCommand({ ...at, ...condition, ...headers, Body: text }),
  );
  return ETag;
}

function objectHeaders({ contentType, cacheControl }: Headers) {
  return { ContentType: contentType, CacheControl: cacheControl };
}

// The most that one DeleteObjects takes (Amazon S3 API Reference).
const MOST_DELETED = 1000;

async function deleteAll(client: S3Client, Bucket: string, keys: readonly string[]): Promise<void> {
  for (let done = 0; done < keys.length; done += MOST_DELETED) {
    const Objects = keys.slice(done, done + MOST_DELETED).map((Key) => ({ Key }));
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    const [first] = Errors;
    if (first) throw Object.assign(new Error(first.Message ?? ""), { name: first.Code ?? "Error" });
  }
}
