// The bucket: closed to everyone but the distributions that use it, encrypted, versioned, nothing over plain HTTP.
import { bucketOrigin, CdnDistribution, ContentBucket } from "../../modules";
import { moathon } from "../projects";
import { type Block, inPlainStack, only, synthesized, type TerraformJson } from "./synthesized";
import { variants } from "./variants";

const closed = synthesized(moathon);
const website = synthesized(variants["website bucket"]);
const tuned = synthesized(variants["custom policies, error pages, two origin paths"]);
const statements = (json: TerraformJson): Block[] =>
  JSON.parse(only(json, "aws_s3_bucket_policy")["policy"]).Statement;
const bucket = "${aws_s3_bucket.bucket_client.arn}";

test("blocks every kind of public access, with ACLs off", () => {
  expect(only(closed, "aws_s3_bucket_public_access_block")).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(only(closed, "aws_s3_bucket_ownership_controls")["rule"]).toEqual({
    object_ownership: "BucketOwnerEnforced",
  });
});

test("is encrypted with keys of S3", () => {
  const [rule] = only(closed, "aws_s3_bucket_server_side_encryption_configuration")["rule"];
  expect(rule.apply_server_side_encryption_by_default).toEqual({ sse_algorithm: "AES256" });
});

test("lets one distribution read, by its exact ARN, and nobody without TLS", () => {
  expect(statements(closed)).toEqual([
    {
      Sid: "DenyPlainHttp",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [bucket, `${bucket}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "HideReserved",
      Effect: "Deny",
      Action: "s3:GetObject",
      Resource: `${bucket}/.httpsmith/*`,
      Principal: { Service: "cloudfront.amazonaws.com" },
    },
    {
      Sid: "Read",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: `${bucket}/*`,
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: {
        StringEquals: { "AWS:SourceArn": "${aws_cloudfront_distribution.distribution_site.arn}" },
      },
    },
  ]);
});

test("lets every distribution that uses it read", () => {
  const site = moathon.distributions["site"]!;
  const json = synthesized({ ...moathon, distributions: { site, docs: { ...site, id: "docs" } } });
  expect(statements(json)[2]!["Condition"].StringEquals["AWS:SourceArn"]).toEqual([
    "${aws_cloudfront_distribution.distribution_site.arn}",
    "${aws_cloudfront_distribution.distribution_docs.arn}",
  ]);
});

test("is listed only on request, by the same readers", () => {
  expect(JSON.stringify(statements(closed))).not.toContain("s3:ListBucket");
  expect(statements(tuned)[3]).toMatchObject({
    Action: "s3:ListBucket",
    Resource: bucket,
    Principal: { Service: "cloudfront.amazonaws.com" },
  });
});

test("keeps versions for 30 days and unfinished uploads for 7", () => {
  expect(only(closed, "aws_s3_bucket_versioning")["versioning_configuration"]).toEqual({ status: "Enabled" });
  const [old, unfinished] = only(closed, "aws_s3_bucket_lifecycle_configuration")["rule"];
  expect(old).toMatchObject({ noncurrent_version_expiration: [{ noncurrent_days: 30 }], filter: [{}] });
  expect(unfinished).toMatchObject({
    abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
    filter: [{}],
  });
});

test("without versioning is suspended, not disabled, which S3 refuses for a bucket that had it", () => {
  expect(only(tuned, "aws_s3_bucket_versioning")["versioning_configuration"]).toEqual({
    status: "Suspended",
  });
  expect(only(tuned, "aws_s3_bucket_lifecycle_configuration")["rule"][0]).toMatchObject({
    noncurrent_version_expiration: [{ noncurrent_days: 7 }],
  });
});

test("is deleted with its objects only on request", () => {
  expect(only(closed, "aws_s3_bucket")["force_destroy"]).toBe(false);
  expect(only(tuned, "aws_s3_bucket")["force_destroy"]).toBe(true);
});

describe("a website", () => {
  test("has public objects by policy alone, written once the block lets it", () => {
    expect(only(website, "aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      ignore_public_acls: true,
      block_public_policy: false,
      restrict_public_buckets: false,
    });
    expect(only(website, "aws_s3_bucket_policy")["depends_on"]).toEqual([
      "aws_s3_bucket_public_access_block.bucket_client_public_access_block",
    ]);
    expect(statements(website)[2]).toMatchObject({ Effect: "Allow", Principal: "*", Action: "s3:GetObject" });
  });

  test("refuses plain HTTP for all but what is public: its endpoint has no TLS", () => {
    expect(statements(website)[0]).toMatchObject({
      Effect: "Deny",
      NotAction: ["s3:GetObject", "s3:ListBucket"],
    });
  });

  test("keeps from the public and from other accounts what publish remembers, but not from the role that publishes", () => {
    expect(statements(website)[1]).toEqual({
      Sid: "HideReserved",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `${bucket}/.httpsmith/*`,
      Condition: { StringNotEquals: { "aws:PrincipalAccount": "$${aws:ResourceAccount}" } },
    });
  });

  test("has an index document", () => {
    expect(only(website, "aws_s3_bucket_website_configuration")["index_document"]).toEqual({
      suffix: "index.html",
    });
  });
});

test("alone in any CDKTF app, serves a distribution", () => {
  const json = inPlainStack((stack) => {
    const content = new ContentBucket(stack, "content", { name: "content-1" });
    new CdnDistribution(stack, "cdn", {
      behaviors: [{ path: "*", origin: bucketOrigin({ bucket: content }) }],
    });
  });
  expect(statements(json)[2]!["Condition"].StringEquals["AWS:SourceArn"]).toMatch(
    /^\$\{aws_cloudfront_distribution\.cdn_\w+\.arn\}$/,
  );
  expect(only(json, "aws_cloudfront_distribution")["default_root_object"]).toBe("index.html");
});
