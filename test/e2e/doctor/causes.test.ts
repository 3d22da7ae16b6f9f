// What CloudFront refuses, and which of its reasons it was: told apart by what the config knows, by a stand-in over TLS.
import { createHash } from "node:crypto";
import type { Project } from "../../../config/project";
import type { Diagnosis, Finding, Given } from "../../../doctor";
import { behindCloudFront, diagnose, farmWorld, nothingGiven, redirectsTo } from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import { errorPage, type Served, type Site, standIn, viewer } from "../../doctor/farm/stand-in-edge";
import { moathon } from "../../projects";
import { describeWith } from "../../programs";

const hsts = { "Strict-Transport-Security": "max-age=31536000" };

describeWith(["openssl"], "CloudFront", () => {
  const farm = new Farm();
  afterAll(() => farm.remove());

  const project = (site: object, more: object = {}): Project =>
    behindCloudFront(
      {
        server: undefined,
        buckets: { media: { name: "moathon-media" } },
        distributions: { site: { behaviors: [{ path: "*", origin: { bucket: "media" } }], ...site } },
        ...more,
      },
      { distribution_site_domain_name: viewer },
    );

  async function diagnosis(
    of: Project,
    served: Served | Site,
    { given = {}, only = ["distribution"] }: { given?: Partial<Given>; only?: readonly string[] } = {},
  ): Promise<Diagnosis> {
    const site =
      typeof served === "function" ? served : () => ({ ...served, headers: { ...hsts, ...served.headers } });
    const ports = await standIn(farm, farm.pki.leaf({ name: viewer }), site);
    const redirects = redirectsTo(viewer, ports);
    const world = farmWorld(of, ports, farm.pki.text(farm.pki.root), { redirects });
    return diagnose(of, world, { given: { ...nothingGiven, ...given }, only });
  }

  const seen = ({ findings }: Diagnosis) =>
    findings.map((one) => `${one.state === "problem" ? one.code : one.state}: ${one.message}`);
  const evidence = ({ findings }: Diagnosis): Finding["evidence"] => findings[0]!.evidence;

  const byAcl = errorPage(403, "Request blocked.");
  const byCountry = errorPage(
    403,
    "The Amazon CloudFront distribution is configured to block access from your country.",
  );
  const byMethod = errorPage(
    403,
    "This distribution is not configured to allow the HTTP request method that was used for this request. The distribution supports only cachable requests.",
  );
  const badRequest = errorPage(403, "Bad request.");
  const acl = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/all/a1b2c3d4-1234-1234-1234-1234567890ab";
  const readsHost = (host: string) => ({ behaviors: [{ path: "*", origin: { host } }] });
  const certificate = {
    arn: "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
  };

  const blocked: readonly (readonly [what: string, site: object, served: Served, found: RegExp])[] = [
    ["a web ACL that the config does not have", {}, byAcl, /^doctor\/web-acl: .*config has none/],
    [
      "the web ACL of the config",
      { waf: { managedRules: ["AWSManagedRulesCommonRuleSet"], rateLimit: 500 } },
      byAcl,
      /^doctor\/web-acl: The web ACL of the config .*AWSManagedRulesCommonRuleSet, more than 500 requests/,
    ],
    [
      "a web ACL where the config's counts",
      { waf: { managedRules: ["AWSManagedRulesCommonRuleSet"], mode: "count" } },
      byAcl,
      /^doctor\/web-acl: .*only counts/,
    ],
    [
      "a web ACL that exists",
      { waf: { webAclArn: acl } },
      byAcl,
      /^doctor\/web-acl: The web ACL arn:aws:wafv2/,
    ],
    [
      "a country that is not allowed",
      { geoRestriction: { allow: ["DE", "FR"] } },
      byCountry,
      /^doctor\/country-blocked: .*only DE, FR may/,
    ],
    [
      "a country that is blocked",
      { geoRestriction: { block: ["KP"] } },
      byCountry,
      /^doctor\/country-blocked: .*one of KP/,
    ],
    ["a country, by nobody's wish", {}, byCountry, /^doctor\/country-blocked: .*the config does not have/],
    [
      "a GET, though all take one",
      {},
      byMethod,
      /^doctor\/method-blocked: .*another distribution is deployed/,
    ],
    [
      "what comes through a distribution that may have another behind it",
      readsHost("d222222abcdef8.cloudfront.net"),
      badRequest,
      /^doctor\/stacked-distributions: .*d222222abcdef8\.cloudfront\.net is a distribution too/,
    ],
    [
      "what comes through three distributions of the config",
      {},
      errorPage(403, "Something else."),
      /^doctor\/stacked-distributions: The request goes through more than 2/,
    ],
    [
      "a request by its own name, and does not say why",
      {},
      badRequest,
      /^doctor\/request-blocked: .*The likeliest is a web ACL that is not in the config\.$/,
    ],
    [
      "a request with a new sentence",
      { waf: { webAclArn: acl } },
      errorPage(403, "Something else."),
      /^doctor\/request-blocked: .*the config has one/,
    ],
  ];

  test.each(blocked)("blocks %s", async (what, site, served, found) => {
    const three = {
      site: readsHost("b.example.com"),
      b: { ...readsHost("c.example.com"), aliases: ["b.example.com"], certificate },
      c: { behaviors: [{ path: "*", origin: { bucket: "media" } }], aliases: ["c.example.com"], certificate },
    };
    const of = what.includes("three") ? project({}, { distributions: three }) : project(site);
    const all = await diagnosis(of, served);
    expect(seen({ ...all, findings: all.findings.slice(0, 1) })).toEqual([expect.stringMatching(found)]);
    expect(all.findings[0]!.leg).toBe(
      /stacked/.test(found.source) ? "cloudfront-server" : "browser-cloudfront",
    );
    const names = evidence(all).map(([name]) => name);
    expect(names).toEqual(
      expect.arrayContaining(["asked", "web ACL", "countries", "methods", "distributions"]),
    );
  });

  test("names the ACL of either distribution where the answer came through two", async () => {
    const via = "1.1 a.cloudfront.net (CloudFront), 1.1 b.cloudfront.net (CloudFront)";
    const two = await diagnosis(project({}), { ...byAcl, headers: { ...byAcl.headers, Via: via } });
    expect(seen(two)).toEqual([expect.stringMatching(/^doctor\/web-acl: .*or that of the one behind it/)]);
    const three = { ...byAcl.headers, Via: `${via}, 1.1 c.cloudfront.net (CloudFront)` };
    expect(seen(await diagnosis(project({}), { ...byAcl, headers: three }))).toEqual([
      expect.stringMatching(/^doctor\/stacked-distributions/),
    ]);
  });

  test("does not know an alias, and knows its own name", async () => {
    const of = project({ aliases: ["app.example.com"], certificate });
    const leaf = farm.pki.leaf({ name: "app.example.com" });
    const ports = await standIn(farm, leaf, ({ headers }) =>
      headers.host === viewer
        ? { headers: hsts }
        : { ...badRequest, headers: { ...hsts, ...badRequest.headers } },
    );
    const redirects = [...redirectsTo(viewer, ports), ...redirectsTo("app.example.com", ports)];
    const world = farmWorld(of, ports, farm.pki.text(farm.pki.root), { redirects });
    expect(seen(await diagnose(of, world, { only: ["distribution"] }))).toEqual([
      expect.stringMatching(/^doctor\/alias-unknown/),
      "ok: CloudFront answers 200.",
    ]);
  });

  /** An API behind the distribution, called by a page of another origin. */
  const api = (behavior: object = {}, before: readonly object[] = []): Project =>
    behindCloudFront(
      {
        django: {
          settingsFile: "backend/config/settings_https.py",
          corsAllowedOrigins: ["https://app.example.com"],
          csrfTrustedOrigins: ["https://app.example.com"],
        },
        distributions: {
          site: { behaviors: [...before, { path: "*", origin: { server: true }, ...behavior }] },
        },
      },
      { distribution_site_domain_name: viewer },
    );
  const refuses =
    (method: string): Site =>
    (request) => {
      if (request.method === method) return { ...byMethod, headers: { ...hsts, ...byMethod.headers } };
      return { headers: { ...hsts, "Set-Cookie": "csrftoken=abc; Secure; Path=/" } };
    };

  test("takes no preflight: the method, and not the application", async () => {
    const all = await diagnosis(api(), refuses("OPTIONS"), { only: ["cors"] });
    expect(seen(all)[0]).toMatch(/^doctor\/method-blocked: The behavior \* takes no OPTIONS, though/);
  });

  test("takes no POST: the method, and neither Django nor its CSRF check", async () => {
    const given = { formPath: "/form/" };
    const all = await diagnosis(api(), refuses("POST"), { only: ["csrf"], given });
    expect(seen(all)).toEqual([
      expect.stringMatching(/^doctor\/method-blocked: The behavior \* takes no POST, though/),
      expect.stringMatching(/^unknown: CloudFront refuses the POST before Django sees it/),
    ]);
    const read = await diagnosis(api({ allowedMethods: "read" }), refuses("POST"), { only: ["csrf"], given });
    expect(seen(read)[0]).toMatch(
      /^doctor\/method-blocked: The behavior \* takes no POST, as the config says/,
    );
  });

  test("takes no POST on the form's own behavior, whatever the application's takes", async () => {
    const both = api({}, [
      { path: "/api/*", origin: { server: true } },
      { path: "/form/*", origin: { server: true }, allowedMethods: "read" },
    ]);
    const given = { formPath: "/form/?next=/" };
    const all = await diagnosis(both, refuses("POST"), { only: ["csrf"], given });
    expect(seen(all)[0]).toMatch(
      /^doctor\/method-blocked: The behavior \/form\/\* takes no POST, as the config says/,
    );
  });

  const wantsLogin: Served = { status: 401, headers: { "WWW-Authenticate": "Bearer" } };
  const origin = { host: "login.example.org" };
  const keyed = {
    minTtlSeconds: 0,
    defaultTtlSeconds: 0,
    maxTtlSeconds: 60,
    headers: ["Authorization"],
  };
  const byFunction = { ...wantsLogin, headers: { "X-Cache": "LambdaGeneratedResponse from cloudfront" } };

  const logins: readonly (readonly [what: string, behavior: object, served: Served, found: RegExp])[] = [
    [
      "whose policies have no Authorization",
      { origin, cache: "static", forward: { headers: "none" } },
      wantsLogin,
      /^doctor\/authorization-lost/,
    ],
    [
      "whose origin gets all headers",
      { origin, cache: "none", forward: { headers: "all" } },
      wantsLogin,
      /^ok: .*the policies hand Authorization on/,
    ],
    [
      "whose cache key has Authorization",
      { origin, cache: keyed, forward: { headers: "none" } },
      wantsLogin,
      /^ok: .*the policies hand Authorization on/,
    ],
    [
      "where a function answers",
      { origin, cache: "static", forward: { headers: "none" } },
      byFunction,
      /^ok: .*a function at the edge asks/,
    ],
    ["of a bucket", { origin: { bucket: "media" } }, wantsLogin, /^ok: CloudFront answers 401\.$/],
  ];

  test.each(logins)("answers 401 on a behavior %s", async (_, behavior, served, found) => {
    const all = await diagnosis(project({ behaviors: [{ path: "*", ...behavior }] }), served);
    expect(seen(all)).toEqual([expect.stringMatching(found)]);
    if (/lost/.test(found.source))
      expect(all.findings[0]).toHaveProperty(
        "fix",
        expect.stringMatching(
          /^With `"cache": "none"`, .*"all".*; where it caches, .*`cache\.headers` instead/,
        ),
      );
  });

  const token = "t0ken-of-the-test";
  const tokenSha256 = [createHash("sha256").update(token).digest("hex")];
  const guarded = (behavior: object) =>
    project(
      { behaviors: [{ path: "*", origin, edge: ["token"], ...behavior }] },
      { edge: { token: { handler: "require-authorization", event: "viewer-request", tokenSha256 } } },
    );

  test("lets a token in, and the origin that never sees it answers 401: not the function's", async () => {
    const site: Site = ({ headers }) =>
      headers.authorization
        ? { ...wantsLogin, headers: { ...hsts, ...wantsLogin.headers } }
        : { ...byFunction, headers: { ...hsts, ...byFunction.headers } };
    const strips = guarded({ cache: "static", forward: { headers: "none" } });
    const lost = await diagnosis(strips, site, { only: ["edge"], given: { token } });
    expect(seen(lost)).toEqual([
      expect.stringMatching(/^ok: A request without a token is refused/),
      expect.stringMatching(/^doctor\/authorization-lost/),
    ]);
    const hands = guarded({ cache: "none", forward: { headers: "all" } });
    expect(seen(await diagnosis(hands, site, { only: ["edge"], given: { token } }))[1]).toMatch(
      /^unknown: The function lets it in, and the origin answers 401/,
    );
  });

  test("answers 401 for the origin where the guard should have: no proof that it runs", async () => {
    const all = await diagnosis(guarded({ cache: "none", forward: { headers: "all" } }), wantsLogin, {
      only: ["edge"],
    });
    expect(seen(all)[0]).toMatch(/^unknown: It is refused, but by the origin/);
  });

  const lambdaFails = errorPage(
    503,
    "The Lambda function associated with the CloudFront distribution is invalid or doesn't have the required permissions.",
  );
  const functionFails = errorPage(
    503,
    "The CloudFront function associated with the CloudFront distribution is invalid or could not run.",
  );
  const lambdaProject = (more: object = {}) =>
    project(
      { behaviors: [{ path: "*", origin: { bucket: "media" }, edge: ["ko"] }] },
      { edge: { ko: { handler: "custom", file: "edge/ko.js", event: "origin-request", ...more } } },
    );
  const run: Given["edgeRuns"][number] = {
    ...{ id: "ko", what: "/", event: null, outcome: "passes the request on", failure: null },
    findings: [],
  };
  const stack = (lambda: object): Given["terraform"] => ({
    files: ["cdk.tf.json"],
    json: {
      provider: [{ aws: { region: "us-east-1" } }],
      resource: [
        {
          aws_lambda_function: {
            ko: {
              function_name: "made-ko",
              role: "${aws_iam_role.ko.arn}",
              runtime: "nodejs22.x",
              publish: true,
              ...lambda,
            },
          },
          aws_iam_role: {
            ko: {
              assume_role_policy: JSON.stringify({
                Statement: {
                  Effect: "Allow",
                  Action: "sts:AssumeRole",
                  Principal: { Service: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] },
                },
              }),
            },
          },
          aws_cloudfront_distribution: {
            site: {
              default_cache_behavior: {
                lambda_function_association: {
                  event_type: "origin-request",
                  lambda_arn: "${aws_lambda_function.ko.qualified_arn}",
                },
              },
            },
          },
        },
      ],
    },
  });

  /** With another distribution before it, whose function is not published. */
  const twoStacks = (other: string, own: string): Given["terraform"] => {
    const [blocks] = (stack({})!.json as { resource: Record<string, Record<string, object>>[] }).resource;
    const { ko } = blocks!["aws_lambda_function"] as { ko: object };
    const runs = (id: string) => ({
      default_cache_behavior: {
        lambda_function_association: {
          event_type: "origin-request",
          lambda_arn: `\${aws_lambda_function.${id}.qualified_arn}`,
        },
      },
    });
    const resource = {
      ...blocks,
      aws_lambda_function: { other: { ...ko, function_name: "made-other", publish: false }, ko },
      aws_cloudfront_distribution: { [other]: runs("other"), [own]: runs("ko") },
    };
    return { ...stack({})!, json: { ...stack({})!.json, resource: [resource] } };
  };

  const failed: readonly (readonly [
    what: string,
    of: () => Project,
    served: Served,
    given: Partial<Given>,
    found: RegExp,
    command: RegExp,
  ])[] = [
    [
      "that fails here too",
      lambdaProject,
      lambdaFails,
      { edgeRuns: [{ ...run, failure: "TypeError: x is undefined" }] },
      /The handler fails, so that CloudFront answers 503: TypeError: x is undefined/,
      /httpsmith edge test ko/,
    ],
    [
      "whose Terraform has it unpublished",
      lambdaProject,
      lambdaFails,
      { edgeRuns: [run], terraform: stack({ publish: false }) },
      /publishes no version/,
      /^jq \.resource\.aws_lambda_function\.ko\.publish cdk\.tf\.json$/,
    ],
    [
      "in which nothing is wrong",
      lambdaProject,
      lambdaFails,
      { edgeRuns: [run], terraform: stack({}) },
      /Neither a run on this machine nor its Terraform shows a fault: it was throttled/,
      /aws logs .*\/aws\/lambda\/us-east-1\.made-ko --/,
    ],
    [
      "of one distribution where that of another is at fault",
      lambdaProject,
      lambdaFails,
      { edgeRuns: [run], terraform: twoStacks("distribution_other", "distribution_site") },
      /Neither a run on this machine nor its Terraform shows a fault: it was throttled/,
      /aws logs .*\/aws\/lambda\/us-east-1\.made-ko --/,
    ],
    [
      "whose distribution cannot be told from another in the Terraform",
      lambdaProject,
      lambdaFails,
      { edgeRuns: [run], terraform: twoStacks("other", "site") },
      /its Terraform is not here, or not readable in full: it was throttled/,
      /\/aws\/lambda\/us-east-1\.moathon-edge-ko --/,
    ],
    [
      "whose Terraform is not here",
      lambdaProject,
      lambdaFails,
      { edgeRuns: [run] },
      /its Terraform is not here, or not readable in full: it was throttled/,
      /\/aws\/lambda\/us-east-1\.moathon-edge-ko --/,
    ],
    [
      "in CloudFront's own runtime",
      () => lambdaProject({ event: "viewer-request", runtime: "cloudfront-js-2.0" }),
      functionFails,
      { edgeRuns: [run] },
      /it was throttled, took too much time, or failed/,
      /\/aws\/cloudfront\/function\/moathon-edge-ko .*--region us-east-1/,
    ],
    [
      "that the config does not have",
      lambdaProject,
      functionFails,
      { edgeRuns: [run] },
      /config has none on this behavior/,
      /^curl /,
    ],
  ];

  test("has no page for a function that fails, and says why", async () => {
    const of = lambdaProject();
    const page = { ...of, frontend: { ...moathon.frontend!, distribution: "site" } };
    const given = { edgeRuns: [{ ...run, failure: "TypeError: x is undefined" }] };
    const all = await diagnosis(page, lambdaFails, { only: ["page"], given });
    expect(seen(all)).toEqual([
      expect.stringMatching(/^unknown: There is no page: 503 from CloudFront\. .*TypeError: x is undefined/),
    ]);
  });

  test("serves a script of more than a megabyte, of which only the beginning is read", async () => {
    const of = {
      ...lambdaProject(),
      frontend: {
        ...moathon.frontend!,
        distribution: "site",
        apiUrl: { name: "API", value: "https://api.example.com" },
      },
    };
    const body = `${"// built\n".repeat(140_000)}const api = "https://api.example.com";`;
    const large: Site = ({ url }) =>
      url === "/"
        ? { headers: { ...hsts, "Content-Type": "text/html" }, body: `<script src="/a.js"></script>${body}` }
        : { headers: { ...hsts, "Content-Type": "text/javascript" }, body };
    const site: Site = (request, hits) => ({ ...large(request, hits), compressed: false });
    const { findings } = await diagnosis(of, site, { only: ["page", "compression"] });
    const told = findings.map(({ check, state, message }) => `${check} ${state}: ${message}`);
    expect(told).toEqual([
      expect.stringMatching(/^page ok: The page and its own scripts \(1\)/),
      expect.stringMatching(/^page unknown: .*of \/a\.js, only the first megabyte/),
      expect.stringMatching(/^compression problem: 12600\d\d bytes of text/),
    ]);
  });

  test.each(failed)("fails at a function %s", async (_, of, served, given, found, command) => {
    const { findings } = await diagnosis(
      of(),
      { ...served, headers: { ...served.headers, "X-Amz-Cf-Pop": "FRA56-P4" } },
      { given },
    );
    expect(findings[0]).toMatchObject({
      state: "problem",
      code: "doctor/edge-failed",
      leg: "browser-cloudfront",
    });
    expect(findings[0]!.message).toMatch(found);
    expect(findings[0]!.command).toMatch(command);
  });
});
