// Access logs of distributions: vended delivery in us-east-1 one after the other, and the legacy ones by ACLs.
import { type Block, only, synthesized } from "./synthesized";
import { variants } from "./variants";

describe("logs of version 2", () => {
  const { resource } = synthesized(variants["logs of version 2 on two distributions"]);
  const of = (type: string, id: string): Block => resource[type]![id]!;

  test("are delivered from the distribution to a prefix of the bucket, with the fields of the config", () => {
    expect(of("aws_cloudwatch_log_delivery_source", "logs_site_source")).toMatchObject({
      log_type: "ACCESS_LOGS",
      resource_arn: "${aws_cloudfront_distribution.distribution_site.arn}",
    });
    expect(of("aws_cloudwatch_log_delivery_destination", "logs_site_destination")).toMatchObject({
      output_format: "w3c",
      delivery_destination_configuration: [
        { destination_resource_arn: "${aws_s3_bucket.bucket_logs.arn}/cloudfront/site" },
      ],
    });
    expect(of("aws_cloudwatch_log_delivery", "logs_site")).toMatchObject({
      delivery_source_name: "${aws_cloudwatch_log_delivery_source.logs_site_source.name}",
      delivery_destination_arn: "${aws_cloudwatch_log_delivery_destination.logs_site_destination.arn}",
      record_fields: ["date", "time", "c-ip", "sc-status"],
    });
  });

  test.each([
    "aws_cloudwatch_log_delivery",
    "aws_cloudwatch_log_delivery_source",
    "aws_cloudwatch_log_delivery_destination",
  ])("%s is in us-east-1, where alone CloudFront knows it", (type) => {
    expect(Object.values(resource[type]!).map(({ provider }) => provider)).toEqual([
      "aws.us_east_1",
      "aws.us_east_1",
    ]);
  });

  test("leave the suffix path to AWS: the provider fails where AWS gives back another one", () => {
    expect(of("aws_cloudwatch_log_delivery", "logs_site")).not.toHaveProperty("s3_delivery_configuration");
  });

  test("are made one after the other, each once the bucket lets AWS write", () => {
    const { depends_on: first } = of("aws_cloudwatch_log_delivery", "logs_site");
    expect(first).toEqual(["aws_s3_bucket_policy.bucket_logs_policy"]);
    expect(of("aws_cloudwatch_log_delivery", "logs_docs")["depends_on"]).toEqual([
      ...first,
      "aws_cloudwatch_log_delivery.logs_site",
    ]);
  });

  test("have names of at most 60 characters, as CloudWatch demands", () => {
    const long = synthesized({
      ...variants["logs of version 2 on two distributions"],
      stack: "a-name-of-thirty-two-characters0-environment-of-thirty-characters",
    }).resource;
    for (const type of ["aws_cloudwatch_log_delivery_source", "aws_cloudwatch_log_delivery_destination"])
      for (const { name } of Object.values(long[type]!)) expect(name).toMatch(/^[\w-]{1,60}$/);
  });

  test("are written by the delivery of this distribution alone, below its prefix", () => {
    const policy: string = of("aws_s3_bucket_policy", "bucket_logs_policy")["policy"];
    const written = JSON.parse(policy.replaceAll('split(":"', "split(':'")).Statement.filter(
      ({ Principal }: Block) => Principal.Service === "delivery.logs.amazonaws.com",
    );
    expect(written.map(({ Sid, Resource }: Block) => [Sid, Resource])).toEqual([
      ["AWSLogDeliveryWrite1", "${aws_s3_bucket.bucket_logs.arn}/cloudfront/site/*"],
      ["AWSLogDeliveryAclCheck1", "${aws_s3_bucket.bucket_logs.arn}"],
      ["AWSLogDeliveryWrite2", "${aws_s3_bucket.bucket_logs.arn}/cloudfront/docs/*"],
      ["AWSLogDeliveryAclCheck2", "${aws_s3_bucket.bucket_logs.arn}"],
    ]);
    expect(written[0].Condition).toEqual({
      StringEquals: {
        "s3:x-amz-acl": "bucket-owner-full-control",
        "aws:SourceAccount":
          "${element(split(':', aws_cloudwatch_log_delivery_source.logs_site_source.arn), 4)}",
      },
      ArnLike: { "aws:SourceArn": "${aws_cloudwatch_log_delivery_source.logs_site_source.arn}" },
    });
  });
});

describe("logs of version 1", () => {
  const json = synthesized(variants["logs of version 1"]);

  test("go to a bucket that takes ACLs, once it does", () => {
    expect(only(json, "aws_cloudfront_distribution")["logging_config"]).toEqual({
      bucket: "${aws_s3_bucket_ownership_controls.bucket_logs_ownership_controls.bucket}.s3.amazonaws.com",
      prefix: "cloudfront/site/",
      include_cookies: true,
    });
    const { bucket_logs_ownership_controls: logs, bucket_client_ownership_controls: client } =
      json.resource["aws_s3_bucket_ownership_controls"]!;
    expect(logs!["rule"]).toEqual({ object_ownership: "BucketOwnerPreferred" });
    expect(client!["rule"]).toEqual({ object_ownership: "BucketOwnerEnforced" });
  });

  test("have no delivery", () => {
    expect(json.resource).not.toHaveProperty("aws_cloudwatch_log_delivery");
  });
});
