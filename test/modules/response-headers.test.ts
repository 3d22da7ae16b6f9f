// Response headers policies: security, CORS, custom and removed headers, timing; one for each content.
import { type Block, only, synthesized } from "./synthesized";
import { variants } from "./variants";

const json = synthesized(variants["response headers of every kind, smooth streaming, cached OPTIONS"]);
const policies = Object.values(json.resource["aws_cloudfront_response_headers_policy"]!);
const rich = policies.find(({ custom_headers_config }) => custom_headers_config)!;
const { ordered_cache_behavior: ordered } = only(json, "aws_cloudfront_distribution");

test("have every header of the config, and leave to the origin what is its own", () => {
  expect(rich["security_headers_config"]).toEqual({
    strict_transport_security: {
      access_control_max_age_sec: 31536000,
      include_subdomains: true,
      preload: true,
      override: false,
    },
    content_type_options: { override: false },
    frame_options: { frame_option: "SAMEORIGIN", override: false },
    referrer_policy: { referrer_policy: "no-referrer", override: false },
    content_security_policy: { content_security_policy: "default-src 'self'", override: false },
  });
  expect(rich).toMatchObject({
    cors_config: {
      access_control_allow_origins: { items: ["https://app.example.com"] },
      access_control_allow_methods: { items: ["GET", "HEAD"] },
      access_control_allow_headers: { items: ["Content-Type"] },
      access_control_expose_headers: { items: ["ETag"] },
      access_control_allow_credentials: true,
      access_control_max_age_sec: 600,
      origin_override: false,
    },
    custom_headers_config: { items: [{ header: "X-Robots-Tag", value: "noindex $${x}", override: true }] },
    remove_headers_config: { items: [{ header: "X-Powered-By" }] },
    server_timing_headers_config: { enabled: true, sampling_rate: 5 },
  });
});

test("may be CORS alone", () => {
  const open = policies.find((one) => one["cors_config"]?.origin_override === true)!;
  expect(open).not.toHaveProperty("security_headers_config");
  expect(open["cors_config"]).not.toHaveProperty("access_control_expose_headers");
});

test("are one for each content", () => {
  expect(policies).toHaveLength(3);
  expect(new Set(ordered.map((one: Block) => one["response_headers_policy_id"])).size).toBe(2);
});

test("smooth streaming and cached OPTIONS are set on their behavior alone", () => {
  expect(ordered.map((one: Block) => [one["smooth_streaming"], one["cached_methods"]])).toEqual([
    [true, ["GET", "HEAD", "OPTIONS"]],
    [false, ["GET", "HEAD"]],
  ]);
});
