// Projects that between them use every setting of the modules.
import type { Behavior, Distribution, Project } from "../../config/project";
import { clientOrigin, moathon, originHttps, serverOrigin } from "../projects";

const site = moathon.distributions["site"]!;
const page = site.behaviors[0]!;
const client = moathon.buckets["client"]!;
const server = moathon.server!;

/** Text that breaks out of a Terraform string, a line or a JSON document, if anything lets it. */
export const hostile =
  'a "${var.x}" %{ if true }\n\\ $${y} %%{z} ${TfToken[TOKEN.0]} #{TfToken[TOKEN.1]} <é>';

export const publicKeyPem = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEi5Y6Y8FHzhvJsA1WcGzCH6yHbhw2
0uRNKqDyaW3mwm2nXKAlqW3Yo6fEsvrLC3pa6x1hZcYl8LKxl1yL3hT0Ng==
-----END PUBLIC KEY-----
`;

export const api: Behavior = {
  ...page,
  path: "/api/*",
  origin: serverOrigin,
  allowedMethods: "all",
  cache: "none",
  forward: { cookies: "all", query: "all", headers: "all" },
};

export const withSite = (change: Partial<Distribution>, project: Project = moathon): Project => ({
  ...project,
  distributions: { ...project.distributions, site: { ...site, ...change } },
});

export const withBehaviors = (...behaviors: Behavior[]): Project => withSite({ behaviors });

const alias = {
  aliases: ["app.example.com", "*.app.example.com"],
  dns: { zoneId: "Z0123456789ABCDEFGHIJ" },
} as const;

const signingKey = (id: string, phase: "staged" | "active" | "retiring") =>
  ({ id, publicKeyFile: `keys/${id}.pub.pem`, publicKeyPem, phase, keyId: null }) as const;

const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-1111-2222-3333-444455556666";

export const variants = {
  "bucket behind OAC, server on nip.io": moathon,
  "website bucket": { ...moathon, buckets: { client: { ...client, access: "website", listBucket: true } } },
  "deploy role, new provider": {
    ...moathon,
    deploy: {
      subject: "repo:moathon/client:ref:refs/heads/main",
      oidcProviderArn: null,
      sites: [{ distribution: "site", places: [{ bucket: "client", path: "" }] }],
    },
  },
  "deploy role, existing provider, origin path": {
    ...moathon,
    deploy: {
      subject: "repo:moathon@123456/client@456789:environment:production",
      oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
      sites: [{ distribution: "site", places: [{ bucket: "client", path: "/v1" }] }],
    },
  },
  "new certificate, aliases, DNS, no IPv6": withSite({
    ...alias,
    certificate: { create: true },
    ipv6: false,
  }),
  "certificate by ARN, policies of 2025": withSite({
    aliases: ["app.example.com"],
    certificate: { arn: certificateArn },
  }),
  "signed behaviors": {
    ...withBehaviors({ ...page, path: "/private/*", signed: true }, page),
    signingKeys: [
      signingKey("2026-11", "active"),
      signingKey("2026-12", "staged"),
      signingKey("2026-10", "retiring"),
    ],
  },
  "server behind the distribution, open to CloudFront alone": {
    ...withBehaviors(
      api,
      { ...api, path: "/slow/*", origin: { ...serverOrigin, path: "/v1", readTimeoutSeconds: 60 } },
      page,
    ),
    server: {
      ...server,
      ingress: { from: "cloudfront", prefixListId: "pl-22a6434b", rulesQuota: 60 },
      originVerify: originHttps.server!.originVerify,
    },
  },
  "prefix list looked up": {
    ...moathon,
    server: { ...server, ingress: { from: "cloudfront", prefixListId: null, rulesQuota: 60 } },
  },
  "new security group": {
    ...moathon,
    server: { ...server, securityGroup: { vpcId: "vpc-0a1b2c3d4e5f67890" } },
  },
  "custom policies, error pages, two origin paths": {
    ...withSite({
      spa: false,
      behaviors: [
        {
          ...page,
          path: "/img/*",
          origin: { ...clientOrigin, path: "/v1" },
          viewerProtocolPolicy: "https-only",
          compress: false,
          cache: {
            minTtlSeconds: 1,
            defaultTtlSeconds: 60,
            maxTtlSeconds: 600,
            cookies: "none",
            query: ["v", "w"],
            headers: ["Accept"],
          },
          forward: { cookies: ["sessionid"], query: "all", headers: ["Accept-Language", "Origin"] },
        },
        { ...page, path: "/all/*", forward: { cookies: "none", query: "none", headers: "all" } },
        page,
      ],
      errorPages: [
        { status: 404, page: "/404.html", file: null, responseStatus: 404, ttlSeconds: 10 },
        { status: 503, page: null, file: null, responseStatus: 503, ttlSeconds: 0 },
      ],
      priceClass: "PriceClass_100",
      httpVersion: "http2",
      enabled: false,
    }),
    buckets: {
      client: { ...client, versioning: false, noncurrentDays: 7, listBucket: true, forceDestroy: true },
    },
  },
  "hostile text, S3 backend, environment": {
    ...withSite({ comment: hostile }),
    stack: "moathon-staging",
    environment: "staging",
    tags: { team: hostile, "Cost${var.x}Center": "web" },
    terraform: {
      awsProvider: "6",
      backend: {
        kind: "s3",
        bucket: "states",
        key: "moathon/staging/terraform.tfstate",
        region: "eu-west-1",
      },
    },
  },
  "edge function on one path": {
    ...withBehaviors({ ...page, path: "/ex-img/*", edge: ["token"] }, page),
    edge: {
      token: {
        id: "token",
        handler: "require-authorization",
        event: "viewer-request",
        runtime: "nodejs22.x",
        memoryMb: 128,
        timeoutSeconds: 5,
        includeBody: false,
        settings: { tokenSha256: ["0a".repeat(32)] },
        file: null,
      },
    },
  },
  "hosts with every setting, secret headers, failover": withBehaviors(
    {
      ...api,
      path: "/img/*",
      origin: {
        ...serverOrigin,
        kind: "host",
        host: "images.example.net",
        id: "images",
        path: "/v1",
        protocol: "match-viewer",
        httpPort: 8080,
        httpsPort: 8443,
        sslProtocols: ["TLSv1.1", "TLSv1.2"],
        readTimeoutSeconds: 60,
        keepaliveTimeoutSeconds: 30,
        connectionAttempts: 1,
        connectionTimeoutSeconds: 2,
        shieldRegion: "eu-west-1",
        customHeaders: { "X-Site": hostile.replaceAll("\n", " ") },
        secretHeaders: { "X-Origin-Verify": "origin_verify" },
      },
    },
    { ...api, origin: { ...serverOrigin, secretHeaders: { "X-Origin-Verify": "origin_verify" } } },
    {
      ...page,
      path: "/docs/*",
      allowedMethods: "get-head",
      failover: { origin: serverOrigin, statusCodes: [404, 503] },
    },
    page,
  ),
  "no server, HCP Terraform": {
    ...moathon,
    server: null,
    terraform: { awsProvider: "6", backend: { kind: "cloud", organization: "acme", workspace: "moathon" } },
  },
} as const satisfies Record<string, Project>;
