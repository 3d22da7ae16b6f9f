// A site that tests publish: its folder, the bucket behind a gate, and what viewers would find there.

import { dirname } from "node:path";
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { type Outcome, type Published, type PublishInput, publish } from "../../../publish";
import { folderOf, writeFiles } from "../../publish/folders";
import { type Gate, gate } from "./gate";
import { type RecordingCloudFront, recordingCloudFront } from "./recording-cloudfront";
import { BUCKET, credentials, type S3Server, type S3ServerKind, s3Server } from "./s3-server";

export interface Site {
  readonly server: S3Server;
  readonly gate: Gate;
  readonly cloudFront: RecordingCloudFront;
  close(): Promise<void>;
}

export async function startSite(kind: S3ServerKind): Promise<Site> {
  Object.assign(process.env, credentials, { AWS_MAX_ATTEMPTS: "1" });
  const server = await s3Server(kind);
  const cloudFront = await recordingCloudFront();
  const way = await gate(server.url, cloudFront.url);
  return {
    server,
    cloudFront,
    gate: way,
    close: async () => {
      await way.close();
      await cloudFront.close();
      await server.close();
    },
  };
}

export const first = {
  "index.html": '<script src="/assets/index-BfK3x9a2.js"></script><a href="/about.html">about</a>',
  "about.html": '<link href="/assets/style-D9a8b7c6.css"><img src="/logo.png">',
  "old.html": '<script src="/assets/index-BfK3x9a2.js"></script>',
  "logo.png": "one",
  "sw.js": "self.one",
  "assets/index-BfK3x9a2.js": "console.log(1)",
  "assets/style-D9a8b7c6.css": "a{}",
};

export const second = {
  "index.html": '<script src="/assets/index-Q7zP2w1x.js"></script><a href="/about.html">about</a>',
  "about.html": '<link href="/assets/style-D9a8b7c6.css"><img src="/logo.png">',
  "new.html": '<script src="/assets/index-Q7zP2w1x.js"></script>',
  "logo.png": "two",
  "sw.js": "self.two",
  "assets/index-Q7zP2w1x.js": "console.log(2)",
  "assets/style-D9a8b7c6.css": "a{}",
};

export function done(outcome: Outcome): Published {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

let prefixes = 0;

/** A build and the part of the bucket that it goes to; each has a prefix of its own. */
export interface Build {
  readonly folder: string;
  readonly prefix: string;
  /** Replaces the folder's content. */
  become(files: Readonly<Record<string, string | Buffer>>): void;
  run(more?: Partial<PublishInput>): Promise<Outcome>;
  /** What viewers could ask for, by path. */
  objects(): Promise<Map<string, string>>;
  /** Content-Type and Cache-Control. */
  headers(path: string): Promise<{ type: string | undefined; cache: string | undefined }>;
  state(): Promise<Record<string, unknown>>;
}

export function build(site: Site, files: Readonly<Record<string, string | Buffer>>, bare = false): Build {
  const prefix = bare ? "" : `site-${++prefixes}/`;
  let folder = folderOf(files);
  const { client } = site.server;
  const input = (): PublishInput => ({
    target: {
      bucket: BUCKET,
      prefix,
      isMain: true,
      declared: [],
      errorPages: [],
      invalidation: { rootObject: "index.html", folderIndexes: false, queryInKey: false, keepsErrors: false },
    },
    owner: "site",
    s3: { bucket: BUCKET, region: "us-east-1", endpoint: site.gate.url, pathStyle: true, partition: "aws" },
    cloudFront: { distributionId: "E2QWRUHAPOMQZL", endpoint: site.gate.url, partition: "aws" },
    folder: { absolute: folder, name: "dist", allow: [], exclude: [] },
    needsFolder: true,
    project: { root: dirname(folder), display: (file) => file },
    rootObject: "index.html",
    cacheRules: [],
    graceDays: 7,
    now: new Date("2026-11-26T12:00:00Z"),
    mode: "publish",
    isDryRun: false,
    waitSeconds: 30,
  });
  return {
    get folder() {
      return folder;
    },
    prefix,
    become: (next) => {
      folder = folderOf(next);
    },
    run: (more = {}) =>
      publish({ ...input(), ...more }, { onPlan: () => {}, onObject: () => {}, onInvalidation: () => {} }),
    objects: () => objectsBelow(client, prefix),
    headers: async (path) => {
      const { ContentType, CacheControl } = await client.send(
        new HeadObjectCommand({ Bucket: BUCKET, Key: prefix + path }),
      );
      return { type: ContentType, cache: CacheControl };
    },
    state: async () =>
      JSON.parse(await text(client, `.httpsmith/site/${prefix === "" ? "root/" : `at/${prefix}`}state.json`)),
  };
}

export { writeFiles };

async function objectsBelow(client: S3Client, prefix: string): Promise<Map<string, string>> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix, ContinuationToken: token }),
    );
    keys.push(...(page.Contents ?? []).map(({ Key = "" }) => Key));
    token = page.NextContinuationToken;
  } while (token);
  const own = keys.filter((key) => !key.startsWith(".httpsmith/"));
  const texts = await Promise.all(own.map((key) => text(client, key)));
  return new Map(own.map((key, index) => [key.slice(prefix.length), texts[index]!]));
}

async function text(client: S3Client, key: string): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
  return (await Body?.transformToString()) ?? "";
}

/** @returns for each page the references that lead nowhere */
export function brokenReferences(objects: ReadonlyMap<string, string>): string[] {
  return [...objects]
    .filter(([path]) => path.endsWith(".html"))
    .flatMap(([path, html]) =>
      [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)]
        .map(([, reference]) => decodeURI(reference!))
        .filter((reference) => !objects.has(reference))
        .map((reference) => `${path} -> ${reference}`),
    );
}
