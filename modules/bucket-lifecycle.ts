// What S3 deletes or moves to another storage class by itself.
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { Transition } from "../config/project";

export interface BucketLifecycleProps {
  /**
   * Days after which old versions are deleted.
   * @default 30
   */
  readonly noncurrentDays?: number;
  /**
   * Days after which the parts of an unfinished upload are deleted; they are invisible and cost money.
   * @default 7
   */
  readonly abortUploadDays?: number;
  /**
   * Days after which objects are deleted.
   * @default never
   */
  readonly expirationDays?: number;
  /**
   * Storage classes by age of the objects.
   * @default they stay in STANDARD
   */
  readonly transitions?: readonly Transition[];
}

/** @param versioning what has to be there first: S3 takes rules for old versions only then */
export function bucketLifecycle(
  scope: Construct,
  bucket: S3Bucket,
  props: BucketLifecycleProps,
  versioning: ITerraformDependable,
): void {
  new S3BucketLifecycleConfiguration(scope, "lifecycle", {
    bucket: bucket.id,
    dependsOn: [versioning],
    rule: rules(props),
  });
}

function rules(props: BucketLifecycleProps): S3BucketLifecycleConfigurationRule[] {
  const { noncurrentDays = 30, abortUploadDays = 7, expirationDays, transitions = [] } = props;
  return [
    rule("expire-old-versions", {
      noncurrentVersionExpiration: [{ noncurrentDays }],
      expiration: [{ expiredObjectDeleteMarker: true }],
    }),
    rule("abort-unfinished-uploads", {
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: abortUploadDays }],
    }),
    ...(transitions.length === 0 ? [] : [rule("change-storage-class", { transition: [...transitions] })]),
    ...(expirationDays === undefined
      ? []
      : [rule("expire-objects", { expiration: [{ days: expirationDays }] })]),
  ];
}

// An empty filter: all objects.
function rule(id: string, what: object): S3BucketLifecycleConfigurationRule {
  return { id, status: "Enabled", filter: [{}], ...what };
}
