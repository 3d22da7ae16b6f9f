// Rules of AWS's quotas: what the project asks for fits into the account.
import type { Config } from "../../schemas/config";
import { isCloudFrontRuntime } from "../edge-runtimes";
import type { JsonPath, Problem } from "../problem";
import { type AccountQuota, type QuotaId, quotas } from "../quotas";
import { runtimeOf } from "./edge";
import { type OriginConfig, originsOf } from "./origins-of";
import { type Behavior, perBehavior } from "./per-behavior";
import { error, type Rule } from "./report";

type Distribution = Config["distributions"][string];

/** How much of a quota is used, and the place that says so. */
type Measure<Subject> = (subject: Subject) => readonly [count: number, key: string];

const ofDistribution = {
  behaviorsPerDistribution: ({ behaviors }) => [behaviors.length, "behaviors"],
  originsPerDistribution: ({ behaviors }) => [distinct(origins(behaviors)), "behaviors"],
  originGroupsPerDistribution: ({ behaviors }) => [distinct(behaviors.flatMap(groupsOf)), "behaviors"],
  headersPerOrigin: ({ behaviors }) => [most(origins(behaviors), headerCount), "behaviors"],
  aliasesPerDistribution: ({ aliases }) => [aliases.length, "aliases"],
  edgeFunctionsPerDistribution: ({ behaviors }) => [
    distinct(behaviors.flatMap(({ edge }) => edge)),
    "behaviors",
  ],
  // The certificate is for the aliases, no name twice.
  namesPerCertificate: ({ aliases, certificate }) => [certificate?.create ? aliases.length : 0, "aliases"],
} as const satisfies Partial<Record<AccountQuota, Measure<Distribution>>>;

/** What one distribution may have. */
export const distributionQuotas: Rule = {
  reads: ["distributions", "quotas"],
  check: ({ config }) =>
    Object.entries(config.distributions).flatMap(([id, distribution]) =>
      Object.entries(ofDistribution).flatMap(([quota, measure]) => {
        const [count, key] = measure(distribution);
        return exceeded(config, quota as AccountQuota, count, ["distributions", id, key]);
      }),
    ),
};

const ofProject = {
  distributionsPerAccount: ({ distributions }) => [Object.keys(distributions).length, "distributions"],
  distributionsPerKeyGroup: (config) => [distributionsWith(config, ({ signed }) => signed), "distributions"],
  distributionsPerOac: (config) => [
    most(Object.keys(config.buckets), (id) =>
      distributionsWith(config, ({ origin }) => origin.bucket === id),
    ),
    "distributions",
  ],
  oacsPerAccount: ({ buckets }) => [
    Object.values(buckets).filter(({ access }) => access === "oac").length,
    "buckets",
  ],
  cachePoliciesPerAccount: ({ distributions }) => [
    distinct(behaviorsOf(distributions).flatMap(ownCachePolicy)),
    "distributions",
  ],
  originRequestPoliciesPerAccount: ({ distributions }) => [
    distinct(behaviorsOf(distributions).flatMap(({ forward }) => forward ?? [])),
    "distributions",
  ],
  responseHeadersPoliciesPerAccount: ({ distributions }) => [
    distinct(behaviorsOf(distributions).flatMap(responseHeadersOf)),
    "distributions",
  ],
} as const satisfies Partial<Record<AccountQuota, Measure<Config>>>;

/** What one account may have. Other projects in it count too, and nobody sees them here. */
export const accountQuotas: Rule = {
  reads: ["distributions", "buckets", "quotas"],
  check: ({ config }) =>
    Object.entries(ofProject).flatMap(([quota, measure]) => {
      const [count, key] = measure(config);
      return exceeded(config, quota as AccountQuota, count, [key]);
    }),
};

/** How many distributions one Lambda@Edge function may serve. */
export const edgeFunctionUse: Rule = {
  reads: ["distributions", "edge"],
  check: ({ config }) => {
    const lambdas = Object.entries(config.edge).filter(([, one]) => !isCloudFrontRuntime(runtimeOf(one)));
    const count = most(lambdas, ([id]) => distributionsWith(config, ({ edge }) => edge.includes(id)));
    return tooMany("distributionsPerEdgeFunction", count, ["distributions"]);
  },
};

/** All names of one policy together (CloudFront counts characters). */
export const policyCharacters = perBehavior({ reads: ["distributions"] }, characterProblems);

function characterProblems({ cache, forward }: Behavior, path: JsonPath): Problem[] {
  return [
    ...tooMany("charactersPerPolicy", characters(typeof cache === "object" ? cache : {}), [...path, "cache"]),
    ...tooMany("charactersPerPolicy", characters(forward ?? {}), [...path, "forward"]),
  ];
}

// One policy for each content; none where nothing is added or removed.
function responseHeadersOf({ origin, responseHeaders }: Behavior): object[] {
  const { securityHeaders, cors, custom, remove, serverTimingPercent, ...security } = responseHeaders;
  const owner = securityHeaders ?? (origin.bucket === undefined ? "none" : "cloudfront");
  const others = { cors, custom, remove, serverTimingPercent };
  const hasOthers = cors ?? serverTimingPercent ?? [...Object.keys(custom), ...remove][0];
  if (owner !== "none") return [{ ...others, owner, security }];
  return hasOthers === undefined ? [] : [others];
}

function exceeded(config: Config, quota: AccountQuota, count: number, path: JsonPath): Problem[] {
  const limit = config.quotas[quota];
  if (count <= limit) return [];
  return [
    error("quotas/exceeded", path, {
      message: `The account's quota is ${limit} ${quotas[quota].what}.`,
      got: String(count),
      expected: `at most ${limit}`,
      fix: `Use fewer; or have the quota raised in the Service Quotas console and write the new number: "quotas": { "${quota}": ${count} }.`,
    }),
  ];
}

function tooMany(quota: QuotaId, count: number, path: JsonPath): Problem[] {
  const { limit, what } = quotas[quota];
  if (count <= limit) return [];
  return [
    error("quotas/fixed-limit", path, {
      message: `CloudFront takes at most ${limit} ${what}, and raises this for nobody.`,
      got: String(count),
      expected: `at most ${limit}`,
      fix: "Use fewer, or spread them over several distributions or behaviors.",
    }),
  ];
}

function behaviorsOf(distributions: Config["distributions"]): Behavior[] {
  return Object.values(distributions).flatMap(({ behaviors }) => behaviors);
}

function distributionsWith({ distributions }: Config, has: (behavior: Behavior) => boolean): number {
  return Object.values(distributions).filter(({ behaviors }) => behaviors.some(has)).length;
}

function origins(behaviors: readonly Behavior[]): OriginConfig[] {
  return behaviors.flatMap((behavior) => originsOf(behavior).map(({ origin }) => origin));
}

// The header by which the server knows CloudFront is one more.
function headerCount({ customHeaders, secretHeaders, server }: OriginConfig): number {
  return Object.keys(customHeaders).length + Object.keys(secretHeaders).length + (server ? 1 : 0);
}

function groupsOf({ origin, failover }: Behavior): object[] {
  return failover ? [{ origin, failover }] : [];
}

function ownCachePolicy({ cache, compress }: Behavior): object[] {
  return typeof cache === "object" ? [{ cache, compress }] : [];
}

function characters(policy: object): number {
  return Object.values(policy)
    .filter(Array.isArray)
    .flat()
    .reduce((sum: number, name: string) => sum + name.length, 0);
}

function distinct(values: readonly unknown[]): number {
  return new Set(values.map((value) => JSON.stringify(value))).size;
}

function most<T>(items: readonly T[], count: (item: T) => number): number {
  return Math.max(0, ...items.map(count));
}
