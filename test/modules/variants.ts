// Projects that between them use every setting of the modules.
import type { Behavior, Distribution, EdgeFunction, Logging, Project } from "../../config/project";
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
  responseHeaders: { ...page.responseHeaders, security: null },
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
  dns: { zoneId: "Z0123456789ABCDEFGHIJ", https: true },
} as const;

const signingKey = (id: string, phase: "staged" | "active" | "retiring") =>
  ({ id, publicKeyFile: `keys/${id}.pub.pem`, publicKeyPem, phase, keyId: null }) as const;

const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-1111-2222-3333-444455556666";

const keyArn = "arn:aws:kms:ap-northeast-2:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666";
const streamArn = "arn:aws:kinesis:us-east-1:111122223333:stream/requests";

const logging: Logging = {
  bucket: "logs",
  version: 2,
  prefix: "cloudfront/site/",
  format: "w3c",
  fields: ["date", "time", "c-ip", "sc-status"],
  cookies: false,
};
const withLogs = {
  ...moathon,
  buckets: { client, logs: { ...client, id: "logs", name: "moathon-logs", expirationDays: 90 } },
};

function edgeFunction(
  id: string,
  handler: EdgeFunction["handler"],
  event: EdgeFunction["event"],
  runtime: EdgeFunction["runtime"],
  settings: EdgeFunction["settings"],
): EdgeFunction {
  const limits = { memoryMb: 128, timeoutSeconds: 5, includeBody: false };
  return { id, handler, event, runtime, ...limits, settings, file: null };
}

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
    server: { ...server, securityGroup: { vpcId: "vpc-0a1b2c3d4e5f67890", import: null } },
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
  "buckets with every setting": {
    ...withSite({}),
    buckets: {
      client: {
        ...client,
        kms: { create: true },
        logTo: { bucket: "logs", prefix: "s3/client/" },
        abortUploadDays: 3,
        transitions: [{ days: 30, storageClass: "INTELLIGENT_TIERING" }],
        cors: [
          {
            allowedOrigins: ["https://app.example.com"],
            allowedMethods: ["GET", "PUT"],
            allowedHeaders: ["Content-Type"],
            exposeHeaders: ["ETag"],
            maxAgeSeconds: 600,
          },
        ],
        objects: {
          "errors/403.json": {
            content: hostile,
            contentType: "application/json",
            cacheControl: "no-cache",
          },
          "robots.txt": { content: "User-agent: *\n", contentType: "text/plain", cacheControl: null },
        },
        tags: { "data-class": hostile },
      },
      media: {
        ...client,
        id: "media",
        name: "moathon-media",
        kms: { arn: keyArn },
        logTo: { bucket: "logs", prefix: "s3/media/" },
      },
      logs: { ...client, id: "logs", name: "moathon-logs", expirationDays: 90 },
    },
  },
  "logs of version 2 on two distributions": {
    ...withLogs,
    distributions: {
      site: { ...site, logging: { ...logging, prefix: "cloudfront/site/" } },
      docs: { ...site, id: "docs", logging: { ...logging, prefix: "cloudfront/docs/" } },
    },
  },
  "logs of version 1": {
    ...withLogs,
    distributions: { site: { ...site, logging: { ...logging, version: 1, cookies: true } } },
  },
  "everything that watches, tags, countries": withSite({
    geoRestriction: { allow: ["KR", "JP"] },
    waf: {
      managedRules: ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet"],
      rateLimit: 2000,
      mode: "block",
    },
    alarms: {
      error5xxPercent: 5,
      originLatencyMilliseconds: 3000,
      minutes: 10,
      notify: { emails: ["ops@example.com"] },
    },
    additionalMetrics: true,
    realtimeLogs: { all: { streamArn, samplingPercent: 50, fields: ["timestamp", "c-ip"] } },
    behaviors: [{ ...page, realtimeLog: "all" }],
    tags: { service: hostile },
    waitForDeployment: false,
  }),
  "firewall and topic that exist, blocked countries": withSite({
    geoRestriction: { block: ["AQ"] },
    waf: { webAclArn: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/0a1b2c3d" },
    alarms: {
      error5xxPercent: 1,
      originLatencyMilliseconds: null,
      minutes: 5,
      notify: { topicArn: "arn:aws:sns:us-east-1:111122223333:alarms" },
    },
  }),
  "response headers of every kind, smooth streaming, cached OPTIONS": withBehaviors(
    {
      ...page,
      path: "/media/*",
      cachedMethods: "read",
      smoothStreaming: true,
      responseHeaders: {
        security: {
          owner: "origin",
          strictTransportSecurity: { maxAgeSeconds: 31536000, includeSubDomains: true, preload: true },
          contentSecurityPolicy: "default-src 'self'",
          frameOptions: "SAMEORIGIN",
          referrerPolicy: "no-referrer",
        },
        cors: {
          allowOrigins: ["https://app.example.com"],
          allowMethods: ["GET", "HEAD"],
          allowHeaders: ["Content-Type"],
          exposeHeaders: ["ETag"],
          allowCredentials: true,
          maxAgeSeconds: 600,
          override: false,
        },
        custom: { "X-Robots-Tag": "noindex ${x}" },
        remove: ["X-Powered-By"],
        serverTimingPercent: 5,
      },
    },
    {
      ...page,
      path: "/open/*",
      responseHeaders: {
        security: null,
        cors: {
          allowOrigins: ["*"],
          allowMethods: ["GET", "HEAD"],
          allowHeaders: ["*"],
          exposeHeaders: [],
          allowCredentials: false,
          maxAgeSeconds: 3600,
          override: true,
        },
        custom: {},
        remove: [],
        serverTimingPercent: null,
      },
    },
    page,
  ),
  "edge functions of both kinds on all events": {
    ...withBehaviors(
      { ...page, path: "/app/*", edge: ["login", "fallback", "headers", "policy"] },
      { ...page, path: "/jwt/*", edge: ["user"] },
      { ...api, edge: ["signature"] },
      page,
    ),
    edge: {
      login: edgeFunction("login", "basic-auth", "viewer-request", "cloudfront-js-2.0", {
        credentialSha256: ["0a".repeat(32)],
        realm: "a ${var.x}",
      }),
      fallback: edgeFunction("fallback", "spa-fallback", "origin-request", "nodejs22.x", {
        startPage: "/a.html",
      }),
      headers: edgeFunction("headers", "security-headers", "origin-response", "nodejs22.x", { headers: [] }),
      policy: edgeFunction("policy", "security-headers", "viewer-response", "cloudfront-js-2.0", {
        headers: [],
      }),
      user: edgeFunction("user", "require-jwt", "viewer-request", "nodejs22.x", { keys: [] }),
      signature: edgeFunction("signature", "origin-signature", "viewer-request", "cloudfront-js-2.0", {
        header: "x-origin-signature",
      }),
    },
  },
  "no server, HCP Terraform": {
    ...moathon,
    server: null,
    terraform: { awsProvider: "6", backend: { kind: "cloud", organization: "acme", workspace: "moathon" } },
  },
} as const satisfies Record<string, Project>;
