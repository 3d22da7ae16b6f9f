// Types of project.schema.json with its defaults filled in. Made by `npm run docs`; a test finds it stale.

/**
 * The name that browsers and CloudFront reach the server by.
 */
export type Host =
  | {
      /**
       * A nip.io name.
       */
      kind: "nip.io";
      ip: Ipv4;
      /**
       * `dotted`: 54.180.1.2.nip.io. `dashed`: 54-180-1-2.nip.io.
       */
      notation: "dotted" | "dashed";
    }
  | {
      /**
       * A domain of your own.
       */
      kind: "domain";
      name: HostName;
    }
  | {
      /**
       * The bare address.
       */
      kind: "ip";
      ip: Ipv4;
    };
/**
 * A public IPv4 address.
 */
export type Ipv4 = string;
/**
 * A DNS name in lower case, without scheme, port or final dot. International names in their xn-- form.
 */
export type HostName = string;
/**
 * A URL path that begins and ends with a slash.
 */
export type UrlPath = string;
/**
 * `none`, `all`, or a list of names.
 */
export type ForwardedNames = ("none" | "all") | string[];
/**
 * A web origin: scheme and host, and a port if it is not the scheme's own. No path and no final slash.
 */
export type Origin = string;
/**
 * One function that runs inside CloudFront.
 */
export type EdgeFunction =
  | {
      /**
       * The handler of this name in edge/.
       */
      handler: "require-authorization";
      event: ViewerRequest;
      runtime: EitherRuntime;
      /**
       * SHA-256 digests of the accepted tokens, 64 hexadecimal digits each. `printf %s TOKEN | sha256sum` prints one.
       *
       * @minItems 1
       * @maxItems 20
       *
       * Items: A SHA-256 digest, never the token itself.
       */
      tokenSha256: string[];
    }
  | {
      /**
       * The handler of this name in edge/.
       */
      handler: "basic-auth";
      event: ViewerRequest;
      runtime?: EitherRuntime;
      /**
       * SHA-256 digests of `user:password`, 64 hexadecimal digits each. `printf %s 'USER:PASSWORD' | sha256sum` prints one.
       *
       * @minItems 1
       * @maxItems 20
       *
       * Items: A SHA-256 digest, never the password itself.
       */
      credentialSha256: string[];
      /**
       * What the browser shows when it asks.
       */
      realm: string;
    }
  | {
      /**
       * The handler of this name in edge/.
       */
      handler: "require-jwt";
      event: ViewerRequest;
      runtime: LambdaRuntime;
      /**
       * The claim `iss`, exactly.
       */
      issuer: string;
      /**
       * The claim `aud` must name one of these.
       *
       * @maxItems 20
       *
       * Items: One audience.
       */
      audience: string[];
      /**
       * Further claims that must have exactly this text, for issuers that set no audience.
       */
      claims: {
        /**
         * The text of the claim.
         */
        [k: string]: string;
      };
      /**
       * Signature algorithms that are accepted.
       *
       * @minItems 1
       *
       * Items: One algorithm.
       */
      algorithms: ("RS256" | "ES256")[];
      /**
       * How far the issuer's clock may be off.
       */
      clockSkewSeconds: number;
      /**
       * Name of a cookie that may hold the token where there is no Authorization header, for pages and images that a browser asks for by itself.
       */
      cookie?: string;
      /**
       * The issuer's public keys as a JWK set in the project. They become part of the function: nothing is fetched. Either this or `jwksUrl`.
       */
      jwksFile?: string;
      /**
       * Where the function fetches the issuer's public keys, and again when they are older than `jwksMaxAgeSeconds`.
       */
      jwksUrl?: string;
      /**
       * How long fetched keys may be used.
       */
      jwksMaxAgeSeconds: number;
    }
  | {
      /**
       * The handler of this name in edge/.
       */
      handler: "spa-fallback";
      /**
       * CloudFront event that the function runs on. On the origin request it goes together with any function on viewer events.
       */
      event: "viewer-request" | "origin-request";
      runtime?: EitherRuntime;
      /**
       * Path of the start page.
       */
      startPage: string;
    }
  | {
      /**
       * The handler of this name in edge/.
       */
      handler: "redirects";
      event: ViewerRequest;
      runtime?: EitherRuntime;
      /**
       * In this order; the first that fits is used.
       *
       * @minItems 1
       * @maxItems 200
       */
      rules: RedirectRule[];
    }
  | {
      /**
       * The handler of this name in edge/.
       */
      handler: "security-headers";
      /**
       * CloudFront event that the function runs on. A viewer response with a status of 400 and more does not pass it; the origin response does, and is cached with the headers.
       */
      event: "origin-response" | "viewer-response";
      runtime?: EitherRuntime;
      /**
       * All that fit are applied, in this order.
       *
       * @minItems 1
       * @maxItems 50
       */
      headers: HeaderRule[];
    }
  | {
      /**
       * The handler of this name in edge/.
       */
      handler: "origin-signature";
      event: ViewerRequest;
      /**
       * Name of the header with the signature, in lower case.
       */
      header: string;
    }
  | {
      /**
       * Says that the code is yours.
       */
      handler: "custom";
      /**
       * TypeScript, JavaScript or Python in the project, relative to the config file.
       */
      file: string;
      /**
       * CloudFront event that the function runs on.
       */
      event: "viewer-request" | "origin-request" | "origin-response" | "viewer-response";
      /**
       * What it runs in: `cloudfront-js-2.0` makes a CloudFront Function, the others Lambda@Edge functions. Left out: `python3.13` for Python, `nodejs22.x` otherwise.
       */
      runtime?: "cloudfront-js-2.0" | "nodejs22.x" | "nodejs24.x" | "python3.13" | "python3.14";
      /**
       * Memory of a Lambda@Edge function. On viewer events 128 is what AWS's guide names.
       */
      memoryMb?: number;
      /**
       * How long a Lambda@Edge function may take. Left out: 5.
       */
      timeoutSeconds?: number;
      /**
       * Whether a Lambda@Edge function on a request sees the body, up to 40 KB on the viewer request and 1 MB on the origin request. Left out: no.
       */
      includeBody?: boolean;
    };
/**
 * CloudFront event that the function runs on.
 */
export type ViewerRequest = "viewer-request";
/**
 * What it runs in: `cloudfront-js-2.0` makes a CloudFront Function, the others a Lambda@Edge function. A behavior takes one kind on its viewer events. Left out: a CloudFront Function on viewer events.
 */
export type EitherRuntime = "cloudfront-js-2.0" | "nodejs22.x" | "nodejs24.x";
/**
 * What the Lambda@Edge function runs in.
 */
export type LambdaRuntime = "nodejs22.x" | "nodejs24.x";

/**
 * One HTTPS deployment on AWS: a single-page app on S3 and CloudFront, a Django API behind Nginx on EC2. Durations are in seconds and sizes in bytes.
 */
export interface Config {
  /**
   * Path or URL of this schema, for editors.
   */
  $schema?: string;
  /**
   * Short name of the project: lower-case letters, digits and hyphens. It names the Terraform stack, the Nginx site file, the systemd units and the folder on the server.
   */
  name: string;
  /**
   * AWS region of the buckets and the server. CloudFront's certificates and edge functions go to us-east-1 by themselves.
   */
  region: string;
  server?: Server;
  /**
   * S3 buckets by a short id that behaviors refer to.
   */
  buckets: {
    [k: string]: Bucket;
  };
  /**
   * CloudFront distributions by a short id that other sections refer to.
   */
  distributions: {
    [k: string]: Distribution;
  };
  django?: Django;
  frontend?: Frontend;
  signer?: Signer;
  /**
   * Keys that sign CloudFront URLs and cookies. Only the public halves; the private halves never come near the config.
   */
  signingKeys: SigningKey[];
  /**
   * Functions that run inside CloudFront, by a short id that behaviors refer to.
   */
  edge: {
    [k: string]: EdgeFunction;
  };
  terraform: Terraform;
  deploy?: Deploy;
  /**
   * Tags on every AWS resource that takes tags.
   */
  tags: {
    [k: string]: string;
  };
  quotas: Quotas;
  /**
   * Further environments by name. Each is a JSON Merge Patch (RFC 7396) over everything above: write only what differs; null removes a value.
   */
  environments: {
    /**
     * The patch. It may change any section but `environments` itself.
     */
    [k: string]: {};
  };
  /**
   * Rules that this project breaks on purpose, each with a reason and an end date.
   */
  waivers: Waiver[];
}
/**
 * The EC2 host: Nginx terminates TLS in front of Gunicorn and Django.
 */
export interface Server {
  host: Host;
  /**
   * The existing security group of the instance. httpsmith adds ingress rules to it. Leave it out to have a new group made, see `securityGroup`.
   */
  securityGroupId?: string;
  /**
   * A new security group for the instance, instead of `securityGroupId`.
   */
  securityGroup?: {
    /**
     * The VPC of the new group.
     */
    vpcId: string;
    /**
     * A group that exists already: the next deploy takes it into the stack instead of making one. Rules that it has for the ports 80 and 443 must go before, since AWS takes no rule twice. Left out: a new group.
     */
    import?: {
      /**
       * Id of the group.
       */
      id: string;
      /**
       * Its name as it is: AWS changes it only by making another group.
       */
      name: string;
      /**
       * Its description as it is, for the same reason.
       */
      description: string;
    };
  };
  /**
   * Who may reach port 443 of the server. Port 80 stays open to all where the certificate needs it (ACME http-01).
   */
  ingress: {
    /**
     * `anywhere`: any IPv4 and IPv6 address. `cloudfront`: CloudFront's origin-facing addresses alone, for the same-origin layout.
     */
    from: "anywhere" | "cloudfront";
    /**
     * Id of the managed prefix list com.amazonaws.global.cloudfront.origin-facing in this region. Left out, Terraform looks it up.
     */
    prefixListId?: string;
    /**
     * The account's quota of rules per security group. The CloudFront prefix list weighs 55 of them.
     */
    rulesQuota: number;
  };
  /**
   * Whether every HTTPS request must show, by a secret header, that it came through a distribution of this project. Left out: yes where `ingress.from` is `cloudfront`, whose addresses are those of everybody's distributions.
   */
  originVerify?: boolean;
  acme: Acme;
  nginx: Nginx;
  gunicorn: Gunicorn;
  /**
   * Strict-Transport-Security of the server. Not sent for a bare-IP host, where browsers ignore it.
   */
  hsts: {
    /**
     * How long browsers insist on HTTPS. Start with 300 on a host that still has plain-HTTP users.
     */
    maxAgeSeconds: number;
    /**
     * Whether every sub-domain of the host insists on HTTPS too.
     */
    includeSubDomains: boolean;
    /**
     * Whether the host asks to be built into browsers. Hard to undo; only for a registrable domain with includeSubDomains.
     */
    preload: boolean;
  };
  /**
   * Folder of the application on the server. Left out: /srv/ and the project's name.
   */
  directory?: string;
  /**
   * Project folder that the server's files are generated into.
   */
  outputDir: string;
}
/**
 * How Certbot gets the server's certificate.
 */
export interface Acme {
  /**
   * Contact of the ACME account.
   */
  email: string;
  /**
   * ACME directory of the certificate authority. Let's Encrypt's staging directory is https://acme-staging-v02.api.letsencrypt.org/directory.
   */
  directoryUrl: string;
  /**
   * Type of the certificate's key.
   */
  keyType: "ecdsa" | "rsa";
  /**
   * Folder on the server that http-01 answers are served from.
   */
  webroot: string;
}
/**
 * The Nginx site in front of Gunicorn.
 */
export interface Nginx {
  /**
   * Nginx version on the server, as `nginx -v` prints it, 1.18 or newer. Directives that it does not know are left out.
   */
  version: string;
  /**
   * OpenSSL version that Nginx runs with, as `nginx -V` prints it, 1.1.1 or newer. Decides about the post-quantum group X25519MLKEM768.
   */
  openssl: string;
  /**
   * Profile of the Mozilla TLS guideline 6.0. `modern` is TLS 1.3 only, which CloudFront cannot be told to use towards an origin.
   */
  tls: "intermediate" | "modern";
  /**
   * Largest request body (client_max_body_size).
   */
  maxBodyBytes: number;
  /**
   * Longest wait for Gunicorn to accept a connection (proxy_connect_timeout).
   */
  proxyConnectTimeoutSeconds: number;
  /**
   * Longest wait between two reads of a response from Gunicorn (proxy_read_timeout).
   */
  proxyReadTimeoutSeconds: number;
  /**
   * URL paths whose connections may be upgraded to WebSocket.
   */
  webSocketPaths: UrlPath[];
  /**
   * Whether Nginx compresses text responses (gzip).
   */
  compression: boolean;
}
/**
 * The Gunicorn service that runs Django.
 */
export interface Gunicorn {
  /**
   * WSGI application, `module:variable`. Left out: `wsgi:application` of the package that holds django.settingsFile.
   */
  application?: string;
  /**
   * Folder on the server that Gunicorn starts in. Left out: the backend's folder below server.directory.
   */
  workingDirectory?: string;
  /**
   * Python virtual environment on the server. Left out: `venv` below server.directory.
   */
  virtualEnv?: string;
  /**
   * File on the server with Django's secrets, one NAME=value a line, mode 0600. Left out: /etc/, the project's name, /environment.
   */
  environmentFile?: string;
  /**
   * System user that runs Gunicorn.
   */
  user: string;
  /**
   * Number of worker processes. Gunicorn's own advice is twice the cores plus one.
   */
  workers: number;
  /**
   * A worker that is silent for longer is restarted (gunicorn --timeout).
   */
  timeoutSeconds: number;
}
/**
 * One S3 bucket. All public access is blocked unless it is a website.
 */
export interface Bucket {
  /**
   * Globally unique bucket name: 3 to 63 lower-case letters, digits and hyphens.
   */
  name: string;
  /**
   * `oac`: private, CloudFront alone reads it by origin access control. `website`: public static-website endpoint as an http-only custom origin.
   */
  access: "oac" | "website";
  /**
   * Whether S3 keeps old versions of objects.
   */
  versioning: boolean;
  /**
   * Days after which old versions are deleted.
   */
  noncurrentDays: number;
  /**
   * Whether CloudFront may list the bucket. With it a missing object answers 404 instead of 403.
   */
  listBucket: boolean;
  /**
   * Whether `terraform destroy` may delete a bucket that still holds objects.
   */
  forceDestroy: boolean;
  /**
   * Days after which the parts of an unfinished upload are deleted.
   */
  abortUploadDays: number;
  /**
   * Days after which objects are deleted, counted from their upload. Left out: never. For logs, not for content.
   */
  expirationDays?: number;
  /**
   * Storage classes that objects move to, by age.
   *
   * @maxItems 5
   *
   * Items: One storage class.
   */
  transitions: {
    /**
     * Age in days.
     */
    days: number;
    /**
     * The class. CloudFront cannot read GLACIER and DEEP_ARCHIVE until somebody restores the object.
     */
    storageClass:
      "STANDARD_IA" | "ONEZONE_IA" | "INTELLIGENT_TIERING" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE";
  }[];
  /**
   * Encrypts objects with a KMS key (SSE-KMS). Left out: S3's own keys (SSE-S3). `create` makes a key that the account and the distributions of the bucket alone may use.
   */
  kms?: {
    /**
     * Make a key, rotated every year. Deleted with the bucket, 30 days later.
     */
    create?: true;
    /**
     * An existing key in the bucket's region. Its own policy must let the distributions decrypt: the output `bucket_<id>_kms_statement` is the statement to add.
     */
    arn?: string;
  };
  /**
   * Server access logging: where S3 writes a line for each request to the bucket. Left out: none.
   */
  logTo?: {
    /**
     * Id of the bucket in `buckets` that gets the logs. Not one that a distribution serves.
     */
    bucket: string;
    /**
     * What the keys of the logs begin with. Left out: `s3/`, the id of this bucket and a slash.
     */
    prefix?: string;
  };
  /**
   * Which pages of other origins may use the bucket directly. Behind CloudFront, `responseHeaders.cors` of a behavior needs no help of S3.
   *
   * @maxItems 100
   *
   * Items: One CORS rule of S3.
   */
  cors: {
    /**
     * Origins of the pages, each with at most one `*`.
     *
     * @minItems 1
     * @maxItems 100
     */
    allowedOrigins: string[];
    /**
     * Methods that the pages may use.
     *
     * @minItems 1
     */
    allowedMethods: ("GET" | "HEAD" | "PUT" | "POST" | "DELETE")[];
    /**
     * Headers that the pages may send.
     */
    allowedHeaders: string[];
    /**
     * Headers that the pages may read.
     */
    exposeHeaders: string[];
    /**
     * How long browsers keep the answer to a preflight.
     */
    maxAgeSeconds: number;
  }[];
  /**
   * Small text objects that Terraform uploads, such as an error page, by key. The app's own files are better uploaded after the deploy.
   */
  objects: {
    /**
     * One object: its `content`, or the `file` with it.
     */
    [k: string]: {
      /**
       * The text itself.
       */
      content?: string;
      /**
       * A text file of the project, UTF-8, at most 64 KiB.
       */
      file?: string;
      /**
       * Content-Type of the object.
       */
      contentType: string;
      /**
       * Cache-Control of the object. Left out: none.
       */
      cacheControl?: string;
    };
  };
  /**
   * Tags of this bucket, beside those of the project, over which they win.
   */
  tags: {
    [k: string]: string;
  };
  /**
   * Whether the bucket exists already: the next deploy takes it into the stack instead of making it. Its objects stay; its settings become those that stand here.
   */
  import: boolean;
}
/**
 * One CloudFront distribution.
 */
export interface Distribution {
  /**
   * Cache behaviors in the order CloudFront tries them. The last one has the path `*`.
   *
   * @minItems 1
   */
  behaviors: Behavior[];
  /**
   * Whether unknown paths without a file extension serve the default root object, so that the app's own router sees them. A function on the `*` behavior does it; API errors stay errors.
   */
  spa: boolean;
  /**
   * Comment in the CloudFront console. Left out: the project's name and the distribution's id.
   */
  comment?: string;
  /**
   * Id of a distribution that exists already: the next deploy takes it into the stack instead of making one. Its settings become those that stand here. Left out: a new distribution.
   */
  importId?: string;
  /**
   * Whether the distribution answers requests.
   */
  enabled: boolean;
  /**
   * Alternate domain names. They need a certificate.
   *
   * @maxItems 100
   */
  aliases: HostName[];
  /**
   * The certificate for the aliases: `create` one in ACM, validated through `dns`, or name an existing one in us-east-1.
   */
  certificate?: {
    /**
     * Make an ACM certificate for the aliases and validate it in the zone of `dns`.
     */
    create?: true;
    /**
     * An existing ACM certificate in us-east-1.
     */
    arn?: string;
  };
  /**
   * Route 53 alias records for the aliases: A, AAAA where ipv6 is on, and HTTPS.
   */
  dns?: {
    /**
     * Hosted zone of the aliases.
     */
    zoneId: string;
    /**
     * Whether HTTPS records tell browsers to come over HTTPS and HTTP/3 at once.
     */
    https: boolean;
  };
  /**
   * Object that `/` serves. No leading slash. Without effect where the `*` behavior forwards to the server.
   */
  defaultRootObject: string;
  /**
   * Custom error responses of the whole distribution.
   */
  errorPages: ErrorPage[];
  /**
   * Edge locations that serve the distribution.
   */
  priceClass: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
  /**
   * Newest HTTP version for viewers.
   */
  httpVersion: "http1.1" | "http2" | "http3" | "http2and3";
  /**
   * Whether the distribution has IPv6 addresses.
   */
  ipv6: boolean;
  /**
   * Viewer security policy with a certificate of your own. CloudFront's default certificate fixes TLSv1. AWS provider 5.100 gets TLSv1.2_2021 for the 2025 policies.
   */
  minimumProtocolVersion: "TLSv1.2_2019" | "TLSv1.2_2021" | "TLSv1.2_2025" | "TLSv1.3_2025";
  /**
   * Files that `httpsmith publish` uploads beside the build. A behavior with a bucket must serve each.
   */
  objects: SiteObject[];
  publish: Publish;
  /**
   * Standard access logs of the distribution in a bucket. Left out: none. How long they stay is the bucket's `expirationDays`.
   */
  logging?: {
    /**
     * Id of the bucket in `buckets` that gets the logs. Not one that a distribution serves.
     */
    bucket: string;
    /**
     * 2: CloudWatch vended log delivery, written through the bucket's policy. 1: the legacy logs, which need ACLs on the bucket.
     */
    version: 2 | 1;
    /**
     * What the keys of the logs begin with. Left out: `cloudfront/`, the id of the distribution and a slash.
     */
    prefix?: string;
    /**
     * Form of the files of version 2. `w3c` is that of version 1.
     */
    format: "json" | "plain" | "w3c" | "raw" | "parquet";
    /**
     * Fields of version 2, in CloudFront's names. Left out: those of version 1 but `cs(Cookie)`.
     *
     * @minItems 1
     */
    fields?: string[];
    /**
     * Whether cookies are logged. They open sessions: whoever reads the logs can take one over.
     */
    cookies: boolean;
  };
  /**
   * Countries that may or may not see the distribution, by where the viewer's address is. Left out: all may.
   */
  geoRestriction?: {
    /**
     * The only countries that may (ISO 3166-1 alpha-2).
     *
     * @minItems 1
     */
    allow?: string[];
    /**
     * Countries that may not (ISO 3166-1 alpha-2).
     *
     * @minItems 1
     */
    block?: string[];
  };
  /**
   * AWS WAF in front of the distribution. Left out: none.
   */
  waf?: {
    /**
     * An existing web ACL of scope CLOUDFRONT, instead of the settings below.
     */
    webAclArn?: string;
    /**
     * Rule groups of AWS, in the order they are tried.
     */
    managedRules?: (
      | "AWSManagedRulesCommonRuleSet"
      | "AWSManagedRulesKnownBadInputsRuleSet"
      | "AWSManagedRulesAmazonIpReputationList"
      | "AWSManagedRulesAnonymousIpList"
      | "AWSManagedRulesSQLiRuleSet"
      | "AWSManagedRulesLinuxRuleSet"
      | "AWSManagedRulesUnixRuleSet"
      | "AWSManagedRulesAdminProtectionRuleSet"
      | "AWSManagedRulesPHPRuleSet"
      | "AWSManagedRulesWordPressRuleSet"
      | "AWSManagedRulesWindowsRuleSet"
    )[];
    /**
     * Requests of one address in five minutes, above which it is blocked. Left out: no limit.
     */
    rateLimit?: number;
    /**
     * `count` only counts what the rules would block: for the first days.
     */
    mode?: "block" | "count";
  };
  /**
   * CloudWatch alarms of the distribution. Left out: none.
   */
  alarms?: {
    /**
     * Share of 5xx answers above which the alarm rings.
     */
    error5xxPercent?: number;
    /**
     * Time of the origin (p90) above which the alarm rings. Needs `additionalMetrics`.
     */
    originLatencyMilliseconds?: number;
    /**
     * How long the value must stay above it.
     */
    minutes: number;
    /**
     * An SNS topic in us-east-1 that is told. Left out: see `emails`.
     */
    topicArn?: string;
    /**
     * Addresses that a new topic writes to; each has to confirm once.
     *
     * @minItems 1
     * @maxItems 10
     */
    emails?: string[];
  };
  /**
   * Whether CloudWatch gets cache hit rate, origin latency and error rates by status, at a monthly price for each distribution.
   */
  additionalMetrics: boolean;
  /**
   * Real-time logs by a short id that behaviors refer to.
   */
  realtimeLogs: {
    /**
     * One real-time log.
     */
    [k: string]: {
      /**
       * The Kinesis data stream that gets the log.
       */
      streamArn: string;
      /**
       * Share of requests that are logged.
       */
      samplingPercent: number;
      /**
       * Fields, in CloudFront's names.
       *
       * @minItems 1
       */
      fields: string[];
    };
  };
  /**
   * Tags of this distribution, beside those of the project, over which they win.
   */
  tags: {
    [k: string]: string;
  };
  /**
   * Whether Terraform waits, some minutes, until all edge locations have a change.
   */
  waitForDeployment: boolean;
}
/**
 * One cache behavior: which requests, which origin, what is cached and what is forwarded.
 */
export interface Behavior {
  /**
   * Path pattern: `*` stands for any characters, `?` for one. Matching is case-sensitive and ignores the query string.
   */
  path: string;
  origin: BehaviorOrigin;
  /**
   * A second origin that CloudFront asks where the first one fails (origin group). For GET, HEAD and OPTIONS only.
   */
  failover?: {
    origin: BehaviorOrigin;
    /**
     * Statuses of the first origin that count as a failure. 503 includes that no connection came about, 504 that the answer took too long.
     *
     * @minItems 1
     */
    statusCodes: (403 | 404 | 416 | 429 | 500 | 502 | 503 | 504)[];
  };
  /**
   * What happens to plain-HTTP requests.
   */
  viewerProtocolPolicy: "redirect-to-https" | "https-only" | "allow-all";
  /**
   * HTTP methods that reach the origin. Left out: `read` for a bucket, else `all`; with `failover` always `read`. `get-head` is GET and HEAD, `read` also OPTIONS, `all` also POST, PUT, PATCH and DELETE.
   */
  allowedMethods?: "get-head" | "read" | "all";
  /**
   * Methods whose answers are cached: `get-head`, or `read`, which is also OPTIONS.
   */
  cachedMethods: "get-head" | "read";
  /**
   * `static`: by the origin's Cache-Control, a day where there is none (CachingOptimized). `none`: never cached (CachingDisabled). Or TTLs and a cache key of your own. Left out: `static` for a bucket, `none` for the server.
   */
  cache?: ("static" | "none") | CachePolicy;
  /**
   * What reaches the origin beside the cache key. Left out: everything but the Host header for the server without a cache, nothing otherwise.
   */
  forward?: {
    cookies?: ForwardedNames;
    query?: ForwardedNames;
    headers?: ForwardedNames;
  };
  responseHeaders: ResponseHeaders;
  /**
   * Whether CloudFront compresses (gzip, Brotli).
   */
  compress: boolean;
  /**
   * Whether this serves Microsoft Smooth Streaming media on demand.
   */
  smoothStreaming: boolean;
  /**
   * Whether viewers need a URL or cookies signed by one of `signingKeys`.
   */
  signed: boolean;
  /**
   * Ids of functions in `edge` that run on this behavior.
   *
   * @maxItems 4
   */
  edge: string[];
  /**
   * Id of a log in `realtimeLogs` of the distribution that gets a line for each request within seconds. Left out: none.
   */
  realtimeLog?: string;
}
/**
 * Where the content comes from: exactly one of `bucket`, `server` and `host`.
 */
export interface BehaviorOrigin {
  /**
   * Id of a bucket in `buckets`.
   */
  bucket?: string;
  /**
   * The `server` of this project, over HTTPS.
   */
  server?: true;
  /**
   * DNS name of any other web server: a load balancer, an API, a bucket elsewhere. CloudFront takes no address.
   */
  host?: string;
  /**
   * Origin path: a prefix that CloudFront puts before every path. Begins with a slash and does not end with one.
   */
  path?: string;
  /**
   * Name of the origin in CloudFront. Left out: the bucket, `server` or the host with the path, and a digest of the settings below where any is not the default.
   */
  id?: string;
  /**
   * How CloudFront reaches `host`. `https-only` where left out; `match-viewer`: as the viewer came. The server of this project is always reached over HTTPS.
   */
  protocol?: "https-only" | "http-only" | "match-viewer";
  /**
   * Port of `host` for HTTP: 80, 443 or 1024 to 65535. Left out: 80.
   */
  httpPort?: number;
  /**
   * Port of `host` for HTTPS: 80, 443 or 1024 to 65535. Left out: 443.
   */
  httpsPort?: number;
  /**
   * TLS versions that CloudFront may use towards `host`, beside TLS 1.3, which it offers by itself. Left out: TLSv1.2.
   *
   * @minItems 1
   */
  sslProtocols?: ("TLSv1" | "TLSv1.1" | "TLSv1.2")[];
  /**
   * How long CloudFront waits for a response of the server or host, and between two packets of one. Left out: 30. Above 60 the account needs a raised quota.
   */
  readTimeoutSeconds?: number;
  /**
   * How long CloudFront keeps an idle connection to the server or host. Left out: 5. Above 60 the account needs a raised quota.
   */
  keepaliveTimeoutSeconds?: number;
  /**
   * How often CloudFront tries to connect.
   */
  connectionAttempts: number;
  /**
   * How long CloudFront waits for a connection.
   */
  connectionTimeoutSeconds: number;
  /**
   * Region of an Origin Shield, one more cache that all edge locations ask before the origin. Left out: none. Choose the one nearest to the origin.
   */
  shieldRegion?: string;
  /**
   * Headers that CloudFront adds to every request to the origin, over what the viewer sent. Anyone who reads the config knows them; see `secretHeaders`.
   */
  customHeaders: {
    /**
     * The value: visible ASCII characters and inner spaces.
     */
    [k: string]: string;
  };
  /**
   * Headers like `customHeaders` whose values nobody may read here: each names a sensitive Terraform variable, which you set outside of the project (`TF_VAR_<name>`), at least 16 characters. Terraform's state and saved plans hold the value in clear, which no setting can prevent: keep both private.
   */
  secretHeaders: {
    /**
     * Name of the Terraform variable, never the value itself: small letters, digits and underscores, and none of the names that Terraform reserves (version, source, count, for_each, provider, providers, lifecycle, depends_on, locals).
     */
    [k: string]: string;
  };
}
/**
 * TTLs and cache key of your own. Whatever is in the key also reaches the origin.
 */
export interface CachePolicy {
  /**
   * Shortest time in the cache, whatever the origin says. Left out: 0.
   */
  minTtlSeconds?: number;
  /**
   * Time in the cache when the origin says nothing.
   */
  defaultTtlSeconds: number;
  /**
   * Longest time in the cache, whatever the origin says. Left out: a year.
   */
  maxTtlSeconds?: number;
  cookies?: ForwardedNames;
  query?: ForwardedNames;
  /**
   * Header names in the cache key.
   *
   * @maxItems 10
   */
  headers?: string[];
}
/**
 * Headers that CloudFront adds to responses or removes from them (response headers policy).
 */
export interface ResponseHeaders {
  /**
   * Who owns HSTS and the other security headers. `cloudfront`: the policy wins. `origin`: it fills in what the origin leaves out. `none`: CloudFront adds none. Left out: `cloudfront` for a bucket, `none` for a web server, which decides for itself.
   */
  securityHeaders?: "cloudfront" | "origin" | "none";
  /**
   * Strict-Transport-Security.
   */
  strictTransportSecurity: {
    /**
     * How long browsers insist on HTTPS.
     */
    maxAgeSeconds: number;
    /**
     * Whether every sub-domain insists on HTTPS too.
     */
    includeSubDomains: boolean;
    /**
     * Whether the name asks to be built into browsers. Hard to undo; needs includeSubDomains and a year.
     */
    preload: boolean;
  };
  /**
   * Content-Security-Policy. Left out: none, because only the app knows what it loads.
   */
  contentSecurityPolicy?: string;
  /**
   * X-Frame-Options: who may show the page in a frame.
   */
  frameOptions: "DENY" | "SAMEORIGIN";
  /**
   * Referrer-Policy.
   */
  referrerPolicy:
    | "no-referrer"
    | "no-referrer-when-downgrade"
    | "origin"
    | "origin-when-cross-origin"
    | "same-origin"
    | "strict-origin"
    | "strict-origin-when-cross-origin"
    | "unsafe-url";
  /**
   * CORS that CloudFront answers itself, whatever the origin does. Left out: the origin's own.
   */
  cors?: {
    /**
     * Origins of the pages that may read the responses; `*` alone for all, or a wildcard as the leftmost label.
     *
     * @minItems 1
     * @maxItems 100
     */
    allowOrigins: string[];
    /**
     * Methods for preflights.
     *
     * @minItems 1
     */
    allowMethods: ("GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE")[];
    /**
     * Request headers that pages may send; `*` does not include Authorization.
     *
     * @minItems 1
     */
    allowHeaders: string[];
    /**
     * Response headers that pages may read.
     */
    exposeHeaders: string[];
    /**
     * Whether pages may send cookies. Not with `*`.
     */
    allowCredentials: boolean;
    /**
     * How long browsers keep the answer to a preflight.
     */
    maxAgeSeconds: number;
    /**
     * Whether this wins over CORS headers of the origin.
     */
    override: boolean;
  };
  /**
   * Headers of your own, which win over the origin's.
   */
  custom: {
    /**
     * The value: visible ASCII characters and inner spaces.
     */
    [k: string]: string;
  };
  /**
   * Headers of the origin that viewers do not get.
   *
   * @maxItems 10
   */
  remove: string[];
  /**
   * Share of responses with a Server-Timing header that tells about the cache. Left out: none.
   */
  serverTimingPercent?: number;
}
/**
 * One custom error response.
 */
export interface ErrorPage {
  /**
   * Status of the origin that this replaces.
   */
  status: 400 | 403 | 404 | 405 | 414 | 416 | 500 | 501 | 502 | 503 | 504;
  /**
   * Path of the page, with a leading slash. A behavior must serve it.
   */
  page?: string;
  /**
   * File that `httpsmith publish` uploads as the page. Left out: the page is among the files of the build.
   */
  file?: string;
  /**
   * Status that viewers get. Left out: the status itself.
   */
  responseStatus?: 200 | 400 | 403 | 404 | 405 | 414 | 416 | 500 | 501 | 502 | 503 | 504;
  /**
   * Shortest time that CloudFront caches the error.
   */
  ttlSeconds: number;
}
/**
 * A file of the project that goes up with the site.
 */
export interface SiteObject {
  /**
   * Path under which viewers get it, with a leading slash.
   */
  path: string;
  /**
   * The file.
   */
  file: string;
  /**
   * Its Content-Type. Left out: by the extension of `path`.
   */
  contentType?: string;
}
/**
 * How `httpsmith publish` uploads a build to the bucket of the `*` behavior.
 */
export interface Publish {
  /**
   * Days that assets stay in the bucket once no page has them, for pages that are open in browsers.
   */
  graceDays: number;
  /**
   * Cache-Control by path; the first that matches wins. Left out: a year for names with a digest of the content, `no-cache` for all others.
   *
   * Items: Cache-Control of the files that a pattern matches.
   */
  cacheControl: {
    /**
     * Pattern with `*` and `?`; without a slash it is about the file name.
     */
    path: string;
    /**
     * The header. One with `immutable` promises that the content never changes under its name.
     */
    value: string;
  }[];
  /**
   * Patterns of files in the build that are left out.
   */
  exclude: string[];
  /**
   * Patterns of files that go up though they are refused otherwise: source maps, .env files, keys.
   */
  allow: string[];
}
/**
 * The Django project behind Gunicorn.
 */
export interface Django {
  /**
   * Python file to generate, next to the project's own settings module, which applies it in its last two lines.
   */
  settingsFile: string;
  /**
   * Further names for ALLOWED_HOSTS, for instance the one a health check uses.
   */
  allowedHosts: HostName[];
  /**
   * Further origins whose pages may call the API, beside the front end's.
   */
  corsAllowedOrigins: Origin[];
  /**
   * Further origins whose pages may post forms to the API, beside the front end's and the API's own.
   */
  csrfTrustedOrigins: Origin[];
  /**
   * Largest request body that Django reads into memory, file uploads not counted (DATA_UPLOAD_MAX_MEMORY_SIZE).
   */
  dataUploadMaxBytes: number;
  /**
   * Static files, served by Nginx straight from disk.
   */
  static: {
    /**
     * A URL path that begins and ends with a slash.
     */
    url: string;
    /**
     * Folder on the server that collectstatic fills (STATIC_ROOT). Left out: `static` below server.directory.
     */
    root?: string;
  };
  /**
   * Uploaded files, served by Nginx straight from disk. Left out: Nginx serves none.
   */
  media?: {
    /**
     * A URL path that begins and ends with a slash.
     */
    url: string;
    /**
     * Folder on the server (MEDIA_ROOT). Left out: `media` below server.directory.
     */
    root?: string;
  };
  /**
   * Uploaded files in S3, served by CloudFront (django-storages). Left out: Django stores them as its own settings say. Not together with `media`.
   */
  storage?: {
    /**
     * Id of the distribution that serves the files. Its behavior tells the bucket, and whether URLs must be signed.
     */
    distribution: string;
    /**
     * Folder in the bucket, and the first part of the URL path (AWS_LOCATION). Empty: the whole bucket.
     */
    location: string;
    /**
     * How long a signed URL works (AWS_QUERYSTRING_EXPIRE).
     */
    expireSeconds: number;
  };
}
/**
 * The single-page app and its build-time variables.
 */
export interface Frontend {
  /**
   * Id of the distribution that serves the app.
   */
  distribution: string;
  /**
   * File of build-time variables to generate.
   */
  envFile: string;
  /**
   * Prefix of variables that the bundler shows to the page: VITE_, REACT_APP_, NEXT_PUBLIC_, VUE_APP_, NUXT_PUBLIC_, PUBLIC_, GATSBY_, EXPO_PUBLIC_, NG_APP_.
   */
  envPrefix: string;
  /**
   * Name of the variable with the API's URL, without the prefix.
   */
  apiUrlName: string;
  /**
   * Further variables, names without the prefix. Everyone who opens the page can read them.
   */
  variables: {
    /**
     * Value, ASCII without quotes, backslash, backtick, dollar sign or line breaks: all dotenv parsers read those alike.
     */
    [k: string]: string;
  };
  /**
   * Names in `variables` that look secret but are meant to be public, such as a publishable payment key.
   */
  publishable: string[];
}
/**
 * A Python module that signs CloudFront URLs and cookies with the active key of `signingKeys`, for applications without django-storages.
 */
export interface Signer {
  /**
   * Python file to generate. Its only dependency is the package cryptography.
   */
  file: string;
}
/**
 * One public key and where it is in its life.
 */
export interface SigningKey {
  /**
   * Name of the key in this project.
   */
  id: string;
  /**
   * PEM file with the public half: RSA 2048 or ECDSA P-256.
   */
  publicKeyFile: string;
  /**
   * `staged`: known to CloudFront, signs nothing yet. `active`: signs. `retiring`: signs nothing more, old URLs still work. A removed key is taken out of the list.
   */
  phase: "staged" | "active" | "retiring";
}
/**
 * One redirect.
 */
export interface RedirectRule {
  /**
   * Host name that the viewer asked for. Left out: every host.
   */
  host?: string;
  /**
   * Path that the viewer asked for; a final `*` stands for any rest.
   */
  path: string;
  /**
   * A path or an https URL; a final `*` is what that of `path` stood for. The query string is kept. The host is never taken from a request.
   */
  to: string;
  /**
   * 301 and 308 are permanent, 302 and 307 are not; 307 and 308 keep the method.
   */
  status: 301 | 302 | 307 | 308;
}
/**
 * One response header.
 */
export interface HeaderRule {
  /**
   * Name of the header.
   */
  name: string;
  /**
   * Its value; empty removes the header.
   */
  value: string;
  /**
   * Only for responses of these media types. Left out: for all.
   *
   * @minItems 1
   *
   * Items: One media type.
   */
  contentTypes?: string[];
  /**
   * Only for this path; a final `*` stands for any rest. Left out: for all.
   */
  path?: string;
  /**
   * Whether it replaces what the origin sent.
   */
  override: boolean;
}
/**
 * How Terraform runs.
 */
export interface Terraform {
  /**
   * AWS provider that the Terraform is written for: any 6.x from 6.25 on, or 5.100.
   */
  awsProvider: "6" | "5.100";
  /**
   * Where the state lives. Left out: a local file, which a team cannot share.
   */
  backend?: {
    /**
     * An S3 bucket with native locking (Terraform 1.10 or newer).
     */
    s3?: {
      /**
       * Name of the state bucket.
       */
      bucket: string;
      /**
       * Object key. Environments get their name before the last part.
       */
      key: string;
      /**
       * Region of the state bucket.
       */
      region: string;
    };
    /**
     * HCP Terraform.
     */
    cloud?: {
      /**
       * Name of the organization.
       */
      organization: string;
      /**
       * Name of the workspace. Environments append a hyphen and their name.
       */
      workspace: string;
    };
  };
}
/**
 * Who else may publish: the role that a CI system takes.
 */
export interface Deploy {
  /**
   * An IAM role for GitHub Actions without stored keys (OpenID Connect), with the rights of `httpsmith publish` and no others.
   */
  github?: {
    /**
     * The one repository that may take the role, as owner and name.
     */
    repository: string;
    /**
     * GitHub's numbers of owner and repository. Needed for repositories made, renamed or moved since July 2026, whose tokens name them; they also keep a later owner of the same name out. `gh api repos/OWNER/NAME --jq '.owner.id, .id'` tells them.
     */
    ids?: {
      /**
       * Id of the owner.
       */
      owner: number;
      /**
       * Id of the repository.
       */
      repository: number;
    };
    /**
     * The one branch, or the one environment of GitHub, whose jobs may take the role. A job with an environment never counts as one of its branch.
     */
    from: {
      /**
       * A branch.
       */
      branch?: string;
      /**
       * An environment of GitHub, which can ask for a reviewer.
       */
      environment?: string;
    };
    /**
     * Ids of the distributions that may be published to. Left out: the front end's, or all whose `*` behavior has a bucket.
     *
     * @minItems 1
     */
    distributions?: string[];
    /**
     * GitHub's OpenID Connect provider in the AWS account, of which there can be one. Left out: a new one.
     */
    oidcProviderArn?: string;
  };
}
/**
 * Quotas of the AWS account, where they differ from AWS's own: the Service Quotas console shows and raises them. What breaks one is an error here, not at the end of a deploy.
 */
export interface Quotas {
  /**
   * Largest number of cache behaviors of a distribution.
   */
  behaviorsPerDistribution: number;
  /**
   * Largest number of origins of a distribution.
   */
  originsPerDistribution: number;
  /**
   * Largest number of origin groups of a distribution.
   */
  originGroupsPerDistribution: number;
  /**
   * Largest number of headers that CloudFront adds for an origin.
   */
  headersPerOrigin: number;
  /**
   * Largest number of alternate domain names of a distribution.
   */
  aliasesPerDistribution: number;
  /**
   * Largest number of Lambda@Edge functions of a distribution.
   */
  edgeFunctionsPerDistribution: number;
  /**
   * Largest number of distributions.
   */
  distributionsPerAccount: number;
  /**
   * Largest number of distributions that trust the key group.
   */
  distributionsPerKeyGroup: number;
  /**
   * Largest number of distributions that read one private bucket.
   */
  distributionsPerOac: number;
  /**
   * Largest number of private buckets, each with an origin access control.
   */
  oacsPerAccount: number;
  /**
   * Largest number of cache policies of your own.
   */
  cachePoliciesPerAccount: number;
  /**
   * Largest number of origin request policies of your own.
   */
  originRequestPoliciesPerAccount: number;
  /**
   * Largest number of response headers policies.
   */
  responseHeadersPoliciesPerAccount: number;
  /**
   * Largest number of public keys of a key group.
   */
  publicKeysPerKeyGroup: number;
  /**
   * Largest number of names of a new certificate.
   */
  namesPerCertificate: number;
}
/**
 * One rule that this project breaks on purpose until a date.
 */
export interface Waiver {
  /**
   * Code of the problem, as printed after its severity.
   */
  rule: string;
  /**
   * Why, for the reviewer.
   */
  reason: string;
  /**
   * Last day on which the waiver holds, YYYY-MM-DD.
   */
  until: string;
}
