// The services of AWS that a job publishes to: a real S3 server, and endpoints that record what CloudFront and STS are asked.
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { type RecordingCloudFront, recordingCloudFront } from "../publish/recording-cloudfront";
import { s3Server } from "../publish/s3-server";
import { type TokenService, tokenService } from "./token-service";

// The bucket of examples/signed-media.
const bucket = "signed-media-client";

export interface Aws {
  /** Where jobs find the services; without credentials. */
  readonly env: Record<string, string>;
  readonly cloudFront: RecordingCloudFront;
  readonly tokens: TokenService;
  /** What viewers could ask for, by key. */
  objects(): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export async function startAws(): Promise<Aws> {
  const s3 = await s3Server("s3rver");
  await s3.client.send(new CreateBucketCommand({ Bucket: bucket }));
  const cloudFront = await recordingCloudFront();
  const tokens = await tokenService();
  return {
    env: {
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_CLOUDFRONT: cloudFront.url,
      AWS_ENDPOINT_URL_STS: tokens.url,
      AWS_EC2_METADATA_DISABLED: "true",
    },
    cloudFront,
    tokens,
    objects: async () => {
      const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket: bucket }));
      const keys = Contents.map(({ Key = "" }) => Key).filter((key) => !key.startsWith(".httpsmith/"));
      const text = async (Key: string) => {
        const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key }));
        return (await Body?.transformToString()) ?? "";
      };
      return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await text(key)])));
    },
    close: async () => {
      await tokens.close();
      await cloudFront.close();
      await s3.close();
    },
  };
}
