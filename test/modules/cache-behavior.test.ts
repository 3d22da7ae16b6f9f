// Behaviors of a distribution: order, methods, cache and origin request policies, signatures, security headers.
import { CdnDistribution, httpOrigin, securityHeaders } from "../../modules";
import { moathon } from "../projects";
import { type Block, inPlainStack, only, synthesized } from "./synthesized";
import { api, variants, withBehaviors } from "./variants";

const page = moathon.distributions["site"]!.behaviors[0]!;
const optimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const allViewerExceptHost = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

const distributionOf = (json: ReturnType<typeof synthesized>) => only(json, "aws_cloudfront_distribution");
const defaultBehavior = (...args: Parameters<typeof withBehaviors>): Block =>
  distributionOf(synthesized(withBehaviors(...args)))["default_cache_behavior"];

describe("behaviors", () => {
  const made = distributionOf(
    synthesized(variants["server behind the distribution, open to CloudFront alone"]),
  );

  test("keep their order, and the last is the default", () => {
    expect(made["ordered_cache_behavior"].map(({ path_pattern }: Block) => path_pattern)).toEqual([
      "/api/*",
      "/slow/*",
    ]);
    expect(made["default_cache_behavior"]).not.toHaveProperty("path_pattern");
  });

  test("of a bucket: cached reads over HTTPS, nothing forwarded, compressed", () => {
    expect(made["default_cache_behavior"]).toMatchObject({
      allowed_methods: ["GET", "HEAD", "OPTIONS"],
      cached_methods: ["GET", "HEAD"],
      cache_policy_id: optimized,
      viewer_protocol_policy: "redirect-to-https",
      compress: true,
    });
    expect(made["default_cache_behavior"]).not.toHaveProperty("origin_request_policy_id");
  });

  test("of the server: all methods, nothing cached, everything forwarded but Host", () => {
    expect(made["ordered_cache_behavior"][0]).toMatchObject({
      allowed_methods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
      cache_policy_id: disabled,
      origin_request_policy_id: allViewerExceptHost,
    });
  });

  test("say that nobody signs, so that taking `signed` out of the config opens a default behavior again", () => {
    expect(made["default_cache_behavior"]).toMatchObject({ trusted_key_groups: [], trusted_signers: [] });
  });

  test("that are signed trust the key group, and only those", () => {
    const { ordered_cache_behavior: ordered, default_cache_behavior: last } = distributionOf(
      synthesized(variants["signed behaviors"]),
    );
    expect(ordered[0].trusted_key_groups).toEqual(["${aws_cloudfront_key_group.signing_keys.id}"]);
    expect(last.trusted_key_groups).toEqual([]);
  });
});

describe("policies", () => {
  const policy = {
    minTtlSeconds: 0,
    defaultTtlSeconds: 5,
    maxTtlSeconds: 60,
    cookies: "none",
    query: ["b", "a"],
    headers: [],
  } as const;
  const custom = only(
    synthesized(variants["custom policies, error pages, two origin paths"]),
    "aws_cloudfront_cache_policy",
  );

  test("have the TTLs and names of the config", () => {
    expect(custom).toMatchObject({
      min_ttl: 1,
      default_ttl: 60,
      max_ttl: 600,
      parameters_in_cache_key_and_forwarded_to_origin: {
        cookies_config: { cookie_behavior: "none" },
        headers_config: { header_behavior: "whitelist", headers: { items: ["Accept"] } },
        query_strings_config: { query_string_behavior: "whitelist", query_strings: { items: ["v", "w"] } },
        enable_accept_encoding_gzip: false,
        enable_accept_encoding_brotli: false,
      },
    });
  });

  test("forward all headers by leaving Host out: the origin knows no site of the viewer's name", () => {
    const made = Object.values(
      synthesized(variants["custom policies, error pages, two origin paths"]).resource[
        "aws_cloudfront_origin_request_policy"
      ]!,
    );
    expect(made.map((one) => one["headers_config"])).toEqual(
      expect.arrayContaining([
        { header_behavior: "allExcept", headers: { items: ["Host"] } },
        { header_behavior: "whitelist", headers: { items: ["Accept-Language", "Origin"] } },
      ]),
    );
  });

  test("of equal content are one, whatever the order of names: an account has 20 of a kind", () => {
    const json = synthesized(
      withBehaviors(
        { ...page, path: "/a/*", cache: policy },
        { ...page, path: "/b/*", cache: { ...policy, query: ["a", "b"] } },
        page,
      ),
    );
    only(json, "aws_cloudfront_cache_policy");
  });

  test("of AWS's own content are AWS's own", () => {
    const own = defaultBehavior({
      ...page,
      cache: {
        minTtlSeconds: 1,
        defaultTtlSeconds: 86400,
        maxTtlSeconds: 31536000,
        cookies: "none",
        query: "none",
        headers: [],
      },
    });
    expect(own["cache_policy_id"]).toBe(optimized);
    const cors = defaultBehavior({
      ...page,
      forward: {
        cookies: "none",
        query: "none",
        headers: ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"],
      },
    });
    expect(cors["origin_request_policy_id"]).toBe("88a5eaf4-2fd4-4709-b370-b4c650ea3fcf");
  });

  test("of a behavior that does not compress keep encodings out of the key", () => {
    expect(defaultBehavior({ ...page, compress: false })["cache_policy_id"]).toBe(
      "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
    );
  });

  test("that cache nothing have no encodings in the key, which CloudFront refuses", () => {
    const json = synthesized(
      withBehaviors({
        ...page,
        cache: { ...policy, defaultTtlSeconds: 0, maxTtlSeconds: 0, query: "none", headers: ["Accept"] },
      }),
    );
    const key = only(json, "aws_cloudfront_cache_policy")["parameters_in_cache_key_and_forwarded_to_origin"];
    expect(key).toMatchObject({ enable_accept_encoding_gzip: false, enable_accept_encoding_brotli: false });
  });
});

describe("security headers", () => {
  test("of a bucket have CloudFront as their only owner", () => {
    const json = synthesized(moathon);
    expect(only(json, "aws_cloudfront_response_headers_policy")["security_headers_config"]).toEqual({
      strict_transport_security: {
        access_control_max_age_sec: 31536000,
        include_subdomains: false,
        preload: false,
        override: true,
      },
      content_type_options: { override: true },
      frame_options: { frame_option: "DENY", override: true },
      referrer_policy: { referrer_policy: "strict-origin-when-cross-origin", override: true },
    });
  });

  test("of the server are the server's: CloudFront adds none", () => {
    const made = distributionOf(synthesized(withBehaviors(api, page)));
    expect(made["ordered_cache_behavior"][0]).not.toHaveProperty("response_headers_policy_id");
  });

  test("of an origin that owns them are only filled in where it sends none", () => {
    const json = inPlainStack((stack) => {
      const origin = httpOrigin({ host: "api.example.com" });
      new CdnDistribution(stack, "cdn", {
        behaviors: [{ path: "*", origin, responseHeaders: { security: securityHeaders("origin") } }],
      });
    });
    const config: Record<string, Block> = only(json, "aws_cloudfront_response_headers_policy")[
      "security_headers_config"
    ];
    expect(Object.values(config).map(({ override }) => override)).toEqual([false, false, false, false]);
  });
});
