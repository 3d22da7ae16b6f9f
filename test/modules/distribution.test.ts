// The distribution: origins, viewer certificate, error pages, the function of a single-page app.
import { CdnDistribution, httpOrigin } from "../../modules";
import { moathon } from "../projects";
import { type Block, inPlainStack, only, synthesized } from "./synthesized";
import { api, variants, withSite } from "./variants";

const page = moathon.distributions["site"]!.behaviors[0]!;
const distributionOf = (json: ReturnType<typeof synthesized>) => only(json, "aws_cloudfront_distribution");

describe("origins", () => {
  test("are one for each place, also when several behaviors use it", () => {
    const { origin } = distributionOf(
      synthesized(variants["custom policies, error pages, two origin paths"]),
    );
    expect(origin.map(({ origin_id, origin_path }: Block) => [origin_id, origin_path])).toEqual([
      ["bucket_client/v1", "/v1"],
      ["bucket_client", ""],
    ]);
  });

  test("a bucket behind OAC has its regional name, and signatures that a viewer cannot replace", () => {
    const json = synthesized(moathon);
    expect(distributionOf(json)["origin"][0]).toMatchObject({
      domain_name: "${aws_s3_bucket.bucket_client.bucket_regional_domain_name}",
      origin_access_control_id: "${aws_cloudfront_origin_access_control.bucket_client_oac.id}",
    });
    expect(only(json, "aws_cloudfront_origin_access_control")).toMatchObject({
      signing_behavior: "always",
      signing_protocol: "sigv4",
    });
  });

  test("a website endpoint is a custom origin over HTTP, without OAC, at the name that the region gives it", () => {
    const json = synthesized(variants["website bucket"]);
    expect(distributionOf(json)["origin"][0]).toMatchObject({
      domain_name: "${aws_s3_bucket_website_configuration.bucket_client_website.website_endpoint}",
      custom_origin_config: { origin_protocol_policy: "http-only" },
    });
    expect(json.resource).not.toHaveProperty("aws_cloudfront_origin_access_control");
  });

  test("the server is reached over HTTPS with TLS 1.2; another wait is another origin", () => {
    const { origin } = distributionOf(
      synthesized(variants["server behind the distribution, open to CloudFront alone"]),
    );
    expect(origin.slice(0, 2)).toMatchObject([
      {
        origin_id: "server",
        domain_name: "54.180.1.2.nip.io",
        custom_origin_config: {
          origin_protocol_policy: "https-only",
          origin_ssl_protocols: ["TLSv1.2"],
          origin_read_timeout: 30,
        },
      },
      {
        origin_id: expect.stringMatching(/^server\/v1 [0-9a-f]{6}$/),
        origin_path: "/v1",
        custom_origin_config: { origin_read_timeout: 60 },
      },
    ]);
  });
});

describe("the viewer certificate", () => {
  test("of CloudFront leaves the protocol alone, which it fixes itself", () => {
    expect(distributionOf(synthesized(moathon))["viewer_certificate"]).toEqual({
      cloudfront_default_certificate: true,
    });
  });

  test("of one's own says how it is served", () => {
    const { viewer_certificate, aliases } = distributionOf(
      synthesized(variants["certificate by ARN, policies of 2025"]),
    );
    expect(aliases).toEqual(["app.example.com"]);
    expect(viewer_certificate).toEqual({
      acm_certificate_arn:
        "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-1111-2222-3333-444455556666",
      minimum_protocol_version: "TLSv1.2_2025",
      ssl_support_method: "sni-only",
    });
  });
});

test("error pages replace body and status, or set the time in the cache alone", () => {
  const made = distributionOf(synthesized(variants["custom policies, error pages, two origin paths"]));
  expect(made["custom_error_response"]).toEqual([
    { error_code: 404, response_code: 404, response_page_path: "/404.html", error_caching_min_ttl: 10 },
    { error_code: 503, error_caching_min_ttl: 0 },
  ]);
});

test("the settings of the whole distribution arrive", () => {
  expect(
    distributionOf(synthesized(variants["custom policies, error pages, two origin paths"])),
  ).toMatchObject({
    enabled: false,
    price_class: "PriceClass_100",
    http_version: "http2",
    is_ipv6_enabled: true,
    comment: "moathon site",
    default_root_object: "index.html",
    restrictions: { geo_restriction: { restriction_type: "none", locations: [] } },
  });
});

test("the function of a single-page app runs on the default behavior alone", () => {
  const project = withSite({ spa: true, behaviors: [api, page] });
  const made = distributionOf(synthesized(project));
  expect(made["default_cache_behavior"].function_association).toEqual([
    {
      event_type: "viewer-request",
      function_arn: expect.stringMatching(/^\$\{aws_cloudfront_function\.spa_fallback_\w+\.arn\}$/),
    },
  ]);
  expect(made["ordered_cache_behavior"][0].function_association).toEqual([]);
});

describe("alone in any CDKTF app", () => {
  const origin = httpOrigin({ host: "api.example.com" });

  test("needs behaviors and nothing else", () => {
    const json = inPlainStack(
      (stack) => new CdnDistribution(stack, "cdn", { behaviors: [{ path: "*", origin }] }),
    );
    expect(distributionOf(json)).toMatchObject({
      enabled: true,
      http_version: "http2and3",
      is_ipv6_enabled: true,
      comment: "plain/cdn",
      default_root_object: "",
      default_cache_behavior: { viewer_protocol_policy: "redirect-to-https", compress: true },
    });
  });

  test("takes a published Lambda@Edge version", () => {
    const edge = [
      { event: "origin-request", versionArn: "arn:aws:lambda:us-east-1:111122223333:function:a:1" },
    ] as const;
    const json = inPlainStack(
      (stack) => new CdnDistribution(stack, "cdn", { behaviors: [{ path: "*", origin, edge }] }),
    );
    expect(distributionOf(json)["default_cache_behavior"].lambda_function_association).toEqual([
      { event_type: "origin-request", lambda_arn: edge[0].versionArn, include_body: false },
    ]);
  });

  test("rejects behaviors that do not end in *", () => {
    expect(() =>
      inPlainStack((stack) => new CdnDistribution(stack, "cdn", { behaviors: [{ path: "/a", origin }] })),
    ).toThrow('got "/a"');
  });

  test("rejects a function of a single-page app beside Lambda@Edge on viewer events, as CloudFront does", () => {
    const edge = [
      { event: "viewer-response", versionArn: "arn:aws:lambda:us-east-1:111122223333:function:a:1" },
    ] as const;
    expect(() =>
      inPlainStack(
        (stack) => new CdnDistribution(stack, "cdn", { spa: true, behaviors: [{ path: "*", origin, edge }] }),
      ),
    ).toThrow("viewer-response");
  });
});
