// One cache behavior of a distribution: which requests, which origin, what is cached and what is forwarded.
import type { CloudfrontDistributionDefaultCacheBehavior } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import type { Construct } from "constructs";
import type { Forward } from "../config/project";
import type { EdgeAssociation } from "./edge-function";
import type { Origin } from "./origin";
import { type FailoverProps, originGroup } from "./origin-group";
import { type CacheSetting, cachePolicyId } from "./policies/cache-policy";
import { originRequestPolicyId } from "./policies/origin-request-policy";
import {
  type ResponseHeadersProps,
  responseHeadersPolicyId,
  securityHeaders,
} from "./policies/response-headers";

export interface CacheBehaviorProps {
  /** Path pattern: `*` stands for any characters, `?` for one. Case-sensitive; at most 255 characters. */
  readonly path: string;
  readonly origin: Origin;
  /**
   * A second origin, for GET, HEAD and OPTIONS alone: CloudFront takes no group where more methods are allowed.
   * @default the first one's failures reach the viewer
   */
  readonly failover?: FailoverProps;
  /**
   * What happens to plain-HTTP requests.
   * @default "redirect-to-https"
   */
  readonly viewerProtocolPolicy?: "redirect-to-https" | "https-only" | "allow-all";
  /**
   * "get-head": GET and HEAD. "read": also OPTIONS. "all": also POST, PUT, PATCH and DELETE.
   * @default "read" for a bucket and with `failover`, else "all"
   */
  readonly allowedMethods?: "get-head" | "read" | "all";
  /**
   * Methods whose answers are cached; "read" is also OPTIONS, which must be allowed then.
   * @default "get-head": answers to OPTIONS depend on the viewer's Origin header, which the key need not have
   */
  readonly cachedMethods?: "get-head" | "read";
  /** @default "static" for a bucket, "none" for a server */
  readonly cache?: CacheSetting;
  /**
   * What reaches the origin beside the cache key; headers "all" never includes Host.
   * @default nothing for a bucket, everything for a server
   */
  readonly forward?: Forward;
  /**
   * Whether CloudFront compresses (gzip, Brotli).
   * @default true
   */
  readonly compress?: boolean;
  /**
   * Whether this serves Microsoft Smooth Streaming media on demand.
   * @default false
   */
  readonly smoothStreaming?: boolean;
  /**
   * Ids of key groups; viewers then need a URL or cookies signed by one of their keys.
   * @default every viewer may read
   */
  readonly keyGroupIds?: readonly string[];
  /**
   * What CloudFront adds to responses and removes from them.
   * @default the security headers of securityHeaders("cloudfront") for a bucket; nothing for a web server, which
   * decides for itself
   */
  readonly responseHeaders?: ResponseHeadersProps;
  /**
   * Edge functions, at most one for each event, and one kind on viewer events.
   * @default no functions
   */
  readonly edge?: readonly EdgeAssociation[];
  /**
   * ARN of a real-time log, see RequestLog.
   * @default none
   */
  readonly realtimeLogArn?: string;
}

// CloudFront knows three sets of methods (API AllowedMethods); the one without OPTIONS breaks CORS preflights.
const methods = {
  "get-head": ["GET", "HEAD"],
  read: ["GET", "HEAD", "OPTIONS"],
  all: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
};

const originDefaults = {
  bucket: {
    allowedMethods: "read",
    cache: "static",
    forward: { cookies: "none", query: "none", headers: "none" },
    responseHeaders: { security: securityHeaders("cloudfront") },
  },
  server: {
    allowedMethods: "all",
    cache: "none",
    forward: { cookies: "all", query: "all", headers: "all" },
    responseHeaders: {},
  },
} as const satisfies Record<Origin["kind"], Partial<CacheBehaviorProps>>;

/** @returns the block of the behavior, without its path pattern; policies that it needs are made in the stack */
export function cacheBehaviorBlock(
  scope: Construct,
  props: CacheBehaviorProps,
): CloudfrontDistributionDefaultCacheBehavior {
  const behavior = withDefaults(props);
  const { origin, viewerProtocolPolicy, compress, cache, forward } = behavior;
  return {
    targetOriginId: behavior.failover ? originGroup(origin, behavior.failover).originId : origin.id,
    viewerProtocolPolicy,
    allowedMethods: methods[behavior.allowedMethods],
    cachedMethods: methods[behavior.cachedMethods],
    compress,
    cachePolicyId: cachePolicyId(scope, cache, { compress }),
    ...ifAny("originRequestPolicyId", originRequestPolicyId(scope, forward)),
    ...ifAny("responseHeadersPolicyId", responseHeadersPolicyId(scope, behavior.responseHeaders)),
    smoothStreaming: behavior.smoothStreaming,
    ...ifAny("realtimeLogConfigArn", behavior.realtimeLogArn),
    // Written even when empty: of a default behavior that does not say, the provider keeps the old ones.
    trustedKeyGroups: [...behavior.keyGroupIds],
    trustedSigners: [],
    lambdaFunctionAssociation: behavior.edge.flatMap(lambdaAssociation),
    functionAssociation: behavior.edge.flatMap(functionAssociation),
  };
}

function withDefaults(props: CacheBehaviorProps) {
  const common = {
    viewerProtocolPolicy: "redirect-to-https",
    cachedMethods: "get-head",
    compress: true,
    smoothStreaming: false,
    keyGroupIds: [],
    edge: [],
  } as const;
  const byOrigin = originDefaults[props.origin.kind];
  return { ...byOrigin, ...(props.failover ? { allowedMethods: "read" as const } : {}), ...common, ...props };
}

function lambdaAssociation(one: EdgeAssociation) {
  if (!("versionArn" in one)) return [];
  return [{ eventType: one.event, lambdaArn: one.versionArn, includeBody: one.includeBody ?? false }];
}

function functionAssociation(one: EdgeAssociation) {
  return "functionArn" in one ? [{ eventType: one.event, functionArn: one.functionArn }] : [];
}

function ifAny<K extends string>(key: K, value: string | undefined): { [key in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: string });
}
