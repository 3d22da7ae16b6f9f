// Buckets beyond their defaults: keys, lifecycle, CORS, objects, tags, and who may write logs.
import { ContentBucket } from "../../modules";
import { type Block, inPlainStack, only, synthesized } from "./synthesized";
import { hostile, variants } from "./variants";

const json = synthesized(variants["buckets with every setting"]);
const of = (type: string, id: string): Block => json.resource[type]![id]!;
const statements = (policy: string): Block[] => JSON.parse(policy).Statement;

describe("a key of its own", () => {
  test("encrypts the bucket, with one call of KMS for many objects", () => {
    expect(
      of("aws_s3_bucket_server_side_encryption_configuration", "bucket_client_encryption")["rule"],
    ).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: "${aws_kms_key.bucket_client_encryption_key.arn}",
        },
        bucket_key_enabled: true,
      },
    ]);
    expect(of("aws_kms_key", "bucket_client_encryption_key")).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
    });
  });

  test("may be used by the account and by exactly the distributions that read the bucket, in one apply", () => {
    const { policy } = of("aws_kms_key_policy", "bucket_client_encryption_key_policy");
    const key = 'split(":", aws_kms_key.bucket_client_encryption_key.arn)';
    expect(statements(policy.replaceAll('split(":"', "split(':'"))).toEqual([
      {
        Sid: "Account",
        Effect: "Allow",
        Principal: {
          AWS: `arn:\${element(${key}, 1)}:iam::\${element(${key}, 4)}:root`.replaceAll('":"', "':'"),
        },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "CloudFront",
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: { "AWS:SourceArn": "${aws_cloudfront_distribution.distribution_site.arn}" },
        },
      },
    ]);
    expect(policy).not.toContain("distribution/*");
  });

  test("is not made where the config names one; an output has the statement that its policy needs", () => {
    const { kms_master_key_id } = of(
      "aws_s3_bucket_server_side_encryption_configuration",
      "bucket_media_encryption",
    )["rule"][0].apply_server_side_encryption_by_default;
    expect(kms_master_key_id).toMatch(/^arn:aws:kms:ap-northeast-2:/);
    expect(Object.keys(json.resource["aws_kms_key"]!)).toEqual(["bucket_client_encryption_key"]);
    expect((json as Block)["output"].bucket_media_kms_statement.value).toContain('"kms:Decrypt"');
  });
});

test("objects are uploaded once they would be encrypted, with hostile text unchanged but for Terraform's marks", () => {
  const objects = of("aws_s3_object", "bucket_client_object");
  expect(objects).toMatchObject({
    key: "${each.key}",
    content: "${each.value.content}",
    depends_on: ["aws_s3_bucket_server_side_encryption_configuration.bucket_client_encryption"],
    for_each: {
      "robots.txt": { content: "User-agent: *\n", content_type: "text/plain", cache_control: null },
    },
  });
  expect(objects["for_each"]["errors/403.json"].content).toContain("$${var.x}");
  expect(hostile).toContain("${var.x}");
});

test("lifecycle rules are those of the config", () => {
  const rules: Block[] = of("aws_s3_bucket_lifecycle_configuration", "bucket_client_lifecycle")["rule"];
  expect(rules.map(({ id }) => id)).toEqual([
    "expire-old-versions",
    "abort-unfinished-uploads",
    "change-storage-class",
  ]);
  expect(rules[1]!["abort_incomplete_multipart_upload"]).toEqual([{ days_after_initiation: 3 }]);
  expect(rules[2]!["transition"]).toEqual([{ days: 30, storage_class: "INTELLIGENT_TIERING" }]);
  const logs: Block[] = of("aws_s3_bucket_lifecycle_configuration", "bucket_logs_lifecycle")["rule"];
  expect(logs.at(-1)).toMatchObject({ id: "expire-objects", expiration: [{ days: 90 }] });
});

test("CORS rules and tags are those of the config", () => {
  expect(of("aws_s3_bucket_cors_configuration", "bucket_client_cors")["cors_rule"]).toEqual([
    {
      allowed_origins: ["https://app.example.com"],
      allowed_methods: ["GET", "PUT"],
      allowed_headers: ["Content-Type"],
      expose_headers: ["ETag"],
      max_age_seconds: 600,
    },
  ]);
  expect(of("aws_s3_bucket", "bucket_client")["tags"]["data-class"]).toContain("$${var.x}");
  expect(of("aws_s3_bucket", "bucket_logs")).not.toHaveProperty("tags");
});

describe("server access logs", () => {
  test("go to another bucket, once that lets S3 write them", () => {
    expect(of("aws_s3_bucket_logging", "bucket_client_logging")).toMatchObject({
      bucket: "${aws_s3_bucket.bucket_client.id}",
      target_bucket: "${aws_s3_bucket.bucket_logs.id}",
      target_prefix: "s3/client/",
      depends_on: ["aws_s3_bucket_policy.bucket_logs_policy"],
    });
  });

  test("may be written by S3 for these buckets alone, each below its prefix", () => {
    const logs = statements(of("aws_s3_bucket_policy", "bucket_logs_policy")["policy"]).filter(({ Sid }) =>
      Sid.startsWith("ServerAccessLogs"),
    );
    expect(
      logs.map(({ Principal, Action, Resource, Condition }) => [Principal, Action, Resource, Condition]),
    ).toEqual(
      ["client", "media"].map((id) => [
        { Service: "logging.s3.amazonaws.com" },
        "s3:PutObject",
        `\${aws_s3_bucket.bucket_logs.arn}/s3/${id}/*`,
        { ArnLike: { "aws:SourceArn": `\${aws_s3_bucket.bucket_${id}.arn}` } },
      ]),
    );
  });
});

test("alone in any CDKTF app, a bucket needs a name and nothing else", () => {
  const plain = inPlainStack((stack) => new ContentBucket(stack, "content", { name: "a-bucket" }));
  expect(only(plain, "aws_s3_bucket")).toMatchObject({ bucket: "a-bucket", force_destroy: false });
  expect(plain.resource).not.toHaveProperty("aws_kms_key");
  expect(only(plain, "aws_s3_bucket_ownership_controls")["rule"]).toEqual({
    object_ownership: "BucketOwnerEnforced",
  });
});
