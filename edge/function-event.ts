// Events of CloudFront Functions and what `function handler(event)` may return.
// Source: CloudFront Developer Guide, CloudFront Functions event structure (reference edge.md §2.7).

/** One header, query parameter or cookie; `multiValue` only where the name stands more than once. */
export interface FunctionValue {
  value: string;
  multiValue?: { value: string }[];
}

/** The same with the attributes of a Set-Cookie header. */
export interface FunctionCookie {
  value: string;
  attributes?: string;
  multiValue?: { value: string; attributes?: string }[];
}

export interface FunctionRequest {
  /** Read-only. */
  readonly method: string;
  uri: string;
  /** A function may also give back text, without `?`. */
  querystring: Record<string, FunctionValue> | string;
  /** By lower-case name, without Cookie. */
  headers: Record<string, FunctionValue>;
  cookies: Record<string, FunctionValue>;
  /** The query string as it came, without `?`; undefined where the URL has no `?`. */
  rawQueryString?(): string | undefined;
}

export interface FunctionResponse {
  /** 200 to 599. */
  statusCode: number;
  statusDescription?: string;
  headers?: Record<string, FunctionValue>;
  cookies?: Record<string, FunctionCookie>;
  body?: string | { encoding: "text" | "base64"; data: string };
}

interface FunctionContext<Type extends string> {
  readonly version: "1.0";
  readonly context: {
    readonly distributionDomainName: string;
    readonly distributionId: string;
    readonly eventType: Type;
    readonly requestId: string;
  };
  readonly viewer: { readonly ip: string };
}

export type FunctionRequestEvent = FunctionContext<"viewer-request"> & { request: FunctionRequest };
export type FunctionResponseEvent = FunctionContext<"viewer-response"> & {
  readonly request: FunctionRequest;
  response: FunctionResponse & { headers: Record<string, FunctionValue> };
};
