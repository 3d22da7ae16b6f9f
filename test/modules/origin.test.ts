// Origins: places, settings, headers in clear and secret ones, and groups of two.
import type { BehaviorOrigin } from "../../config/project";
import { CdnDistribution, httpOrigin } from "../../modules";
import { clientOrigin, serverOrigin } from "../projects";
import { type Block, inPlainStack, only, synthesized } from "./synthesized";
import { api, hostile, variants, withBehaviors } from "./variants";

const all = synthesized(variants["hosts with every setting, secret headers, failover"]);
const distributionOf = (json: typeof all) => only(json, "aws_cloudfront_distribution");
const origins: Block[] = distributionOf(all)["origin"];
const originOf = (origin: BehaviorOrigin): Block =>
  distributionOf(synthesized(withBehaviors({ ...api, path: "*", origin })))["origin"][0];

test("a host has every setting that the config gives it", () => {
  expect(origins[0]).toEqual({
    origin_id: "images",
    domain_name: "images.example.net",
    origin_path: "/v1",
    connection_attempts: 1,
    connection_timeout: 2,
    custom_header: [
      { name: "X-Site", value: expect.stringContaining("$") },
      { name: "X-Origin-Verify", value: "${var.origin_verify}" },
    ],
    custom_origin_config: {
      http_port: 8080,
      https_port: 8443,
      origin_protocol_policy: "match-viewer",
      origin_ssl_protocols: ["TLSv1.1", "TLSv1.2"],
      origin_read_timeout: 60,
      origin_keepalive_timeout: 30,
    },
    origin_shield: { enabled: true, origin_shield_region: "eu-west-1" },
  });
});

test("text of headers cannot become a template", () => {
  expect(origins[0]!["custom_header"][0].value).toContain("$${var.x}");
  expect(hostile).toContain("${var.x}");
});

test("a host is asked over HTTPS on port 443 with TLS 1.2 or newer, where nothing is said", () => {
  const json = inPlainStack((stack) => {
    const origin = httpOrigin({ host: "images.example.net" });
    new CdnDistribution(stack, "cdn", { behaviors: [{ path: "*", origin }] });
  });
  expect(distributionOf(json)["origin"]).toEqual([
    {
      origin_id: "images.example.net",
      domain_name: "images.example.net",
      origin_path: "",
      connection_attempts: 3,
      connection_timeout: 10,
      custom_header: [],
      custom_origin_config: {
        http_port: 80,
        https_port: 443,
        origin_protocol_policy: "https-only",
        origin_ssl_protocols: ["TLSv1.2"],
        origin_read_timeout: 30,
        origin_keepalive_timeout: 5,
      },
    },
  ]);
});

describe("a secret header", () => {
  test("is one sensitive variable for all origins that have it, without a default", () => {
    expect((all as Block)["variable"]).toEqual({
      origin_verify: {
        description: "A secret of at least 16 characters, given as TF_VAR_origin_verify.",
        type: "string",
        sensitive: true,
        nullable: false,
      },
    });
  });

  test("is checked where it is used: a variable that checks itself would be printed", () => {
    expect(distributionOf(all)["lifecycle"]).toEqual({
      precondition: [
        {
          condition: "${length(var.origin_verify) >= 16}",
          error_message: "origin_verify must have at least 16 characters.",
        },
      ],
    });
  });

  test("may be a variable with the name of a construct", () => {
    const { variable } = synthesized(
      withBehaviors({
        ...api,
        path: "*",
        origin: { ...serverOrigin, secretHeaders: { "X-Verify": "server" } },
      }),
    ) as Block;
    expect(Object.keys(variable)).toEqual(["server"]);
  });
});

describe("the id of an origin", () => {
  test("is its place where nothing else is said", () => {
    expect(originOf({ ...clientOrigin, path: "/v1" })["origin_id"]).toBe("bucket_client/v1");
    expect(originOf(serverOrigin)["origin_id"]).toBe("server");
  });

  test.each<[string, Partial<BehaviorOrigin>]>([
    ["a header", { customHeaders: { a: "b" } }],
    ["a secret header", { secretHeaders: { a: "b" } }],
    ["a shield", { shieldRegion: "eu-west-1" }],
    ["fewer attempts", { connectionAttempts: 2 }],
    ["less time to connect", { connectionTimeoutSeconds: 9 }],
    ["more time to answer", { readTimeoutSeconds: 31 }],
    ["more time to rest", { keepaliveTimeoutSeconds: 6 }],
  ])("is another one with %s", (_, change) => {
    const plain = originOf(serverOrigin)["origin_id"];
    const changed = originOf({ ...serverOrigin, ...change } as BehaviorOrigin)["origin_id"];
    expect(changed).toMatch(/^server [0-9a-f]{6}$/);
    expect(changed).not.toBe(plain);
  });

  test("tells two variables of one header apart", () => {
    const [one, other] = ["one", "other"].map(
      (name) => originOf({ ...serverOrigin, secretHeaders: { "X-Verify": name } })["origin_id"],
    );
    expect(one).not.toBe(other);
  });

  test("has at most 128 characters, as CloudFront demands", () => {
    const label = `${"a".repeat(60)}.`;
    const origin = httpOrigin({ host: `${label.repeat(4)}net` });
    expect(origin.id).toHaveLength(128);
  });

  test("rejects two origins under one", () => {
    const [one, other] = ["a", "b"].map((name) => httpOrigin({ host: `${name}.example.net`, id: "images" }));
    expect(() =>
      inPlainStack(
        (stack) =>
          new CdnDistribution(stack, "cdn", {
            behaviors: [
              { path: "/a/*", origin: one! },
              { path: "*", origin: other! },
            ],
          }),
      ),
    ).toThrow('Two origins of one distribution have the id "images"');
  });
});

describe("failover", () => {
  const { origin_group: groups, ordered_cache_behavior: ordered } = distributionOf(all);

  test("is a group of two origins, both of which the distribution has", () => {
    expect(groups).toEqual([
      {
        origin_id: expect.stringMatching(/^bucket_client or server [0-9a-f]{6}$/),
        failover_criteria: { status_codes: [404, 503] },
        member: [{ origin_id: "bucket_client" }, { origin_id: "server" }],
      },
    ]);
    expect(origins.map(({ origin_id }) => origin_id)).toEqual(
      expect.arrayContaining(["bucket_client", "server"]),
    );
  });

  test("is where the behavior sends its requests", () => {
    expect(ordered[2].target_origin_id).toBe(groups[0].origin_id);
  });

  test("lets CloudFront read a bucket in the second place", () => {
    const json = synthesized(
      withBehaviors({
        ...api,
        path: "*",
        allowedMethods: "read",
        failover: { origin: clientOrigin, statusCodes: [500, 502, 503, 504] },
      }),
    );
    expect(only(json, "aws_s3_bucket_policy")["policy"]).toContain(
      "aws_cloudfront_distribution.distribution_site.arn",
    );
    expect(distributionOf(json)["origin_group"][0].origin_id).toBe("server or bucket_client");
  });

  test("takes the methods that CloudFront allows with it", () => {
    const json = inPlainStack((stack) => {
      const [first, second] = ["a", "b"].map((name) => httpOrigin({ host: `${name}.example.net` }));
      const failover = { origin: second! };
      new CdnDistribution(stack, "cdn", { behaviors: [{ path: "*", origin: first!, failover }] });
    });
    expect(distributionOf(json)["default_cache_behavior"].allowed_methods).toEqual([
      "GET",
      "HEAD",
      "OPTIONS",
    ]);
  });
});
