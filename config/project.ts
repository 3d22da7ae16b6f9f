// Project: everything that will be deployed for one environment. Frozen, complete and without secrets.

/** A section is present or null; a fact known only after the first deploy is null and listed in `pending`. */
export interface Project {
  readonly name: string;
  /** Name of the environment; null for the config as written. */
  readonly environment: string | null;
  /** Terraform stack: the name, and the environment after a hyphen. */
  readonly stack: string;
  readonly region: string;
  readonly server: Server | null;
  readonly buckets: Readonly<Record<string, Bucket>>;
  readonly distributions: Readonly<Record<string, Distribution>>;
  readonly django: Django | null;
  readonly frontend: Frontend | null;
  readonly signer: PythonSigner | null;
  readonly signingKeys: readonly SigningKey[];
  readonly edge: Readonly<Record<string, EdgeFunction>>;
  readonly deploy: GitHubDeploy | null;
  readonly terraform: Terraform;
  readonly tags: Readonly<Record<string, string>>;
  readonly pending: readonly Pending[];
}

/** A value that AWS decides. Until `output` stands in the outputs file, what needs it is left out. */
export interface Pending {
  /** Name of the Terraform output that will bring it. */
  readonly output: string;
  /** What it is, for people: "the domain name of distribution site". */
  readonly what: string;
  /** Where it goes once known: "CORS_ALLOWED_ORIGINS in backend/config/settings_https.py". */
  readonly neededBy: string;
}

export interface Server {
  readonly host: Host;
  /** The group to add rules to, or the VPC to make one in; null: httpsmith leaves ports alone. */
  readonly securityGroup: { readonly id: string } | NewSecurityGroup | null;
  readonly ingress: {
    readonly from: "anywhere" | "cloudfront";
    readonly prefixListId: string | null;
    readonly rulesQuota: number;
  };
  /** null: Nginx answers everybody who reaches it. */
  readonly originVerify: OriginVerify | null;
  readonly acme: Acme;
  readonly nginx: Nginx;
  readonly gunicorn: Gunicorn;
  /** null for a bare IP, where RFC 6797 makes browsers ignore it. */
  readonly hsts: Hsts | null;
  /** Absolute path on the server. */
  readonly directory: string;
  /** Project folder of the generated server files. */
  readonly outputDir: string;
}

export interface Host {
  readonly kind: "nip.io" | "domain" | "ip";
  /** What stands in URLs: a DNS name, or the address itself. */
  readonly name: string;
  /** null for a domain, whose address DNS tells. */
  readonly ip: string | null;
  /** `https://` and the name. */
  readonly origin: string;
}

/** A group of the stack, made or taken over. */
export interface NewSecurityGroup {
  readonly vpcId: string;
  /** One that exists; null: none does. */
  readonly import: { readonly id: string; readonly name: string; readonly description: string } | null;
}

/** How the server knows CloudFront. The secret itself is on the server and in Terraform's variable alone. */
export interface OriginVerify {
  readonly header: string;
  /** Terraform variable with the value that CloudFront sends. */
  readonly variable: string;
  /** Absolute path on the server: the values that Nginx accepts, mode 0600. */
  readonly acceptedFile: string;
}

export interface Acme {
  readonly email: string;
  readonly directoryUrl: string;
  readonly keyType: "ecdsa" | "rsa";
  readonly webroot: string;
  /** Certbot's --cert-name. */
  readonly certName: string;
  /** Folder on the server that Nginx reads fullchain.pem and privkey.pem from; a symlink. */
  readonly tlsDirectory: string;
}

export interface Nginx {
  readonly version: string;
  readonly openssl: string;
  readonly tls: "intermediate" | "modern";
  readonly maxBodyBytes: number;
  readonly proxyConnectTimeoutSeconds: number;
  readonly proxyReadTimeoutSeconds: number;
  readonly webSocketPaths: readonly string[];
  readonly compression: boolean;
}

export interface Gunicorn {
  /** Unit name without its ending: `gunicorn-moathon`. */
  readonly unit: string;
  readonly application: string;
  readonly workingDirectory: string;
  readonly virtualEnv: string;
  readonly environmentFile: string;
  /** UNIX socket that systemd listens on and Nginx connects to. */
  readonly socket: string;
  readonly user: string;
  readonly workers: number;
  readonly timeoutSeconds: number;
}

export interface Hsts {
  readonly maxAgeSeconds: number;
  readonly includeSubDomains: boolean;
  readonly preload: boolean;
}

export interface Bucket {
  readonly id: string;
  readonly name: string;
  readonly access: "oac" | "website";
  readonly versioning: boolean;
  readonly noncurrentDays: number;
  readonly abortUploadDays: number;
  /** null: objects stay. */
  readonly expirationDays: number | null;
  readonly transitions: readonly Transition[];
  readonly listBucket: boolean;
  readonly forceDestroy: boolean;
  /** Whether the bucket exists, so that Terraform takes it over. */
  readonly import: boolean;
  /** null: S3's own keys (SSE-S3). */
  readonly kms: { readonly create: true } | { readonly arn: string } | null;
  /** Server access logging; null: none. */
  readonly logTo: { readonly bucket: string; readonly prefix: string } | null;
  readonly cors: readonly CorsRule[];
  /** What Terraform uploads, by key. */
  readonly objects: Readonly<Record<string, BucketObject>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Transition {
  readonly days: number;
  readonly storageClass:
    | "STANDARD_IA"
    | "ONEZONE_IA"
    | "INTELLIGENT_TIERING"
    | "GLACIER_IR"
    | "GLACIER"
    | "DEEP_ARCHIVE";
}

export interface CorsRule {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly ("GET" | "HEAD" | "PUT" | "POST" | "DELETE")[];
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number;
}

export interface BucketObject {
  readonly content: string;
  readonly contentType: string;
  readonly cacheControl: string | null;
}

export interface Distribution {
  readonly id: string;
  /** Id of one that exists, which Terraform takes over; null: none does. */
  readonly importId: string | null;
  readonly comment: string;
  readonly enabled: boolean;
  readonly aliases: readonly string[];
  readonly certificate: { readonly create: true } | { readonly arn: string } | null;
  /** Route 53 alias records: A, AAAA with `ipv6`, HTTPS with `https`. */
  readonly dns: { readonly zoneId: string; readonly https: boolean } | null;
  /** In CloudFront's order; the last one is the default behavior, path `*`. */
  readonly behaviors: readonly Behavior[];
  readonly spa: boolean;
  readonly defaultRootObject: string;
  readonly errorPages: readonly ErrorPage[];
  readonly priceClass: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
  readonly httpVersion: "http1.1" | "http2" | "http3" | "http2and3";
  readonly ipv6: boolean;
  readonly minimumProtocolVersion: "TLSv1.2_2019" | "TLSv1.2_2021" | "TLSv1.2_2025" | "TLSv1.3_2025";
  /** Files beside the build, for `publish`. */
  readonly objects: readonly SiteObject[];
  readonly publish: Publishing;
  /** CloudFront's id, `E2QWRUHAPOMQZL`; null until the outputs file has it. */
  readonly distributionId: string | null;
  /** Standard access logs; null: none. */
  readonly logging: Logging | null;
  /** null: every country may. */
  readonly geoRestriction:
    | { readonly allow: readonly string[] }
    | { readonly block: readonly string[] }
    | null;
  readonly waf: Waf | null;
  readonly alarms: Alarms | null;
  readonly additionalMetrics: boolean;
  readonly realtimeLogs: Readonly<Record<string, RealtimeLog>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly waitForDeployment: boolean;
  /** `d111111abcdef8.cloudfront.net`; null until the outputs file has it. */
  readonly domainName: string | null;
  /** Origins that pages of this distribution have, aliases first; those known so far. */
  readonly webOrigins: readonly string[];
}

/** A web ACL that exists, or the rules of one to make. */
export type Waf =
  | { readonly webAclArn: string }
  | {
      /** Names of AWS's rule groups, in order. */
      readonly managedRules: readonly string[];
      /** Requests of one address in five minutes; null: no limit. */
      readonly rateLimit: number | null;
      readonly mode: "block" | "count";
    };

export interface Alarms {
  /** Share of 5xx answers; null: no such alarm. */
  readonly error5xxPercent: number | null;
  /** p90 of the origin's time; null: no such alarm. */
  readonly originLatencyMilliseconds: number | null;
  readonly minutes: number;
  /** An SNS topic in us-east-1, or addresses that a new one writes to. */
  readonly notify: { readonly topicArn: string } | { readonly emails: readonly string[] };
}

export interface RealtimeLog {
  readonly streamArn: string;
  readonly samplingPercent: number;
  readonly fields: readonly string[];
}

export interface Logging {
  /** Id in `buckets`. */
  readonly bucket: string;
  /** 2: vended log delivery. 1: legacy, by ACLs; format and fields are fixed. */
  readonly version: 1 | 2;
  readonly prefix: string;
  readonly format: "json" | "plain" | "w3c" | "raw" | "parquet";
  readonly fields: readonly string[];
  readonly cookies: boolean;
}

export interface Behavior {
  readonly path: string;
  readonly origin: BehaviorOrigin;
  /** Origin group of `origin` and a second one; null: the first one alone. */
  readonly failover: Failover | null;
  readonly viewerProtocolPolicy: "redirect-to-https" | "https-only" | "allow-all";
  readonly allowedMethods: "get-head" | "read" | "all";
  readonly cachedMethods: "get-head" | "read";
  readonly cache: "static" | "none" | CachePolicy;
  readonly forward: Forward;
  readonly responseHeaders: ResponseHeaders;
  readonly compress: boolean;
  readonly smoothStreaming: boolean;
  readonly signed: boolean;
  /** Ids in `edge`. */
  readonly edge: readonly string[];
  /** Id in `realtimeLogs`; null: none. */
  readonly realtimeLog: string | null;
}

/** What CloudFront adds to responses and removes from them. */
export interface ResponseHeaders {
  /** null: CloudFront adds none. */
  readonly security: SecurityHeaders | null;
  readonly cors: CorsHeaders | null;
  readonly custom: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
  /** Share of responses with Server-Timing; null: none. */
  readonly serverTimingPercent: number | null;
}

export interface SecurityHeaders {
  /** "cloudfront": these win. "origin": they fill in what the origin leaves out. */
  readonly owner: "cloudfront" | "origin";
  readonly strictTransportSecurity: Hsts;
  readonly contentSecurityPolicy: string | null;
  readonly frameOptions: "DENY" | "SAMEORIGIN";
  readonly referrerPolicy: string;
}

export interface CorsHeaders {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAgeSeconds: number;
  readonly override: boolean;
}

export type BehaviorOrigin = BucketOrigin | ServerOrigin | HostOrigin;

/** What every origin has. */
export interface OriginSettings {
  /** Origin path; "" for none. */
  readonly path: string;
  /** Name in CloudFront; null: made of the place and the settings. */
  readonly id: string | null;
  readonly customHeaders: Readonly<Record<string, string>>;
  /** Names of sensitive Terraform variables by header; the values are nowhere. */
  readonly secretHeaders: Readonly<Record<string, string>>;
  /** Region of the Origin Shield; null: none. */
  readonly shieldRegion: string | null;
  readonly connectionAttempts: number;
  readonly connectionTimeoutSeconds: number;
}

export interface BucketOrigin extends OriginSettings {
  readonly kind: "bucket";
  /** Id in `buckets`. */
  readonly bucket: string;
}

interface WebOrigin extends OriginSettings {
  readonly readTimeoutSeconds: number;
  readonly keepaliveTimeoutSeconds: number;
}

export interface ServerOrigin extends WebOrigin {
  readonly kind: "server";
}

export interface HostOrigin extends WebOrigin {
  readonly kind: "host";
  readonly host: string;
  readonly protocol: "https-only" | "http-only" | "match-viewer";
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly sslProtocols: readonly ("TLSv1" | "TLSv1.1" | "TLSv1.2")[];
}

export interface Failover {
  readonly origin: BehaviorOrigin;
  readonly statusCodes: readonly number[];
}

export interface CachePolicy {
  readonly minTtlSeconds: number;
  readonly defaultTtlSeconds: number;
  readonly maxTtlSeconds: number;
  readonly cookies: ForwardedNames;
  readonly query: ForwardedNames;
  readonly headers: readonly string[];
}

/** What reaches the origin beside the cache key. Headers "all" never includes Host. */
export interface Forward {
  readonly cookies: ForwardedNames;
  readonly query: ForwardedNames;
  readonly headers: ForwardedNames;
}

export type ForwardedNames = "none" | "all" | readonly string[];

export interface SiteObject {
  /** Viewer path with a leading slash. */
  readonly path: string;
  /** Project file. */
  readonly file: string;
  /** null: by the extension of the path. */
  readonly contentType: string | null;
}

/** How `publish` uploads a build. Patterns have `*` and `?`. */
export interface Publishing {
  readonly graceDays: number;
  readonly cacheControl: readonly { readonly path: string; readonly value: string }[];
  readonly exclude: readonly string[];
  readonly allow: readonly string[];
}

export interface ErrorPage {
  readonly status: number;
  /** Path with a leading slash; null: the origin's own body, only the time in the cache is set. */
  readonly page: string | null;
  /** Project file that `publish` uploads as the page; null: it is among the files of the build. */
  readonly file: string | null;
  readonly responseStatus: number;
  readonly ttlSeconds: number;
}

export interface Django {
  readonly settingsFile: string;
  /** Exact host names, the server's first. */
  readonly allowedHosts: readonly string[];
  /** Canonical https origins; empty in a same-origin layout without further ones. */
  readonly corsAllowedOrigins: readonly string[];
  readonly csrfTrustedOrigins: readonly string[];
  readonly cookies: Cookies;
  readonly dataUploadMaxBytes: number;
  readonly static: { readonly url: string; readonly root: string };
  readonly media: { readonly url: string; readonly root: string } | null;
  readonly storage: Storage | null;
  /** System checks of `check --deploy` that do not apply here, each with the reason. */
  readonly silencedChecks: readonly { readonly id: string; readonly reason: string }[];
}

/** Uploaded files in S3, read through CloudFront. */
export interface Storage {
  /** Id in `distributions`. */
  readonly distribution: string;
  readonly bucket: string;
  readonly region: string;
  /** First alias, or the distribution's own name; null until the outputs file has that. */
  readonly domain: string | null;
  /** Prefix of keys and URL paths, without slashes around it; "" for none. */
  readonly location: string;
  readonly expireSeconds: number;
  readonly signed: boolean;
  /** CloudFront's id of the active signing key; null where nothing is signed or the outputs file lacks it. */
  readonly keyId: string | null;
}

export interface Cookies {
  /** Whether page and API are different sites for a browser (public suffix list). */
  readonly crossSite: boolean;
  readonly sameSite: "Lax" | "None";
  /** Whether cookies carry Partitioned (CHIPS), without which browsers drop them across sites. */
  readonly partitioned: boolean;
}

export interface Frontend {
  /** Id in `distributions`. */
  readonly distribution: string;
  readonly envFile: string;
  readonly envPrefix: string;
  /** `cross-origin`: the API has its own origin. `same-origin`: the distribution forwards to the server. */
  readonly layout: "cross-origin" | "same-origin";
  readonly apiUrl: { readonly name: string; readonly value: string | null };
  /** Full names, in config order. */
  readonly variables: readonly { readonly name: string; readonly value: string }[];
}

/** A generated Python module that signs CloudFront URLs and cookies. */
export interface PythonSigner {
  readonly file: string;
  readonly hashAlgorithm: "SHA1" | "SHA256";
  /** CloudFront's id of the active signing key; null until the outputs file has it. */
  readonly keyId: string | null;
}

export interface SigningKey {
  readonly id: string;
  readonly publicKeyFile: string;
  /** The public half, SPKI PEM with exactly one final newline. */
  readonly publicKeyPem: string;
  readonly phase: "staged" | "active" | "retiring";
  /** CloudFront's id of the key, `K…`; null until the outputs file has it. */
  readonly keyId: string | null;
}

export type EdgeEvent = "viewer-request" | "origin-request" | "origin-response" | "viewer-response";

/** `cloudfront-js-2.0` makes a CloudFront Function, the others Lambda@Edge functions. */
export type EdgeRuntime = "cloudfront-js-2.0" | "nodejs22.x" | "nodejs24.x" | "python3.13" | "python3.14";

export interface EdgeFunction {
  readonly id: string;
  readonly handler:
    | "basic-auth"
    | "custom"
    | "origin-signature"
    | "redirects"
    | "require-authorization"
    | "require-jwt"
    | "security-headers"
    | "spa-fallback";
  readonly event: EdgeEvent;
  readonly runtime: EdgeRuntime;
  /** Lambda@Edge only, as are the time limit and the body. */
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly includeBody: boolean;
  /** What a handler of httpsmith finds as SETTINGS: digests and public keys, no secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The file of a custom handler, relative to the config; null for the others. */
  readonly file: string | null;
}

/** A role that jobs of one branch or environment of one repository on GitHub may take, to publish. */
export interface GitHubDeploy {
  /** The `sub` claim of their tokens, to the letter. */
  readonly subject: string;
  /** null: the account gets GitHub's OpenID Connect provider with this stack. */
  readonly oidcProviderArn: string | null;
  readonly sites: readonly {
    /** Id in `distributions`. */
    readonly distribution: string;
    /** Buckets by their ids, each with its origin path, "" for none. */
    readonly places: readonly { readonly bucket: string; readonly path: string }[];
  }[];
}

export interface Terraform {
  readonly awsProvider: "6" | "5.100";
  readonly backend:
    | { readonly kind: "local" }
    | { readonly kind: "s3"; readonly bucket: string; readonly key: string; readonly region: string }
    | { readonly kind: "cloud"; readonly organization: string; readonly workspace: string };
}
