// Policies that AWS manages, by content. Literal ids, because looking them up would need AWS at plan time.
import type { CachePolicy, Forward } from "./project";

export type CacheKey = CachePolicy & { readonly compress: boolean };

const nothing = { cookies: "none", query: "none", headers: [] } as const;
const yearSeconds = 31536000;

// Source: CloudFront Developer Guide, using-managed-cache-policies. Those with Host or Authorization in the key
// are left out: they suit no origin that httpsmith makes.
export const managedCachePolicies = {
  CachingOptimized: {
    id: "658327ea-f89d-4fab-a63d-7e88639e58f6",
    content: {
      minTtlSeconds: 1,
      defaultTtlSeconds: 86400,
      maxTtlSeconds: yearSeconds,
      ...nothing,
      compress: true,
    },
  },
  CachingOptimizedForUncompressedObjects: {
    id: "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
    content: {
      minTtlSeconds: 1,
      defaultTtlSeconds: 86400,
      maxTtlSeconds: yearSeconds,
      ...nothing,
      compress: false,
    },
  },
  CachingDisabled: {
    id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    content: { minTtlSeconds: 0, defaultTtlSeconds: 0, maxTtlSeconds: 0, ...nothing, compress: false },
  },
} as const satisfies Record<string, { id: string; content: CacheKey }>;

// Source: CloudFront Developer Guide, using-managed-origin-request-policies.
export const managedOriginRequestPolicies = {
  AllViewerExceptHostHeader: {
    id: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    content: { cookies: "all", query: "all", headers: "all" },
  },
  "CORS-S3Origin": {
    id: "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    content: {
      cookies: "none",
      query: "none",
      headers: ["Access-Control-Request-Headers", "Access-Control-Request-Method", "Origin"],
    },
  },
  "CORS-CustomOrigin": {
    id: "59781a5b-3903-41f3-afcb-af62929ccde1",
    content: { cookies: "none", query: "none", headers: ["Origin"] },
  },
  UserAgentRefererHeaders: {
    id: "acba4595-bd28-49b8-b9fe-13317c0390fa",
    content: { cookies: "none", query: "none", headers: ["Referer", "User-Agent"] },
  },
} as const satisfies Record<string, { id: string; content: Forward }>;
