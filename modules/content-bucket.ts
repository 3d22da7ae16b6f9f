// A bucket for static content: closed, encrypted, versioned, readable by the distributions that use it.
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3BucketWebsiteConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-website-configuration";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { bucketPolicy } from "./bucket-policy";

export interface ContentBucketProps {
  /** Globally unique; 3 to 63 lower-case letters, digits and hyphens. */
  readonly name: string;
  /**
   * "oac": private, read by distributions alone through origin access control.
   * "website": a public static-website endpoint, which speaks HTTP only.
   * @default "oac"
   */
  readonly access?: "oac" | "website";
  /**
   * Whether S3 keeps old versions of objects. Turning it off later suspends it; versions that exist expire.
   * @default true
   */
  readonly versioning?: boolean;
  /**
   * Days after which old versions are deleted.
   * @default 30
   */
  readonly noncurrentDays?: number;
  /**
   * Whether readers may list the bucket; with it a missing object answers 404 instead of 403.
   * @default false
   */
  readonly listBucket?: boolean;
  /**
   * Whether `terraform destroy` may delete the bucket while it holds objects.
   * @default false
   */
  readonly forceDestroy?: boolean;
  /**
   * Object that the website endpoint answers a path with a final slash by; of no effect with "oac".
   * @default "index.html"
   */
  readonly indexDocument?: string;
}

// Parts of an upload that was never finished are invisible and cost money.
const abandonedUploadDays = 7;

export class ContentBucket extends Construct {
  readonly access: "oac" | "website";
  readonly bucket: S3Bucket;
  /** Endpoint of the website, which differs in form between regions; null with "oac". */
  readonly websiteEndpoint: string | null;
  private readonly readers: string[] = [];

  constructor(scope: Construct, id: string, props: ContentBucketProps) {
    super(scope, id);
    this.access = props.access ?? "oac";
    this.bucket = new S3Bucket(this, "Resource", {
      bucket: props.name,
      forceDestroy: props.forceDestroy ?? false,
    });
    this.addOwnership();
    this.addVersioning(props);
    this.websiteEndpoint = this.addWebsite(props.indexDocument ?? "index.html");
    this.addPolicy(this.addPublicAccessBlock(), props.listBucket ?? false);
  }

  /** Lets one distribution, and no other, read the bucket. A public website needs no such leave. */
  allowRead(distributionArn: string): void {
    if (!this.readers.includes(distributionArn)) this.readers.push(distributionArn);
  }

  private addOwnership(): void {
    const bucket = this.bucket.id;
    // ACLs are off: policies alone decide.
    new S3BucketOwnershipControls(this, "ownership_controls", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
  }

  private addVersioning(props: ContentBucketProps): void {
    const bucket = this.bucket.id;
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      // A bucket that was versioned once can only be suspended; "Disabled" would fail there.
      versioningConfiguration: { status: (props.versioning ?? true) ? "Enabled" : "Suspended" },
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket,
      dependsOn: [versioning],
      rule: [
        {
          id: "expire-old-versions",
          status: "Enabled",
          filter: [{}],
          noncurrentVersionExpiration: [{ noncurrentDays: props.noncurrentDays ?? 30 }],
          expiration: [{ expiredObjectDeleteMarker: true }],
        },
        {
          id: "abort-unfinished-uploads",
          status: "Enabled",
          filter: [{}],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: abandonedUploadDays }],
        },
      ],
    });
  }

  private addWebsite(indexDocument: string): string | null {
    if (this.access === "oac") return null;
    const website = new S3BucketWebsiteConfiguration(this, "website", {
      bucket: this.bucket.id,
      indexDocument: { suffix: indexDocument },
    });
    return website.websiteEndpoint;
  }

  private addPublicAccessBlock(): S3BucketPublicAccessBlock {
    const closed = this.access === "oac";
    return new S3BucketPublicAccessBlock(this, "public_access_block", {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: closed,
      restrictPublicBuckets: closed,
    });
  }

  private addPolicy(publicAccessBlock: S3BucketPublicAccessBlock, listBucket: boolean): void {
    new S3BucketPolicy(this, "policy", {
      bucket: this.bucket.id,
      // Distributions come after the bucket that they read, so the policy is written last.
      policy: Lazy.stringValue({
        produce: () =>
          bucketPolicy({ arn: this.bucket.arn, access: this.access, readers: this.readers, listBucket }),
      }),
      // S3 refuses a public policy while the block stands, and two changes of one bucket at the same time.
      dependsOn: [publicAccessBlock],
    });
  }
}
