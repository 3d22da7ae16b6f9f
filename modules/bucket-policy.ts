// The policy of a content bucket: who may read, and nothing over plain HTTP.
import { type LogWriter, logStatements } from "./log-writers";
import { terraformString } from "./terraform-string";

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

// A variable of IAM, not of Terraform.
const ownAccount = terraformString("${aws:ResourceAccount}");

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

// What `publish` remembers in the bucket, copies of pages that were taken down among it, is nobody's business but that
// of the bucket's own account, where the deploy role is. Anonymous requests have no account, and a negated operator
// matches where its key is missing (IAM User Guide, "IAM JSON policy elements: Condition operators").
function hideReserved({ arn, access }: BucketPolicyInput): object {
  return {
    Sid: "HideReserved",
    Effect: "Deny",
    Action: "s3:GetObject",
    Resource: `${arn}/.httpsmith/*`,
    ...(access === "website"
      ? { Principal: "*", Condition: { StringNotEquals: { "aws:PrincipalAccount": ownAccount } } }
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
