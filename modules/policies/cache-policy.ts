// Cache policies: AWS's own where one has the content, else one of ours for each content in the stack.
import { CloudfrontCachePolicy } from "@cdktf/provider-aws/lib/cloudfront-cache-policy";
import type { Construct } from "constructs";
import { type CacheKey, managedCachePolicies } from "../../config/managed-policies";
import type { CachePolicy, ForwardedNames } from "../../config/project";
import { sharedByContent } from "../hashed-name";
import { namesBehavior, namesBlock, sortedNames } from "./names";

/** "static": by the origin's Cache-Control, a day where there is none. "none": never. Or TTLs and a key of your own. */
export type CacheSetting = "static" | "none" | CachePolicy;

/** @returns the id of a cache policy with this content; `compress` puts the viewer's accepted encodings in the key */
export function cachePolicyId(
  scope: Construct,
  cache: CacheSetting,
  { compress }: { compress: boolean },
): string {
  const content = canonical(cache, compress);
  const same = JSON.stringify(content);
  const managed = Object.values(managedCachePolicies).find(
    (policy) => JSON.stringify(policy.content) === same,
  );
  if (managed) return managed.id;
  return sharedByContent(
    scope,
    "cache_policy",
    content,
    (stack, id, name) => new CloudfrontCachePolicy(stack, id, { name, ...settings(content) }),
  ).id;
}

function canonical(cache: CacheSetting, compress: boolean): CacheKey {
  if (cache === "none") return managedCachePolicies.CachingDisabled.content;
  if (cache === "static") return { ...managedCachePolicies.CachingOptimized.content, compress };
  return {
    minTtlSeconds: cache.minTtlSeconds,
    defaultTtlSeconds: cache.defaultTtlSeconds,
    maxTtlSeconds: cache.maxTtlSeconds,
    cookies: sortedNames(cache.cookies),
    query: sortedNames(cache.query),
    headers: [...cache.headers].sort(),
    // CloudFront refuses encodings in the key of a policy that caches nothing.
    compress: compress && cache.maxTtlSeconds > 0,
  };
}

function settings(content: CacheKey) {
  const headers: ForwardedNames = content.headers.length > 0 ? content.headers : "none";
  return {
    minTtl: content.minTtlSeconds,
    defaultTtl: content.defaultTtlSeconds,
    maxTtl: content.maxTtlSeconds,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: {
        cookieBehavior: namesBehavior(content.cookies),
        ...namesBlock("cookies", content.cookies),
      },
      headersConfig: { headerBehavior: namesBehavior(headers), ...namesBlock("headers", headers) },
      queryStringsConfig: {
        queryStringBehavior: namesBehavior(content.query),
        ...namesBlock("queryStrings", content.query),
      },
      enableAcceptEncodingGzip: content.compress,
      enableAcceptEncodingBrotli: content.compress,
    },
    lifecycle: { createBeforeDestroy: true },
  };
}
