// The role for GitHub: whom it trusts, and that it can do what a publish does and nothing else.
import { DeployRole } from "../../modules";

import { addresses, inPlainStack, only, synthesized, type TerraformJson } from "./synthesized";
import { hostile, variants } from "./variants";

const site = synthesized(variants["deploy role, new provider"]);
const existing = synthesized(variants["deploy role, existing provider, origin path"]);
const bucket = "${aws_s3_bucket.bucket_client.arn}";
const policy = (json: TerraformJson) =>
  JSON.parse(only(json, "aws_iam_role_policy")["policy"]).Statement as Record<string, unknown>[];
const trust = (json: TerraformJson) => JSON.parse(only(json, "aws_iam_role")["assume_role_policy"]).Statement;

test("trusts one branch of one repository, by audience and subject to the letter", () => {
  expect(trust(site)).toEqual([
    {
      Effect: "Allow",
      Principal: { Federated: "${aws_iam_openid_connect_provider.deploy_role_github.arn}" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:moathon/client:ref:refs/heads/main",
        },
      },
    },
  ]);
  expect(only(site, "aws_iam_openid_connect_provider")).toMatchObject({
    url: "https://token.actions.githubusercontent.com",
    client_id_list: ["sts.amazonaws.com"],
  });
});

test("takes the provider that the account has, since it can have one only", () => {
  expect(existing.resource).not.toHaveProperty("aws_iam_openid_connect_provider");
  expect(trust(existing)[0].Principal.Federated).toBe(
    "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
  );
});

test("may do what a publish does, on this bucket and this distribution alone", () => {
  expect(policy(site)).toEqual([
    { Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: [bucket] },
    {
      Sid: "Objects",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      Resource: [`${bucket}/*`],
    },
    {
      Sid: "Invalidate",
      Effect: "Allow",
      Action: ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"],
      Resource: ["${aws_cloudfront_distribution.distribution_site.arn}"],
    },
  ]);
});

test("may use the key of a bucket that has one, without which S3 would refuse every upload", () => {
  const project = variants["deploy role, new provider"];
  const client = project.buckets["client"]!;
  const json = synthesized({ ...project, buckets: { client: { ...client, kms: { create: true } } } });
  expect(policy(json)[2]).toEqual({
    Sid: "Keys",
    Effect: "Allow",
    Action: ["kms:GenerateDataKey", "kms:Decrypt"],
    Resource: ["${aws_kms_key.bucket_client_encryption_key.arn}"],
  });
});

test("below an origin path it reaches that path and its own records", () => {
  expect(policy(existing)[1]!["Resource"]).toEqual([`${bucket}/v1/*`, `${bucket}/.httpsmith/*`]);
});

test("has no wildcard in an action, and none in a resource but below a bucket", () => {
  for (const json of [site, existing]) {
    for (const { Action, Resource } of policy(json)) {
      expect([Action].flat().filter((action) => String(action).includes("*"))).toEqual([]);
      expect([Resource].flat().filter((one) => !/\.arn\}(\/.*)?$/.test(String(one)))).toEqual([]);
    }
  }
});

test("tells its ARN as an output, and is not there unless it is asked for", () => {
  expect(site.output["deploy_role_arn"]!["value"]).toBe("${aws_iam_role.deploy_role.arn}");
  const without = addresses(synthesized(variants["website bucket"]));
  expect(without.filter((address) => /deploy|openid|iam_role/.test(address))).toEqual([]);
});

test("stands in the app of somebody else", () => {
  const json = inPlainStack((stack) => {
    const place = { bucketArn: "arn:aws:s3:::b", path: "" };
    const distributionArns = ["arn:aws:cloudfront::111122223333:distribution/E2QWRUHAPOMQZL"];
    new DeployRole(stack, "role", { subject: "repo:a/b:environment:c", places: [place], distributionArns });
  });
  expect(policy(json)[1]!["Resource"]).toEqual(["arn:aws:s3:::b/*"]);
});

test("a subject of hostile text stays text", () => {
  const json = inPlainStack((stack) => {
    new DeployRole(stack, "role", { subject: hostile, places: [], distributionArns: [] });
  });
  expect(only(json, "aws_iam_role")["assume_role_policy"]).not.toMatch(/(?<!\$)\$\{var/);
});
