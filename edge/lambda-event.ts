// Events of Lambda@Edge and what a handler may return, one type for each of the four events.
// Source: CloudFront Developer Guide, Lambda@Edge event structure (reference edge.md §2.1).

/** Values by lower-case name. Without a `key`, CloudFront writes the name with initial capitals. */
export type LambdaHeaders = Record<string, { key?: string; value: string }[]>;

export interface LambdaRequest {
  /** Read-only. */
  readonly clientIp: string;
  /** Read-only. */
  readonly method: string;
  /** Begins with a slash. */
  uri: string;
  /** Without `?`; empty where there is none. */
  querystring: string;
  headers: LambdaHeaders;
  /** Only with `"includeBody": true`. */
  body?: LambdaBody;
}

export interface LambdaBody {
  /** Whether the body was longer than 40 KB (viewer request) or 1 MB (origin request). */
  readonly inputTruncated: boolean;
  /** `replace` sends `data` to the origin instead of the viewer's body. */
  action: "read-only" | "replace";
  encoding: "base64" | "text";
  data: string;
}

/** The origin of the behavior: exactly one of the two. */
export type LambdaOrigin = { custom: CustomOrigin } | { s3: S3Origin };

export interface CustomOrigin {
  customHeaders: LambdaHeaders;
  domainName: string;
  /** Seconds, 1 to 120. */
  keepaliveTimeout: number;
  path: string;
  /** 80, 443, or 1024 to 65535. */
  port: number;
  protocol: "http" | "https";
  /** Seconds, 1 to 120. */
  readTimeout: number;
  responseCompletionTimeout?: number;
  sslProtocols: ("SSLv3" | "TLSv1" | "TLSv1.1" | "TLSv1.2")[];
}

export interface S3Origin {
  authMethod: "origin-access-identity" | "none";
  customHeaders: LambdaHeaders;
  domainName: string;
  path: string;
  region: string;
  readTimeout?: number;
  responseCompletionTimeout?: number;
}

export interface LambdaResponse {
  /** Three digits, 200 to 599. On a viewer response it is read-only. */
  status: string;
  statusDescription?: string;
  headers: LambdaHeaders;
}

/** A response that a function makes itself: at most 40 KB on viewer events, 1 MB on origin events. */
export interface GeneratedResponse {
  status: string;
  statusDescription?: string;
  headers?: LambdaHeaders;
  body?: string;
  bodyEncoding?: "text" | "base64";
}

interface Cf<Type extends string> {
  readonly config: {
    readonly distributionDomainName: string;
    readonly distributionId: string;
    readonly eventType: Type;
    readonly requestId: string;
  };
}

interface Event<Content> {
  readonly Records: readonly [{ readonly cf: Content }];
}

export type ViewerRequestEvent = Event<Cf<"viewer-request"> & { request: LambdaRequest }>;
export type OriginRequestEvent = Event<
  Cf<"origin-request"> & { request: LambdaRequest & { origin: LambdaOrigin } }
>;
export type OriginResponseEvent = Event<
  Cf<"origin-response"> & {
    readonly request: LambdaRequest & { origin: LambdaOrigin };
    response: LambdaResponse & { body?: string; bodyEncoding?: "text" | "base64" };
  }
>;
export type ViewerResponseEvent = Event<
  Cf<"viewer-response"> & { readonly request: LambdaRequest; response: LambdaResponse }
>;

export type ViewerRequestHandler = (event: ViewerRequestEvent) => Promise<LambdaRequest | GeneratedResponse>;
export type OriginRequestHandler = (event: OriginRequestEvent) => Promise<LambdaRequest | GeneratedResponse>;
export type OriginResponseHandler = (event: OriginResponseEvent) => Promise<LambdaResponse>;
export type ViewerResponseHandler = (event: ViewerResponseEvent) => Promise<LambdaResponse>;
