// Storage and Cdn: what a publish asks of S3 and CloudFront. s3.ts and cloudfront.ts do it with the AWS SDK.
import type { Listed } from "./plan";

export interface Headers {
  readonly contentType: string;
  readonly cacheControl: string;
}

export interface Upload {
  readonly path: string;
  /** As messages name it. */
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  /** ETag of an object that stands there; if that has these bytes and headers, they do not go over the line. */
  readonly unless: string | null;
  /** Asked before a long upload becomes an object. @throws Failure if it may not */
  mayEnd(): Promise<void>;
}

export interface Storage {
  /** @returns all objects whose keys begin with the prefix, by what follows it */
  list(prefix: string): Promise<Map<string, Listed>>;
  /** @returns null if there is no such object */
  read(key: string): Promise<{ readonly text: string; readonly etag: string } | null>;
  /** @returns the ETag of what stands there now, null for nothing */
  etag(key: string): Promise<string | null>;
  /** @returns the ETag. The file is read when its turn comes. @throws Failure if its content is no longer `sha256` */
  putFile(key: string, file: Upload, headers: Headers): Promise<string>;
  /**
   * @param before ETag of what it replaces, null if nothing may be there, undefined if it does not matter
   * @returns the ETag. @throws Failure if something else stands there
   */
  putText(key: string, text: string, before?: string | null): Promise<string>;
  /** @param etag what the source must have, null if it does not matter. @returns the ETag of the copy */
  copy(from: string, to: string, headers: Headers, etag: string | null): Promise<string>;
  /** @param mayGoOn asked before each request. @throws what it throws */
  delete(keys: readonly string[], mayGoOn: () => Promise<void>): Promise<void>;
  /** Finds out whether this caller may write the key. It leaves nothing that a viewer could see. */
  probeWrite(key: string): Promise<void>;
  /** Finds out whether this caller may delete; the key must name nothing. */
  probeDelete(key: string): Promise<void>;
}

export interface Cdn {
  /** Finds out whether this caller may invalidate. */
  probe(): Promise<void>;
  /** Finds out whether this caller may ask how an invalidation is getting on. */
  probeWait(): Promise<void>;
  /** @param reference makes a repeated call the same invalidation. @returns its id */
  invalidate(paths: readonly string[], reference: string): Promise<string>;
  /** @returns whether it is done */
  isDone(invalidation: string): Promise<boolean>;
}
