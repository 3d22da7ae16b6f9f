// How a bucket encrypts: with S3's own keys, a KMS key that exists, or one made here for its readers alone.
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Fn, Lazy } from "cdktf";
import { Construct } from "constructs";

export interface BucketEncryptionProps {
  readonly bucket: S3Bucket;
  /**
   * The KMS key: `create` makes one, `arn` names one in the bucket's region.
   * @default S3's own keys (SSE-S3)
   */
  readonly kms?: { readonly create: true } | { readonly arn: string };
  /** ARNs of the distributions that read the bucket, asked when the stack is synthesized. */
  readonly readers: () => readonly string[];
}

// The longest that KMS waits before it deletes a key; objects encrypted with it are lost then.
const deletionWindowDays = 30;

export class BucketEncryption extends Construct {
  readonly configuration: S3BucketServerSideEncryptionConfigurationA;
  /** null with S3's own keys. */
  readonly keyArn: string | null;
  /**
   * The statement that the policy of an existing key needs, as JSON text; null where there is none to change.
   */
  readonly statement: string | null;

  constructor(scope: Construct, id: string, { bucket, kms, readers }: BucketEncryptionProps) {
    super(scope, id);
    this.keyArn = kms === undefined ? null : "arn" in kms ? kms.arn : this.newKey(bucket, readers);
    this.configuration = new S3BucketServerSideEncryptionConfigurationA(this, "Resource", {
      bucket: bucket.id,
      rule: [
        this.keyArn === null
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
          : withKey(this.keyArn),
      ],
    });
    this.statement =
      kms !== undefined && "arn" in kms
        ? Lazy.stringValue({ produce: () => JSON.stringify(decryptStatement(readers())) })
        : null;
  }

  // A policy of its own, because the key comes before the distributions that it names: no wildcard, one apply.
  private newKey(bucket: S3Bucket, readers: BucketEncryptionProps["readers"]): string {
    const key = new KmsKey(this, "key", {
      description: `Encrypts the bucket ${bucket.bucketInput}.`,
      enableKeyRotation: true,
      deletionWindowInDays: deletionWindowDays,
      lifecycle: { createBeforeDestroy: true },
    });
    new KmsKeyPolicy(this, "key_policy", {
      keyId: key.id,
      policy: Lazy.stringValue({ produce: () => keyPolicy(key.arn, readers()) }),
    });
    return key.arn;
  }
}

// A bucket key is one call of KMS for many objects instead of one for each.
function withKey(keyArn: string) {
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
    bucketKeyEnabled: true,
  };
}

function keyPolicy(keyArn: string, readers: readonly string[]): string {
  // Partition and account of the key itself: looking them up would need AWS at plan time.
  const [partition, account] = [1, 4].map((index) => Fn.element(Fn.split(":", keyArn), index));
  const administration = {
    Sid: "Account",
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  const decrypt = readers.length > 0 ? [decryptStatement(readers)] : [];
  return JSON.stringify({ Version: "2012-10-17", Statement: [administration, ...decrypt] });
}

function decryptStatement(readers: readonly string[]): object {
  return {
    Sid: "CloudFront",
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: { StringEquals: { "AWS:SourceArn": readers.length === 1 ? readers[0] : readers } },
  };
}
