// The origin-verify secret in the Terraform: a reference to a sensitive variable, and its value nowhere.
import { originHttps } from "../projects";
import { only, synthesized } from "./synthesized";
import { variants } from "./variants";

const json = synthesized(originHttps);
const origins = only(json, "aws_cloudfront_distribution")["origin"];

test("CloudFront sends the variable to the server, and nothing to the bucket", () => {
  const headers = Object.fromEntries(
    origins.map(({ origin_id, custom_header = [] }: Record<string, unknown>) => [origin_id, custom_header]),
  );
  expect(headers).toEqual({
    bucket_client: [],
    server: [{ name: "X-Origin-Verify", value: "${var.origin_verify_secret}" }],
  });
});

test("the distribution is changed only with a value that the server's script takes", () => {
  expect(only(json, "aws_cloudfront_distribution")["lifecycle"]).toEqual({
    precondition: [
      {
        condition: '${can(regex("^[0-9a-f]{32}$", var.origin_verify_secret))}',
        error_message: expect.any(String),
      },
    ],
  });
});

test("the variable is sensitive, has no default, and does not check itself: Terraform would print its value", () => {
  const { variable } = json as unknown as { variable: Record<string, object> };
  expect(variable).toEqual({
    origin_verify_secret: {
      type: "string",
      sensitive: true,
      nullable: false,
      description: expect.stringContaining("TF_VAR_origin_verify_secret"),
    },
  });
});

test("two origins of the server share one variable", () => {
  const both = synthesized(variants["server behind the distribution, open to CloudFront alone"]);
  const values = only(both, "aws_cloudfront_distribution")["origin"].flatMap(
    ({ custom_header = [] }: { custom_header?: { value: string }[] }) =>
      custom_header.map(({ value }) => value),
  );
  expect(values).toEqual(["${var.origin_verify_secret}", "${var.origin_verify_secret}"]);
});

test("without the layout there is neither header nor variable", () => {
  const plain = synthesized({ ...originHttps, server: { ...originHttps.server!, originVerify: null } });
  expect(JSON.stringify(plain)).not.toMatch(/origin.verify/i);
});
