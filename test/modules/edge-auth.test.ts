// The example edge-auth: one path behind a token, 403 as JSON, a name of its own. What Terraform gets for it.
import { exampleProjects } from "../example-projects";
import { type Json, only, synthesized } from "./synthesized";

const { projects } = exampleProjects.find(({ name }) => name === "edge-auth")!;
const json = synthesized(projects[0]!);
const distribution: Json = only(json, "aws_cloudfront_distribution");
const [guarded] = distribution.ordered_cache_behavior;

test("only /ex-img/* has the function, and its objects lie below /v1", () => {
  expect(distribution.ordered_cache_behavior).toHaveLength(1);
  expect(guarded).toMatchObject({
    path_pattern: "/ex-img/*",
    lambda_function_association: [
      {
        event_type: "viewer-request",
        lambda_arn: "${aws_lambda_function.edge_token.qualified_arn}",
      },
    ],
  });
  const origin = distribution.origin.find((one: Json) => one.origin_id === guarded.target_origin_id);
  expect(origin.origin_path).toBe("/v1");
  expect(distribution.default_cache_behavior.lambda_function_association).toEqual([]);
});

test("403 is answered with JSON, as 403, for ten seconds", () => {
  expect(distribution.custom_error_response).toEqual([
    {
      error_code: 403,
      error_caching_min_ttl: 10,
      response_code: 403,
      response_page_path: "/403-response.json",
    },
  ]);
});

test("the page is uploaded with the bucket of the default behavior", () => {
  const object = only(json, "aws_s3_object") as Json;
  const { content, content_type } = object.for_each["403-response.json"];
  expect(content_type).toBe("application/json");
  expect(JSON.parse(content)).toEqual({ meta: { code: 403, error_message: "Forbidden" }, data: {} });
});

test("the name has a certificate and alias records", () => {
  expect(distribution.aliases).toEqual(["media.example.com"]);
  expect(distribution.viewer_certificate.ssl_support_method).toBe("sni-only");
  const records: Json[] = Object.values(json.resource["aws_route53_record"]!).filter(
    (one: Json) => one.alias,
  );
  expect(records.map(({ type, for_each }) => `${type} ${JSON.stringify(for_each)}`).sort()).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^A .*media\.example\.com/),
      expect.stringMatching(/^AAAA .*media\.example\.com/),
    ]),
  );
});

test("the function is published in us-east-1, by a role of both services", () => {
  const made = only(json, "aws_lambda_function");
  expect(made).toMatchObject({
    provider: "aws.us_east_1",
    publish: true,
    runtime: "nodejs22.x",
  });
  const [trust] = JSON.parse(only(json, "aws_iam_role")["assume_role_policy"]).Statement;
  expect(trust.Principal.Service).toEqual(["lambda.amazonaws.com", "edgelambda.amazonaws.com"]);
});
