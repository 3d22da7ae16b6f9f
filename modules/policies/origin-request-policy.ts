// Origin request policies: what reaches the origin beside the cache key.
import { CloudfrontOriginRequestPolicy } from "@cdktf/provider-aws/lib/cloudfront-origin-request-policy";
import type { Construct } from "constructs";
import { managedOriginRequestPolicies } from "../../config/managed-policies";
import type { Forward, ForwardedNames } from "../../config/project";
import { sharedByContent } from "../hashed-name";
import { namesBehavior, namesBlock, sortedNames } from "./names";

/** @returns the id of an origin request policy with this content; undefined where nothing more is forwarded */
export function originRequestPolicyId(scope: Construct, forward: Forward): string | undefined {
  const content = {
    cookies: sortedNames(forward.cookies),
    query: sortedNames(forward.query),
    headers: sortedNames(forward.headers),
  };
  if (Object.values(content).every((names) => names === "none")) return undefined;
  const same = JSON.stringify(content);
  const managed = Object.values(managedOriginRequestPolicies).find(
    (policy) => JSON.stringify(policy.content) === same,
  );
  if (managed) return managed.id;
  return sharedByContent(
    scope,
    "origin_request_policy",
    content,
    (stack, id, name) => new CloudfrontOriginRequestPolicy(stack, id, { name, ...settings(content) }),
  ).id;
}

function settings(content: Forward) {
  return {
    cookiesConfig: {
      cookieBehavior: namesBehavior(content.cookies),
      ...namesBlock("cookies", content.cookies),
    },
    headersConfig: headersConfig(content.headers),
    queryStringsConfig: {
      queryStringBehavior: namesBehavior(content.query),
      ...namesBlock("queryStrings", content.query),
    },
    lifecycle: { createBeforeDestroy: true },
  };
}

// "all" leaves Host out: an origin that gets the viewer's Host finds no site of that name, and S3 no bucket.
function headersConfig(headers: ForwardedNames) {
  if (headers === "all") return { headerBehavior: "allExcept", headers: { items: ["Host"] } };
  return { headerBehavior: namesBehavior(headers), ...namesBlock("headers", headers) };
}
