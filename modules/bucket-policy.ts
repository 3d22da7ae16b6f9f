// The policy of a content bucket: who may read, and nothing over plain HTTP.
import { type LogWriter, logStatements } from "./log-writers";

export interface BucketPolicyInput {
  readonly arn: string;
  readonly access: "oac" | "website";
  /** ARNs of the distributions that read a bucket behind OAC. */
  readonly readers: readonly string[];
  readonly logWriters: readonly LogWriter[];
  readonly listBucket: boolean;
}

/** @returns an IAM policy document as JSON text */
export function bucketPolicy(input: BucketPolicyInput): string {
  const readers = input.access === "website" ? [{ Principal: "*" }] : distributionReaders(input.readers);
  const reads = readers.flatMap((reader) => readStatements(input, reader));
  const writes = logStatements(input.arn, input.logWriters);
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [denyPlainHttp(input), hideReserved(input), ...reads, ...writes],
  });
}

function denyPlainHttp({ arn, access, listBucket }: BucketPolicyInput): object {
  // The website endpoint speaks HTTP only, so there what is public anyway stays readable over it.
  const open = listBucket ? ["s3:GetObject", "s3:ListBucket"] : ["s3:GetObject"];
  return {
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: "*",
    ...(access === "website" ? { NotAction: open } : { Action: "s3:*" }),
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

// What `publish` remembers in the bucket, copies of pages that were taken down among it, is nobody's business. Only
// anonymous requests have no principal's ARN (IAM User Guide, aws:PrincipalArn); the deploy role has one.
function hideReserved({ arn, access }: BucketPolicyInput): object {
  return {
    Sid: "HideReserved",
    Effect: "Deny",
    Action: "s3:GetObject",
    Resource: `${arn}/.httpsmith/*`,
    ...(access === "website"
      ? { Principal: "*", Condition: { Null: { "aws:PrincipalArn": "true" } } }
      : { Principal: { Service: "cloudfront.amazonaws.com" } }),
  };
}

// CloudFront signs as a service of all its customers: without the source ARN anyone's distribution could read.
function distributionReaders(arns: readonly string[]): object[] {
  if (arns.length === 0) return [];
  const source = arns.length === 1 ? arns[0] : arns;
  return [
    {
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: { StringEquals: { "AWS:SourceArn": source } },
    },
  ];
}

function readStatements({ arn, listBucket }: BucketPolicyInput, reader: object): object[] {
  const read = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: `${arn}/*`, ...reader };
  const list = { Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: arn, ...reader };
  return listBucket ? [read, list] : [read];
}
