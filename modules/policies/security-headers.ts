// The response headers policy that makes browsers careful with what CloudFront serves.
import { CloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy";
import type { Construct } from "constructs";
import { sharedByContent } from "../hashed-name";

/**
 * Who owns the headers. A response never carries two of one either way.
 * "cloudfront": the policy wins over whatever the origin sends; for buckets, which send none.
 * "origin": the origin's own header wins, and the policy fills in what it leaves out.
 */
export type SecurityHeadersOwner = "cloudfront" | "origin";

// One year without includeSubDomains and preload: nothing here speaks for other hosts of the domain.
const hstsSeconds = 31536000;

/** @returns the id of the policy: HSTS, nosniff, no framing, strict-origin-when-cross-origin */
export function securityHeadersPolicyId(scope: Construct, owner: SecurityHeadersOwner): string {
  const override = owner === "cloudfront";
  const securityHeadersConfig = {
    strictTransportSecurity: {
      accessControlMaxAgeSec: hstsSeconds,
      includeSubdomains: false,
      preload: false,
      override,
    },
    contentTypeOptions: { override },
    frameOptions: { frameOption: "DENY", override },
    referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override },
  };
  return sharedByContent(
    scope,
    "security_headers",
    securityHeadersConfig,
    (stack, id, name) =>
      new CloudfrontResponseHeadersPolicy(stack, id, {
        name,
        securityHeadersConfig,
        lifecycle: { createBeforeDestroy: true },
      }),
  ).id;
}
