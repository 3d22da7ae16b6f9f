// A bucket for static content: closed, encrypted, versioned, readable by the distributions that use it.
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3BucketWebsiteConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-website-configuration";
import { type ITerraformDependable, Lazy } from "cdktf";
import { Construct } from "constructs";
import type { BucketObject, CorsRule } from "../config/project";
import { bucketCors } from "./bucket-cors";
import { BucketEncryption, type BucketEncryptionProps } from "./bucket-encryption";
import { type BucketLifecycleProps, bucketLifecycle } from "./bucket-lifecycle";
import { bucketObjects } from "./bucket-objects";
import { bucketPolicy } from "./bucket-policy";
import type { LogWriter } from "./log-writers";
import { terraformStrings } from "./terraform-string";

export interface ContentBucketProps extends BucketLifecycleProps, Pick<BucketEncryptionProps, "kms"> {
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
  /**
   * Which pages of other origins may use the bucket directly.
   * @default none
   */
  readonly cors?: readonly CorsRule[];
  /**
   * Text objects that Terraform uploads, by key.
   * @default none
   */
  readonly objects?: Readonly<Record<string, BucketObject>>;
  /**
   * Tags beside the provider's default tags, over which they win.
   * @default none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

export class ContentBucket extends Construct {
  readonly access: "oac" | "website";
  readonly bucket: S3Bucket;
  /** Endpoint of the website, which differs in form between regions; null with "oac". */
  readonly websiteEndpoint: string | null;
  /** ARN of the KMS key; null with S3's own keys. */
  readonly kmsKeyArn: string | null;
  /** What the policy of an existing KMS key must allow, as JSON text; null where nothing has to change. */
  readonly kmsStatement: string | null;
  /** The policy, for what must not come before AWS may write or read. */
  readonly policy: ITerraformDependable;
  private readonly readers: string[] = [];
  private readonly logWriters: LogWriter[] = [];
  private readonly ownership: S3BucketOwnershipControls;
  private takesAcls = false;

  constructor(scope: Construct, id: string, props: ContentBucketProps) {
    super(scope, id);
    this.access = props.access ?? "oac";
    this.bucket = new S3Bucket(this, "Resource", {
      bucket: props.name,
      forceDestroy: props.forceDestroy ?? false,
      ...(props.tags && Object.keys(props.tags).length > 0 ? { tags: terraformStrings(props.tags) } : {}),
    });
    this.ownership = this.addOwnership();
    const { kms } = props;
    const readers = () => this.readers;
    const encryption = new BucketEncryption(this, "encryption", {
      bucket: this.bucket,
      readers,
      ...(kms ? { kms } : {}),
    });
    this.kmsKeyArn = encryption.keyArn;
    this.kmsStatement = encryption.statement;
    bucketLifecycle(this, this.bucket, props, this.addVersioning(props.versioning ?? true));
    bucketCors(this, this.bucket, props.cors ?? []);
    this.websiteEndpoint = this.addWebsite(props.indexDocument ?? "index.html");
    this.policy = this.addPolicy(this.addPublicAccessBlock(), props.listBucket ?? false);
    bucketObjects(this, this.bucket, props.objects ?? {}, encryption.configuration);
  }

  /** Lets one distribution, and no other, read the bucket. A public website needs no such leave. */
  allowRead(distributionArn: string): void {
    if (!this.readers.includes(distributionArn)) this.readers.push(distributionArn);
  }

  /** Has S3 write a line for each request into another bucket, which lets it. */
  sendAccessLogs(target: ContentBucket, prefix: string): void {
    target.allowLogs({ kind: "s3", sourceArn: this.bucket.arn, prefix });
    new S3BucketLoggingA(this, "logging", {
      bucket: this.bucket.id,
      targetBucket: target.bucket.id,
      targetPrefix: prefix,
      dependsOn: [target.policy],
    });
  }

  /** Lets AWS write the logs of one source. */
  allowLogs(writer: LogWriter): void {
    this.logWriters.push(writer);
  }

  /**
   * Turns ACLs on, which the legacy logs of CloudFront are written by; otherwise policies alone decide.
   * @returns the bucket's domain name, for what comes after ACLs are on
   */
  takeAcls(): string {
    this.takesAcls = true;
    const { bucket } = this.ownership;
    return `${bucket}.s3.amazonaws.com`;
  }

  private addOwnership(): S3BucketOwnershipControls {
    return new S3BucketOwnershipControls(this, "ownership_controls", {
      bucket: this.bucket.id,
      rule: {
        objectOwnership: Lazy.stringValue({
          produce: () => (this.takesAcls ? "BucketOwnerPreferred" : "BucketOwnerEnforced"),
        }),
      },
    });
  }

  private addVersioning(isOn: boolean): ITerraformDependable {
    return new S3BucketVersioningA(this, "versioning", {
      bucket: this.bucket.id,
      // A bucket that was versioned once can only be suspended; "Disabled" would fail there.
      versioningConfiguration: { status: isOn ? "Enabled" : "Suspended" },
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

  private addPolicy(publicAccessBlock: S3BucketPublicAccessBlock, listBucket: boolean): S3BucketPolicy {
    return new S3BucketPolicy(this, "policy", {
      bucket: this.bucket.id,
      // Distributions and sources of logs come after the bucket, so the policy is written last.
      policy: Lazy.stringValue({
        produce: () => {
          const { access, readers, logWriters } = this;
          return bucketPolicy({ arn: this.bucket.arn, access, readers, logWriters, listBucket });
        },
      }),
      // S3 refuses a public policy while the block stands, and two changes of one bucket at the same time.
      dependsOn: [publicAccessBlock],
    });
  }
}
