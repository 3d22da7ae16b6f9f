// A stand-in for S3, which no test can reach: what it says about a bucket to whoever asks without credentials (Amazon S3
// API Reference, HeadBucket), over real TLS.
import type { Farm } from "./farm";

export interface BucketAnswer {
  readonly status: number;
  /** null: no such header, as for a bucket that is not there. */
  readonly region: string | null;
  /** Whether S3's own headers are there; without them it is somebody else who answers. */
  readonly byS3?: boolean;
}

/** @returns its port */
export function standInS3(farm: Farm, { status, region, byS3 = true }: BucketAnswer): Promise<number> {
  const { pki } = farm;
  const leaf = pki.leaf({ name: "*.s3.ap-northeast-2.amazonaws.com" });
  return farm.https(pki.chain(leaf, pki.intermediate), leaf, (_, response) => {
    const own = { "x-amz-request-id": "4442587FB7D0A2F9", Server: "AmazonS3" };
    const where = region === null ? {} : { "x-amz-bucket-region": region };
    response.writeHead(status, { ...(byS3 ? own : {}), ...where }).end();
  });
}
