// Small text objects that Terraform uploads, such as an error page.
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { BucketObject } from "../config/project";
import { terraformStrings } from "./terraform-string";

/** One instance for each object, by key. @param encryption what has to be there first, so that it applies to them */
export function bucketObjects(
  scope: Construct,
  bucket: S3Bucket,
  objects: Readonly<Record<string, BucketObject>>,
  encryption: ITerraformDependable,
): void {
  if (Object.keys(objects).length === 0) return;
  const made = new S3Object(scope, "object", {
    bucket: bucket.id,
    key: "${each.key}",
    content: "${each.value.content}",
    contentType: "${each.value.content_type}",
    cacheControl: "${each.value.cache_control}",
    dependsOn: [encryption],
  });
  const instances = Object.entries(objects).map(([key, { content, contentType, cacheControl }]) => [
    key,
    { content, content_type: contentType, cache_control: cacheControl },
  ]);
  made.addOverride("for_each", terraformStrings(Object.fromEntries(instances)));
}
