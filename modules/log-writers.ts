// Statements of a bucket policy that let AWS write logs, each for one source of logs and one prefix.
import { Fn } from "cdktf";

/** Server access logs of another bucket, or vended logs of a delivery source. */
export interface LogWriter {
  readonly kind: "s3" | "delivery";
  /** ARN of the bucket or of the delivery source. */
  readonly sourceArn: string;
  /** What the keys of its logs begin with. */
  readonly prefix: string;
}

/** @param arn of the bucket that gets the logs */
export function logStatements(arn: string, writers: readonly LogWriter[]): object[] {
  return writers.flatMap((writer, index) =>
    writer.kind === "s3" ? [accessLogs(arn, writer, index)] : deliveredLogs(arn, writer, index),
  );
}

// Source: Amazon S3 User Guide, permissions for log delivery (bucket policy).
function accessLogs(arn: string, { sourceArn, prefix }: LogWriter, index: number): object {
  return {
    Sid: `ServerAccessLogs${index + 1}`,
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${arn}/${prefix}*`,
    Condition: { ArnLike: { "aws:SourceArn": sourceArn } },
  };
}

// Source: CloudWatch Logs User Guide, logs sent to Amazon S3 (V2). AWS appends these itself where they are missing.
function deliveredLogs(arn: string, { sourceArn, prefix }: LogWriter, index: number): object[] {
  const common = { Effect: "Allow", Principal: { Service: "delivery.logs.amazonaws.com" } };
  // The fifth part of the source's ARN: looking the account up would need AWS at plan time.
  const account = Fn.element(Fn.split(":", sourceArn), 4);
  const source = { ArnLike: { "aws:SourceArn": sourceArn } };
  return [
    {
      Sid: `AWSLogDeliveryWrite${index + 1}`,
      ...common,
      Action: "s3:PutObject",
      Resource: `${arn}/${prefix}*`,
      Condition: {
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": account },
        ...source,
      },
    },
    {
      Sid: `AWSLogDeliveryAclCheck${index + 1}`,
      ...common,
      Action: "s3:GetBucketAcl",
      Resource: arn,
      Condition: { StringEquals: { "aws:SourceAccount": account }, ...source },
    },
  ];
}
