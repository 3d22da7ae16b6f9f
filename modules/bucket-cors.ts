// Which pages of other origins may use a bucket directly.
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import type { Construct } from "constructs";
import type { CorsRule } from "../config/project";

export function bucketCors(scope: Construct, bucket: S3Bucket, rules: readonly CorsRule[]): void {
  if (rules.length === 0) return;
  new S3BucketCorsConfiguration(scope, "cors", { bucket: bucket.id, corsRule: rules.map(corsRule) });
}

function corsRule({
  allowedOrigins,
  allowedMethods,
  allowedHeaders,
  exposeHeaders,
  maxAgeSeconds,
}: CorsRule) {
  return {
    allowedOrigins: [...allowedOrigins],
    allowedMethods: [...allowedMethods],
    allowedHeaders: [...allowedHeaders],
    exposeHeaders: [...exposeHeaders],
    maxAgeSeconds,
  };
}
