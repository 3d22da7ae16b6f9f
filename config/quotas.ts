// Quotas of AWS that a config can break, each with its source; the one place where such a number stands.

export interface Quota {
  readonly limit: number;
  /** Whether AWS raises it on request; the config's `quotas` then says the account's own number. */
  readonly adjustable: boolean;
  /** What is counted, for messages: "cache behaviors of a distribution". */
  readonly what: string;
  /** Page of AWS that says so. */
  readonly source: string;
  /** What holds it: a rule, the schema, or the constructs, which cannot make more. */
  readonly heldBy: "rule" | "schema" | "construct";
}

const cloudfront = "CloudFront Developer Guide, cloudfront-limits";
const api = "CloudFront API Reference";
const vpc = "VPC User Guide, amazon-vpc-limits and working-with-aws-managed-prefix-lists";

export const quotas = {
  behaviorsPerDistribution: adjustable(75, "cache behaviors of a distribution"),
  originsPerDistribution: adjustable(100, "origins of a distribution"),
  originGroupsPerDistribution: adjustable(10, "origin groups of a distribution"),
  headersPerOrigin: adjustable(30, "headers that CloudFront adds for an origin"),
  aliasesPerDistribution: adjustable(100, "alternate domain names of a distribution"),
  edgeFunctionsPerDistribution: adjustable(100, "Lambda@Edge functions of a distribution"),
  distributionsPerAccount: adjustable(500, "distributions"),
  distributionsPerKeyGroup: adjustable(100, "distributions that trust the key group"),
  distributionsPerOac: adjustable(100, "distributions that read one private bucket"),
  oacsPerAccount: adjustable(100, "private buckets, each with an origin access control"),
  cachePoliciesPerAccount: adjustable(20, "cache policies of your own"),
  originRequestPoliciesPerAccount: adjustable(20, "origin request policies of your own"),
  responseHeadersPoliciesPerAccount: adjustable(20, "response headers policies"),
  publicKeysPerKeyGroup: adjustable(5, "public keys of a key group"),
  namesPerCertificate: {
    ...adjustable(10, "names of a new certificate"),
    source: "ACM User Guide, acm-limits",
  },
  rulesPerSecurityGroup: { ...adjustable(60, "rules of a security group"), source: vpc },

  distributionsPerEdgeFunction: fixed("rule", 500, "distributions that run one Lambda@Edge function"),
  charactersPerPolicy: fixed("rule", 1024, "characters in the names of one policy"),
  prefixListWeight: fixed("rule", 55, "rules that CloudFront's prefix list counts for", vpc),

  namesPerPolicy: fixed("schema", 10, "headers, cookies or query strings of a policy"),
  pathPatternCharacters: fixed("schema", 255, "characters of a path pattern"),
  defaultRootObjectCharacters: fixed("schema", 255, "characters of a default root object", api),
  commentCharacters: fixed("schema", 128, "characters of a comment", api),
  readTimeoutSeconds: fixed("schema", 120, "seconds that CloudFront waits for an origin"),
  edgeFunctionsPerBehavior: fixed("schema", 4, "Lambda@Edge functions of a behavior"),

  keyGroupsPerBehavior: fixed("construct", 4, "key groups of a behavior"),
  keyGroupsPerAccount: fixed("construct", 10, "key groups"),
  functionBytes: fixed("construct", 10240, "bytes of a CloudFront Function"),
  edgePackageBytes: fixed("construct", 50 * 1024 * 1024, "bytes of a Lambda@Edge package"),
  generatedResponseBytes: fixed("construct", 40 * 1024, "bytes of a response that a viewer function makes"),
  certificatesPerDistribution: fixed("construct", 1, "certificates of a distribution"),
} as const satisfies Record<string, Quota>;

export type QuotaId = keyof typeof quotas;

/** Those whose number the config can say; that of security groups stands in `server.ingress.rulesQuota`. */
export const accountQuotas = (Object.keys(quotas) as QuotaId[]).filter(
  (id): id is AccountQuota => quotas[id].adjustable && id !== "rulesPerSecurityGroup",
);

export type AccountQuota = Exclude<
  { [Id in QuotaId]: (typeof quotas)[Id]["adjustable"] extends true ? Id : never }[QuotaId],
  "rulesPerSecurityGroup"
>;

function adjustable(limit: number, what: string) {
  return { limit, adjustable: true, heldBy: "rule", what, source: cloudfront } as const;
}

function fixed<By extends Quota["heldBy"]>(heldBy: By, limit: number, what: string, source = cloudfront) {
  return { limit, adjustable: false, heldBy, what, source } as const;
}
