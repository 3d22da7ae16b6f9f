// Reasons behind one finding: why nothing is cached or compressed, why S3 refuses, who has no room, who redirects in a
// circle. By a stand-in for CloudFront over TLS, and Terraform that is synthesized.
import type { Project } from "../../../config/project";
import type { Finding, Given } from "../../../doctor";
import { behindCloudFront, diagnose, farmWorld, nothingGiven, redirectsTo } from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import {
  errorPage,
  type Served,
  type Site,
  standIn,
  viewer,
  xmlError,
} from "../../doctor/farm/stand-in-edge";
import { synthesized } from "../../modules/synthesized";
import { describeWith } from "../../programs";

const hsts = { "Strict-Transport-Security": "max-age=31536000" };

describeWith(["openssl"], "the doctor says why", () => {
  const farm = new Farm();
  afterAll(() => farm.remove());

  const project = (behavior: object = {}, more: object = {}): Project =>
    behindCloudFront(
      {
        server: undefined,
        buckets: { media: { name: "moathon-media" } },
        distributions: { site: { behaviors: [{ path: "*", origin: { bucket: "media" }, ...behavior }] } },
        ...more,
      },
      { distribution_site_domain_name: viewer },
    );

  async function first(
    of: Project,
    served: Served | Site,
    only: string,
    given: Partial<Given> = {},
  ): Promise<Finding> {
    const site: Site =
      typeof served === "function" ? served : () => ({ ...served, headers: { ...hsts, ...served.headers } });
    const ports = await standIn(farm, farm.pki.leaf({ name: viewer }), site);
    const world = farmWorld(of, ports, farm.pki.text(farm.pki.root), {
      redirects: redirectsTo(viewer, ports),
    });
    const { findings } = await diagnose(of, world, { given: { ...nothingGiven, ...given }, only: [only] });
    return findings[0]!;
  }
  const said = (one: Finding) => `${one.state === "problem" ? one.code : one.state}: ${one.message}`;

  const custom = { minTtlSeconds: 0, defaultTtlSeconds: 0, maxTtlSeconds: 60 };
  const uncached: readonly (readonly [
    what: string,
    cache: unknown,
    headers: Served["headers"],
    why: RegExp,
  ])[] = [
    ["no-store", "static", { "Cache-Control": "no-store" }, /the origin says no-store/],
    ["private", "static", { "Cache-Control": "max-age=60, private" }, /the origin says private/],
    ["a time of nothing", "static", { "Cache-Control": "max-age=0" }, /the origin says max-age=0/],
    ["Vary: *", "static", { Vary: "*" }, /the origin says Vary: \*/],
    ["a cookie", "static", { "Set-Cookie": "a=b" }, /each answer sets a cookie/],
    ["no time, by a policy without one", custom, {}, /names no time and the behavior's default is 0/],
    ["no reason at all", "static", {}, /no reason shows/],
  ];

  test.each(uncached)("nothing is cached: %s", async (_, cache, headers, why) => {
    const served = { headers: headers ?? {}, cached: false, body: "a" };
    const one = await first(project({ cache }), served, "cache");
    expect(said(one)).toMatch(/^doctor\/never-cached/);
    expect(one.message).toMatch(why);
    expect(Object.fromEntries(one.evidence)).toMatchObject({
      "X-Cache": "Miss from cloudfront, then Miss from cloudfront, then Miss from cloudfront",
      "cache key": "path; cookies: none; query: none; headers: none",
    });
  });

  test("what is not meant to be cached is not applicable", async () => {
    expect((await first(project({ cache: "none" }), { cached: false }, "cache")).state).toBe(
      "not-applicable",
    );
  });

  const page = (behavior: object = {}) =>
    behindCloudFront(
      {
        buckets: { client: { name: "moathon-client" } },
        distributions: { site: { behaviors: [{ path: "*", origin: { bucket: "client" }, ...behavior }] } },
        frontend: { distribution: "site", envFile: "frontend/.env.production" },
      },
      { distribution_site_domain_name: viewer },
    );
  const html = (headers: Served["headers"], body = "<!doctype html>".repeat(100)): Served => ({
    headers: { ...hsts, "Content-Type": "text/html; charset=utf-8", ...headers },
    body,
    compressed: false,
  });

  const plain: readonly (readonly [what: string, behavior: object, served: Served, found: RegExp])[] = [
    ["chunks", {}, html({ "Transfer-Encoding": "chunked" }), /^doctor\/not-compressed: .*no Content-Length/],
    [
      "a policy that caches nothing",
      { cache: "none" },
      html({}),
      /^doctor\/not-compressed: .*nothing is cached here/,
    ],
    ["another distribution", {}, html({}), /^doctor\/not-compressed: .*another distribution is deployed/],
    [
      "a type",
      {},
      html({ "Content-Type": "image/png" }),
      /^not-applicable: CloudFront does not compress image\/png/,
    ],
    ["a size", {}, html({}, "<p>short</p>"), /^not-applicable: 12 bytes are outside/],
    ["nobody's wish", { compress: false }, html({}), /^not-applicable: The behavior does not compress/],
  ];

  test.each(plain)("nothing is compressed: %s", async (_, behavior, served, found) => {
    const site: Site = () =>
      served.headers && "Transfer-Encoding" in served.headers
        ? { ...served, headers: { ...served.headers, "Content-Length": [] } }
        : served;
    expect(said(await first(page(behavior), site, "compression"))).toMatch(found);
  });

  const here = `https://${viewer}/`;
  const inClear = {
    waivers: [
      {
        rule: "behaviors/plain-http-origin",
        reason: "The fault that this test is about.",
        until: "2027-03-31",
      },
    ],
  };
  const circles: readonly (readonly [what: string, origin: object, location: string, found: RegExp])[] = [
    [
      "asked in clear",
      { host: "www.example.org", protocol: "http-only" },
      here,
      /^doctor\/redirect-loop: .*plain HTTP \(http-only\) and it wants HTTPS/,
    ],
    [
      "asked in clear, by a path",
      { host: "www.example.org", protocol: "http-only" },
      "/",
      /^doctor\/redirect-loop/,
    ],
    [
      "that takes the viewer for plain",
      { host: "www.example.org" },
      here,
      /^doctor\/redirect-loop: The origin sends viewers to where they are\./,
    ],
    [
      "that leads on",
      { host: "www.example.org", protocol: "http-only" },
      `${here}en/`,
      /^ok: CloudFront answers 301/,
    ],
    [
      "that leads elsewhere",
      { host: "www.example.org" },
      "https://www.example.com/",
      /^ok: CloudFront answers 301/,
    ],
  ];

  test.each(circles)("an origin %s redirects", async (_, origin, location, found) => {
    const served = { status: 301, headers: { Location: location } };
    const of = project({ origin }, "protocol" in origin ? inClear : {});
    expect(said(await first(of, served, "distribution"))).toMatch(found);
  });

  const sizes: readonly (readonly [what: string, served: Served, found: RegExp])[] = [
    ["a URL that is too long", { status: 414 }, /^doctor\/request-too-big/],
    ["headers that are too long", { status: 494 }, /^doctor\/request-too-big/],
    [
      "an S3 that is asked too often",
      xmlError(503, "SlowDown", "Please reduce your request rate."),
      /^doctor\/origin-overloaded/,
    ],
    ["a CloudFront without room", errorPage(503, "Something."), /^doctor\/cloudfront-overloaded/],
  ];

  test.each(sizes)("CloudFront answers for %s", async (_, served, found) => {
    expect(said(await first(project(), served, "distribution"))).toMatch(found);
  });

  const refused = xmlError(403, "AccessDenied", "Access Denied");
  const stack = (from: string | RegExp, to: string): NonNullable<Given["terraform"]> => {
    const text = JSON.stringify(synthesized(project()));
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`${from} is not there`);
    return { files: ["cdk.tf.json"], json: JSON.parse(edited) };
  };
  const whole = (): Given["terraform"] => ({
    files: ["cdk.tf.json"],
    json: synthesized(project()) as unknown as Record<string, unknown>,
  });

  const denied: readonly (readonly [
    what: string,
    terraform: () => Given["terraform"],
    message: RegExp,
    command: RegExp,
  ])[] = [
    ["nothing is known", () => null, /not uploaded, or the bucket's policy/, /^curl/],
    [
      "its Terraform lets it in",
      whole,
      /not uploaded, since the Terraform lets this distribution read/,
      /^curl/,
    ],
    [
      "its origin has no access control",
      () => stack(/"origin_access_control_id":"[^"]*",/, ""),
      /no origin access control/,
      /^jq \.resource\.aws_cloudfront_distribution\.\w+\.origin cdk\.tf\.json$/,
    ],
    [
      "its bucket has no policy",
      () => stack("aws_s3_bucket_policy", "aws_s3_bucket_other"),
      /the bucket has no policy/,
      /^jq \.resource\.aws_s3_bucket\./,
    ],
    [
      "its policy is for nobody",
      () =>
        stack(
          /\\"Service\\":\\"cloudfront\.amazonaws\.com\\"\},\\"Condition/,
          '\\"Service\\":\\"ec2.amazonaws.com\\"},\\"Condition',
        ),
      /does not let CloudFront read/,
      /^jq \.resource\.aws_s3_bucket_policy\.\w+\.policy cdk\.tf\.json$/,
    ],
    [
      "its policy is for an account's other distribution",
      () =>
        stack(
          /\$\{aws_cloudfront_distribution\.\w+\.arn\}/,
          "arn:aws:cloudfront::123456789012:distribution/E1",
        ),
      /lets another distribution read|not uploaded, or/,
      /^/,
    ],
    [
      "its policy names the bucket and none of its objects",
      () => stack(/arn\}\/\*(\\",\\"Principal\\":\{\\"Service)/, "arn}$1"),
      /does not let CloudFront read/,
      /^jq/,
    ],
    [
      "its policy forbids all to some, which only AWS works out",
      () => stack(/\{\\"Bool\\":\{\\"aws:SecureTransport\\"/, '{\\"Bool\\":{\\"aws:ViaAWSService\\"'),
      /not uploaded, or the bucket's policy/,
      /^curl/,
    ],
    [
      "its root object has a slash",
      () => stack('"default_root_object":"index.html"', '"default_root_object":"/index.html"'),
      /begins with a slash/,
      /default_root_object/,
    ],
    [
      "its policy is an expression",
      () => {
        const { files, json } = stack("DenyPlainHttp", "Deny");
        const [named] = Object.values(json!["resource"] as Record<string, object>).filter(
          (ones) => "bucket_media_policy" in ones,
        );
        Object.assign((named as Record<string, object>)["bucket_media_policy"]!, {
          policy: "${jsonencode({})}",
        });
        return { files, json };
      },
      /not uploaded, or the bucket's policy/,
      /^curl/,
    ],
  ];

  test.each(denied)("S3 refuses the page: %s", async (_, terraform, message, command) => {
    const one = await first(project(), refused, "distribution", { terraform: terraform() });
    expect(one).toMatchObject({ state: "problem", code: "doctor/access-denied", severity: "warning" });
    expect(one.message).toMatch(message);
    expect(one.command).toMatch(command);
  });

  test("S3 refuses a page to the distribution whose id is not the policy's", async () => {
    const of = project();
    const known = { ...of, distributions: { site: { ...of.distributions["site"]!, distributionId: "E2" } } };
    const terraform = stack(
      /\$\{aws_cloudfront_distribution\.\w+\.arn\}/,
      "arn:aws:cloudfront::123456789012:distribution/E1",
    );
    expect((await first(known, refused, "distribution", { terraform })).message).toMatch(
      /lets another distribution read/,
    );
  });
});
