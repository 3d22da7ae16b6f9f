// Storage by the AWS SDK: one bucket.
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type AwsError, awsFailure } from "./aws-failure";
import { type Direct, direct } from "./direct";
import { PARALLEL } from "./each";
import { type Page, readPage } from "./listing";
import type { Listed } from "./plan";
import { failure } from "./problem";
import type { Storage } from "./storage";
import { type BucketClient, objectHeaders, putFile } from "./upload";

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

/** How often the SDK tries a request: it waits longer each time, and asks less of a service that throttles. */
const ATTEMPTS = 8;

export function s3Storage(settings: S3Settings): Storage {
  const { bucket: Bucket, partition } = settings;
  const client = s3Client(settings);
  const send = direct(client, Bucket);
  const bucket = { client, send, Bucket };
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
    list: (prefix) => ask("s3:ListBucket", arn, () => listAll(send, prefix)),
    read: (key) => ask("s3:GetObject", `${arn}/*`, () => readText(send, key)),
    etag: (key) => ask("s3:GetObject", `${arn}/*`, () => readEtag(send, key)),
    putFile: (key, file, headers) => write(() => putFile(bucket, key, file, headers)),
    putText: (key, text, before) => write(() => putText(send, key, text, before)),
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
    delete: (keys, mayGoOn) =>
      ask("s3:DeleteObject", `${arn}/*`, () => deleteAll({ client, Bucket }, keys, mayGoOn)),
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
      // Without a byte either way; a whole request may take longer.
      socketTimeout: 60_000,
      httpAgent: { keepAlive: true, maxSockets: 2 * PARALLEL },
      httpsAgent: { keepAlive: true, maxSockets: 2 * PARALLEL },
    },
  });
}

async function listAll(send: Direct, prefix: string): Promise<Map<string, Listed>> {
  const found = new Map<string, Listed>();
  let token: string | null = null;
  do {
    const query = {
      "list-type": "2",
      prefix,
      ...(token === null ? {} : { "continuation-token": token }),
    };
    const { body } = await send({ method: "GET", key: "", query });
    const page: Page | null = readPage(body.toString());
    if (page === null) throw noListing();
    for (const [key, listed] of page.objects) found.set(key.slice(prefix.length), listed);
    token = page.token;
  } while (token !== null);
  return found;
}

function noListing() {
  return failure(
    "publish/unreachable",
    "What answers in place of S3 is not S3: its answer is no listing of a bucket.",
    "Look at the network, the proxy, --region and --endpoint-url; then run it again.",
  );
}

async function readText(send: Direct, key: string) {
  try {
    const { body, etag } = await send({ method: "GET", key });
    return { text: body.toString(), etag };
  } catch (error) {
    if ((error as Error).name === "NoSuchKey") return null;
    throw error;
  }
}

async function readEtag(send: Direct, key: string): Promise<string | null> {
  try {
    return (await send({ method: "HEAD", key })).etag;
  } catch (error) {
    // An answer to HEAD has no body that could say which kind of 404 it is.
    if ((error as AwsError).$metadata?.httpStatusCode === 404) return null;
    throw error;
  }
}

async function putText(send: Direct, key: string, text: string, before?: string | null): Promise<string> {
  const condition =
    before === undefined ? {} : before === null ? { "if-none-match": "*" } : { "if-match": before };
  const headers = { ...condition, "content-type": "application/json", "cache-control": "no-store" };
  try {
    return (await send({ method: "PUT", key, headers, body: Buffer.from(text) })).etag;
  } catch (error) {
    // The answer to an earlier attempt may have been lost, and what stands there now is what that one wrote.
    const { httpStatusCode, attempts = 1 } = (error as AwsError).$metadata ?? {};
    const there = httpStatusCode === 412 && attempts > 1 ? await readText(send, key) : null;
    if (there?.text !== text) throw error;
    return there.etag;
  }
}

// The most that one DeleteObjects takes (Amazon S3 API Reference).
const MOST_DELETED = 1000;

async function deleteAll(
  { client, Bucket }: Pick<BucketClient, "client" | "Bucket">,
  keys: readonly string[],
  mayGoOn: () => Promise<void>,
): Promise<void> {
  for (let done = 0; done < keys.length; done += MOST_DELETED) {
    await mayGoOn();
    const Objects = keys.slice(done, done + MOST_DELETED).map((Key) => ({ Key }));
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    const [first] = Errors;
    if (first) throw Object.assign(new Error(first.Message ?? ""), { name: first.Code ?? "Error" });
  }
}
