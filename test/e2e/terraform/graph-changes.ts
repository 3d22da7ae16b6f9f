// A deployed project and changes of it that replace what is in use; each change goes on top of the ones before.
import type { Behavior, CachePolicy, Distribution, Project } from "../../../config/project";
import { api, variants, withSite } from "../../modules/variants";
import { moathon } from "../../projects";

const site = moathon.distributions["site"]!;
const page = site.behaviors[0]!;
const custom =
  variants["custom policies, error pages, two origin paths"].distributions["site"]!.behaviors[0]!;
const signed = variants["signed behaviors"];
const watched = variants["everything that watches, tags, countries"].distributions["site"]!;
const { edge } = variants["edge function on one path"];

const behaviors: readonly Behavior[] = [
  { ...page, path: "/private/*", signed: true },
  { ...page, path: "/ex-img/*", edge: ["token"] },
  custom,
  api,
  { ...page, realtimeLog: "all" },
];

export const deployed: Project = {
  ...withSite(
    {
      ...variants["new certificate, aliases, DNS, no IPv6"].distributions["site"],
      behaviors,
      waf: watched.waf,
      realtimeLogs: watched.realtimeLogs,
    },
    { ...variants["new security group"], stack: "order" },
  ),
  signingKeys: signed.signingKeys,
  edge,
};

type Change = (project: Project) => Project;

const ofSite =
  (change: (site: Distribution) => Partial<Distribution>): Change =>
  (project) => {
    const before = project.distributions["site"]!;
    return { ...project, distributions: { site: { ...before, ...change(before) } } };
  };
const ofBehavior = (path: string, change: Partial<Behavior>): Change =>
  ofSite((before) => ({
    behaviors: before.behaviors.map((behavior) =>
      behavior.path === path ? { ...behavior, ...change } : behavior,
    ),
  }));

export const newKeyPair: Change = (project) => {
  const [first, ...others] = project.signingKeys;
  const publicKeyPem = first!.publicKeyPem.replace("MFkw", "MFkx");
  return { ...project, signingKeys: [{ ...first!, publicKeyPem }, ...others] };
};

const otherBucket: Change = (project) => {
  const pages = { ...project.buckets["client"]!, id: "pages", name: "moathon-pages" };
  const moved = ofSite((before) => ({
    behaviors: before.behaviors.map((behavior) =>
      behavior.origin.kind === "bucket"
        ? { ...behavior, origin: { ...behavior.origin, bucket: "pages" } }
        : behavior,
    ),
  }));
  return { ...moved(project), buckets: { pages } };
};

/** What changes, and what AWS is then asked to do, in this order. */
export const changes: readonly (readonly [name: string, Change, readonly string[]])[] = [
  [
    "a signing key by a new key pair",
    newKeyPair,
    ["create cloudfront_public_key", "update cloudfront_key_group", "delete cloudfront_public_key"],
  ],
  [
    "the signing keys, without the retired one",
    (project) => ({ ...project, signingKeys: project.signingKeys.slice(0, 2) }),
    ["update cloudfront_key_group", "delete cloudfront_public_key"],
  ],
  [
    "a cache policy",
    ofBehavior(custom.path, { cache: { ...(custom.cache as CachePolicy), defaultTtlSeconds: 61 } }),
    ["create cloudfront_cache_policy", "update cloudfront_distribution", "delete cloudfront_cache_policy"],
  ],
  [
    "an origin request policy",
    ofBehavior(custom.path, { forward: { cookies: ["sessionid"], query: "none", headers: "none" } }),
    [
      "create cloudfront_origin_request_policy",
      "update cloudfront_distribution",
      "delete cloudfront_origin_request_policy",
    ],
  ],
  [
    "the function of the single-page app",
    ofSite(() => ({ defaultRootObject: "app.html" })),
    ["create cloudfront_function", "update cloudfront_distribution", "delete cloudfront_function"],
  ],
  [
    "the code of an edge function",
    (project) => ({
      ...project,
      edge: { token: { ...edge.token, settings: { tokenSha256: ["0b".repeat(32)] } } },
    }),
    ["update lambda_function", "update cloudfront_distribution"],
  ],
  [
    "the names of a certificate",
    ofSite(() => ({ aliases: ["app.example.com"] })),
    ["create acm_certificate", "update cloudfront_distribution", "delete acm_certificate"],
  ],
  [
    "the requests that a real-time log takes",
    ofSite(({ realtimeLogs }) => ({
      realtimeLogs: { all: { ...realtimeLogs["all"]!, samplingPercent: 51 } },
    })),
    [
      "create cloudfront_realtime_log_config",
      "update cloudfront_distribution",
      "delete cloudfront_realtime_log_config",
    ],
  ],
  [
    "the firewall, to none",
    ofSite(() => ({ waf: null })),
    ["update cloudfront_distribution", "delete wafv2_web_acl"],
  ],
  [
    "the network of the server's security group",
    (project) => ({
      ...project,
      server: { ...project.server!, securityGroup: { vpcId: "vpc-11111111111111111", import: null } },
    }),
    ["create security_group", "delete security_group"],
  ],
  [
    "the bucket, and with it the name of its origin access control",
    otherBucket,
    [
      "create cloudfront_origin_access_control",
      "update cloudfront_distribution",
      "delete cloudfront_origin_access_control",
    ],
  ],
  [
    "a behavior, without its edge function",
    (project) => ({ ...ofBehavior("/ex-img/*", { edge: [] })(project), edge: {} }),
    // The provider only forgets the function, which AWS would not delete for hours.
    ["update cloudfront_distribution", "delete iam_role"],
  ],
];
