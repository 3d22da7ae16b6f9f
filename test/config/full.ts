// A config that uses every section, for tests that change it at random; its only problem is waived.
import { keyFiles } from "./rows/keys";

export const fullFiles = keyFiles;

export const full = {
  $schema: "./node_modules/httpsmith/schemas/project.schema.json",
  name: "moathon",
  region: "ap-northeast-2",
  server: {
    host: { kind: "nip.io", ip: "54.180.1.2", notation: "dashed" },
    securityGroupId: "sg-0a1b2c3d4e5f67890",
    ingress: { from: "anywhere", prefixListId: "pl-22a6434b", rulesQuota: 60 },
    originVerify: true,
    acme: { email: "ops@example.com", keyType: "ecdsa", webroot: "/var/www/letsencrypt" },
    nginx: {
      version: "1.26.3",
      openssl: "3.5.1",
      tls: "intermediate",
      maxBodyBytes: 10485760,
      webSocketPaths: ["/ws/"],
    },
    gunicorn: { application: "config.wsgi:application", user: "www-data", workers: 3, timeoutSeconds: 30 },
    hsts: { maxAgeSeconds: 63072000, includeSubDomains: false, preload: false },
    directory: "/srv/moathon",
    outputDir: "deploy",
  },
  buckets: {
    client: { name: "moathon-client" },
    media: { name: "moathon-media", access: "oac", versioning: true, noncurrentDays: 30 },
  },
  distributions: {
    site: {
      comment: "the app",
      behaviors: [{ path: "*", origin: { bucket: "client" }, cache: "static" }],
      spa: true,
      objects: [{ path: "/.well-known/security.txt", file: "pages/security.txt", contentType: "text/plain" }],
      publish: {
        graceDays: 14,
        cacheControl: [{ path: "*.woff2", value: "public, max-age=86400" }],
        exclude: ["*.map"],
        allow: ["*.pem"],
      },
    },
    media: {
      aliases: ["media.example.com"],
      dns: { zoneId: "Z0123456789" },
      certificate: { create: true },
      behaviors: [
        { path: "/ex-img/*", origin: { bucket: "media", path: "/v1" }, edge: ["token"] },
        {
          path: "/api/*",
          origin: { server: true, readTimeoutSeconds: 30 },
          cache: "none",
          forward: { cookies: "all", query: ["q"] },
        },
        {
          path: "/cached/*",
          origin: { server: true },
          cache: { defaultTtlSeconds: 60, headers: ["Origin"] },
          allowedMethods: "read",
        },
        { path: "*", origin: { bucket: "media" }, signed: true },
      ],
      errorPages: [{ status: 403, page: "/403-response.json", responseStatus: 403, ttlSeconds: 10 }],
      defaultRootObject: "index.html",
    },
  },
  django: {
    settingsFile: "backend/config/settings_https.py",
    allowedHosts: ["health.example.com"],
    corsAllowedOrigins: ["https://admin.example.com"],
    csrfTrustedOrigins: ["https://admin.example.com"],
    dataUploadMaxBytes: 2621440,
    static: { url: "/static/", root: "/srv/moathon/static" },
    storage: { distribution: "media", location: "uploads", expireSeconds: 3600 },
  },
  frontend: {
    distribution: "site",
    envFile: "frontend/.env.production",
    envPrefix: "VITE_",
    apiUrlName: "API_URL",
    variables: { APP_TITLE: "Moathon", MAPS_KEY: "public" },
    publishable: ["MAPS_KEY"],
  },
  signingKeys: [
    { id: "2026-11", publicKeyFile: "keys/a.pub.pem", phase: "active" },
    { id: "2026-12", publicKeyFile: "keys/b.pub.pem", phase: "staged" },
  ],
  signer: { file: "backend/media/cloudfront_signer.py" },
  edge: {
    token: { handler: "require-authorization", event: "viewer-request", tokenSha256: ["0a".repeat(32)] },
  },
  terraform: {
    awsProvider: "6",
    backend: { s3: { bucket: "moathon-state", key: "moathon/state", region: "eu-west-1" } },
  },
  deploy: {
    github: {
      repository: "moathon/client",
      ids: { owner: 123456, repository: 456789 },
      from: { environment: "production" },
      distributions: ["site", "media"],
      oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    },
  },
  tags: { team: "web-platform" },
  environments: { staging: { server: { host: { ip: "54.180.9.9" } }, frontend: null } },
  waivers: [
    { rule: "server/nip-io-shared-limit", reason: "a demonstration without a domain", until: "2027-03-31" },
  ],
};
