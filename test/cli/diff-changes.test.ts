// What a diff says about a change of a project: the part, the setting by its place, and what a reviewer must not overlook.
import { type Change, compareStacks } from "../../cli/diff/compare";
import { changeLines } from "../../cli/diff/lines";
import { readStack } from "../../cli/diff/stack";
import type { Behavior, Project } from "../../config/project";
import { synthesized } from "../modules/synthesized";
import { api, publicKeyPem, variants, withBehaviors, withSite } from "../modules/variants";
import { moathon, originHttps } from "../projects";

const page = moathon.distributions["site"]!.behaviors[0]!;
const stackOf = (project: Project) => readStack(synthesized(project) as never);
const changes = (before: Project, after: Project) => compareStacks(stackOf(before), stackOf(after));
const risks = (found: readonly Change[]) =>
  found.flatMap(({ risks: own }) => own.map(({ place, text }) => `${place}: ${text}`));
const lines = (found: readonly Change[]) =>
  found
    .flatMap(changeLines)
    .map(
      ({ sign, depth, text, before, after }) =>
        `${"  ".repeat(depth)}${sign} ${text}${before === undefined ? "" : `: ${before} -> ${after}`}`,
    );

const signedPath: Behavior = { ...page, path: "/private/*", signed: true };
const keys = variants["signed behaviors"].signingKeys;
const signed: Project = { ...withBehaviors(signedPath, page), signingKeys: keys };
const guarded = variants["edge function on one path"];
const withEdge = (changed: object): Project => ({
  ...guarded,
  edge: { token: { ...guarded.edge["token"]!, ...changed } },
});
const basicAuth = withEdge({
  handler: "basic-auth",
  runtime: "cloudfront-js-2.0",
  settings: { realm: "staging", credentialSha256: ["0a".repeat(32)] },
});
const redirecting = (runtime: string) => withEdge({ handler: "redirects", runtime, settings: { rules: [] } });
const unguarded = { ...guarded, ...withBehaviors({ ...page, path: "/ex-img/*" }, page) };
const closed = variants["server behind the distribution, open to CloudFront alone"];
const certified = variants["certificate by ARN, policies of 2025"];

describe("nothing", () => {
  test.each(Object.entries(variants))("changes where nothing did: %s", (_, project) => {
    expect(changes(project, project)).toEqual([]);
  });

  test("but what was added is told where a bucket, a distribution or a behavior comes in the middle", () => {
    const more = withBehaviors({ ...page, path: "/a/*" }, { ...page, path: "/c/*" }, page);
    const middle = withBehaviors(
      { ...page, path: "/a/*" },
      { ...page, path: "/b/*" },
      { ...page, path: "/c/*" },
      page,
    );
    expect(lines(changes(more, middle)).filter((line) => !line.startsWith("    "))).toEqual([
      "~ aws_cloudfront_distribution.distribution_site  changed in place",
      "  + behavior /b/*",
    ]);
  });
});

test("a reordered list of behaviors is one line about their order", () => {
  const [one, other] = [
    { ...page, path: "/a/*" },
    { ...page, path: "*.jpg" },
  ];
  expect(lines(changes(withBehaviors(one, other, page), withBehaviors(other, one, page)))).toEqual([
    "~ aws_cloudfront_distribution.distribution_site  changed in place",
    "  ~ order of behaviors: /a/*, *.jpg, * -> *.jpg, /a/*, *",
  ]);
});

test("a policy of another content is told by its settings, at the behavior that uses it", () => {
  const cached = (defaultTtlSeconds: number) =>
    withBehaviors({
      ...page,
      cache: {
        minTtlSeconds: 0,
        defaultTtlSeconds,
        maxTtlSeconds: 600,
        cookies: "none",
        query: ["v"],
        headers: [],
      },
    });
  expect(lines(changes(cached(60), cached(300)))).toEqual([
    "~ aws_cloudfront_distribution.distribution_site  changed in place",
    "  ~ behavior *",
    "    ~ cache_policy_id.default_ttl: 60 -> 300",
  ]);
});

test("an AWS policy is told by its name", () => {
  expect(lines(changes(withBehaviors(page), withBehaviors({ ...page, cache: "none" }))).at(-1)).toBe(
    "    ~ cache_policy_id: CachingOptimized -> CachingDisabled",
  );
});

test.each<[what: string, before: Project, after: Project, risk: string]>([
  [
    "a path that needs no signature any more",
    signed,
    { ...withBehaviors({ ...signedPath, signed: false }, page), signingKeys: keys },
    "behavior /private/*: No signature is needed any more: everybody reads these paths.",
  ],
  [
    "a signed path that an unsigned one takes over",
    signed,
    { ...withBehaviors(page), signingKeys: keys },
    "behavior /private/*: No signature is needed any more: everybody reads these paths.",
  ],
  [
    "an edge function that judges no more",
    guarded,
    { ...guarded, ...withBehaviors({ ...page, path: "/ex-img/*" }, page) },
    "behavior /ex-img/*: The function that judged each request is gone from these paths.",
  ],
  [
    "a CloudFront Function that judges no more",
    basicAuth,
    { ...basicAuth, distributions: unguarded.distributions },
    "behavior /ex-img/*: The function that judged each request is gone from these paths.",
  ],
  [
    "a Lambda@Edge guard whose place redirects take under the same id",
    guarded,
    redirecting("nodejs22.x"),
    "behavior /ex-img/*: The function that judged each request is gone from these paths.",
  ],
  [
    "a guard inside CloudFront whose place redirects take under the same id",
    basicAuth,
    redirecting("cloudfront-js-2.0"),
    "behavior /ex-img/*: The function that judged each request is gone from these paths.",
  ],
  [
    "viewers over plain HTTP",
    moathon,
    withBehaviors({ ...page, viewerProtocolPolicy: "allow-all" }),
    "behavior *: Viewers may come over plain HTTP.",
  ],
  [
    "writes that reach the origin",
    withBehaviors({ ...api, allowedMethods: "read" }, page),
    withBehaviors(api, page),
    "behavior /api/*: Requests that write (POST, PUT, PATCH, DELETE) reach the origin.",
  ],
  [
    "a server that CloudFront does not prove itself to any more",
    originHttps,
    { ...originHttps, server: { ...originHttps.server!, originVerify: null } },
    "origin server: CloudFront sends X-Origin-Verify no more: an origin that asks for it refuses.",
  ],
  [
    "a distribution that is turned off",
    moathon,
    withSite({ enabled: false }),
    ": The distribution answers no requests any more.",
  ],
  [
    "older TLS for viewers",
    certified,
    {
      ...certified,
      ...withSite({ ...certified.distributions["site"]!, minimumProtocolVersion: "TLSv1.2_2019" }),
    },
    ": Viewers may use older TLS than before.",
  ],
  ["an alias that goes", certified, moathon, ": app.example.com stops working here."],
  [
    "a port that opens to everybody",
    closed,
    { ...closed, server: { ...closed.server!, ingress: { ...closed.server!.ingress, from: "anywhere" } } },
    ": Port 443 opens to everybody (0.0.0.0/0).",
  ],
  [
    "a bucket of another name",
    moathon,
    { ...moathon, buckets: { client: { ...moathon.buckets["client"]!, name: "another" } } },
    ": The bucket moathon-client-dist is deleted, with all that is in it.",
  ],
  ["a public bucket", moathon, variants["website bucket"], ": The bucket's policy lets everybody in."],
  ["a bucket that may become public", moathon, variants["website bucket"], ": The bucket may become public."],
  [
    "old versions that are not kept",
    moathon,
    { ...moathon, buckets: { client: { ...moathon.buckets["client"]!, versioning: false } } },
    ": S3 keeps no old versions any more: what is overwritten or deleted is gone.",
  ],
  [
    "a key that is trusted no more",
    signed,
    { ...signed, signingKeys: keys.filter(({ id }) => id !== "2026-10") },
    ": URLs and cookies signed by signing_keys_2026-10 stop working.",
  ],
])("warns of %s, and not of the way back", (_, before, after, risk) => {
  expect(risks(changes(before, after))).toContain(risk);
  expect(risks(changes(after, before))).not.toContain(risk);
});

test.each<[what: string, before: Project, after: Project, risk: string]>([
  [
    "other tokens that a guard lets in",
    guarded,
    withEdge({ settings: { tokenSha256: ["0b".repeat(32)] } }),
    "behavior /ex-img/*: The function that judges each request changes: what it lets in may be other than before.",
  ],
  [
    "a guard of another kind",
    guarded,
    basicAuth,
    "behavior /ex-img/*: The function that judges each request changes: what it lets in may be other than before.",
  ],
  [
    "a state that moves",
    moathon,
    {
      ...moathon,
      terraform: {
        ...moathon.terraform,
        backend: { kind: "s3", bucket: "states", key: "a", region: "eu-west-1" },
      },
    },
    ": The state moves. Run `terraform init -migrate-state` once, or Terraform makes everything a second time.",
  ],
  [
    "another region",
    moathon,
    { ...moathon, region: "eu-west-1" },
    ": All resources move to another region: they are made anew there, and the old ones stay behind.",
  ],
])("warns of %s, in both directions", (_, before, after, risk) => {
  expect(risks(changes(before, after))).toContain(risk);
  expect(risks(changes(after, before))).toContain(risk);
});

test.each([
  ["redirects", redirecting("nodejs22.x"), unguarded],
  ["redirects inside CloudFront", redirecting("cloudfront-js-2.0"), unguarded],
  ["the start page of a single-page app", withSite({ spa: true }), withSite({ spa: false })],
])("has no risk where %s go, which guard nothing", (_, before, after) => {
  expect(risks(changes(before as Project, after as Project))).toEqual([]);
});

test("says what is made anew, and for which setting", () => {
  const renamed = { ...moathon, buckets: { client: { ...moathon.buckets["client"]!, name: "another" } } };
  const bucket = changes(moathon, renamed).find(({ address }) => address === "aws_s3_bucket.bucket_client")!;
  expect([bucket.action, bucket.settings]).toEqual([
    "replace",
    [{ path: ["bucket"], before: "moathon-client-dist", after: "another", replaces: true }],
  ]);
});

test("a key is made anew by its content, under CloudFront's words", () => {
  const other = {
    ...signed,
    signingKeys: keys.map((key) => ({ ...key, publicKeyPem: publicKeyPem.replace("MFkw", "MFkx") })),
  };
  const found = changes(signed, other)
    .filter(({ action }) => action === "replace")
    .map(({ address }) => address);
  expect(found).toContain("aws_cloudfront_public_key.signing_keys_2026-11");
});
