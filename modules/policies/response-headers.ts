// Response headers policies: what CloudFront adds to responses and removes from them, one for each content in the stack.
import { CloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy";
import type { Construct } from "constructs";
import type { CorsHeaders, ResponseHeaders, SecurityHeaders } from "../../config/project";
import { sharedByContent } from "../hashed-name";
import { terraformString, terraformStrings } from "../terraform-string";

/** Every part may be left out. */
export type ResponseHeadersProps = Partial<ResponseHeaders>;

// One year without includeSubDomains and preload: nothing here speaks for other hosts of the domain.
const hstsSeconds = 31536000;

/** HSTS, nosniff, no framing, strict-origin-when-cross-origin. @param owner see SecurityHeaders */
export function securityHeaders(owner: SecurityHeaders["owner"]): SecurityHeaders {
  return {
    owner,
    strictTransportSecurity: { maxAgeSeconds: hstsSeconds, includeSubDomains: false, preload: false },
    contentSecurityPolicy: null,
    frameOptions: "DENY",
    referrerPolicy: "strict-origin-when-cross-origin",
  };
}

/** @returns the id of a policy with this content; undefined where nothing is added or removed */
export function responseHeadersPolicyId(scope: Construct, headers: ResponseHeadersProps): string | undefined {
  const content = settings(headers);
  if (Object.keys(content).length === 0) return undefined;
  return sharedByContent(
    scope,
    "response_headers",
    content,
    (stack, id, name) =>
      new CloudfrontResponseHeadersPolicy(stack, id, {
        name,
        ...content,
        lifecycle: { createBeforeDestroy: true },
      }),
  ).id;
}

function settings({
  security,
  cors,
  custom = {},
  remove = [],
  serverTimingPercent = null,
}: ResponseHeadersProps) {
  const items = Object.entries(terraformStrings(custom));
  return {
    ...(security ? { securityHeadersConfig: securityConfig(security) } : {}),
    ...(cors ? { corsConfig: corsConfig(cors) } : {}),
    ...(items.length === 0
      ? {}
      : {
          customHeadersConfig: { items: items.map(([header, value]) => ({ header, value, override: true })) },
        }),
    ...(remove.length === 0 ? {} : { removeHeadersConfig: { items: remove.map((header) => ({ header })) } }),
    ...(serverTimingPercent === null
      ? {}
      : { serverTimingHeadersConfig: { enabled: true, samplingRate: serverTimingPercent } }),
  };
}

function securityConfig(security: SecurityHeaders) {
  const override = security.owner === "cloudfront";
  const { strictTransportSecurity: hsts, contentSecurityPolicy, frameOptions, referrerPolicy } = security;
  return {
    strictTransportSecurity: {
      accessControlMaxAgeSec: hsts.maxAgeSeconds,
      includeSubdomains: hsts.includeSubDomains,
      preload: hsts.preload,
      override,
    },
    contentTypeOptions: { override },
    frameOptions: { frameOption: frameOptions, override },
    referrerPolicy: { referrerPolicy, override },
    ...(contentSecurityPolicy === null
      ? {}
      : {
          contentSecurityPolicy: { contentSecurityPolicy: terraformString(contentSecurityPolicy), override },
        }),
  };
}

function corsConfig(cors: CorsHeaders) {
  return {
    accessControlAllowOrigins: { items: [...cors.allowOrigins] },
    accessControlAllowMethods: { items: [...cors.allowMethods] },
    accessControlAllowHeaders: { items: [...cors.allowHeaders] },
    ...(cors.exposeHeaders.length === 0
      ? {}
      : { accessControlExposeHeaders: { items: [...cors.exposeHeaders] } }),
    accessControlAllowCredentials: cors.allowCredentials,
    accessControlMaxAgeSec: cors.maxAgeSeconds,
    originOverride: cors.override,
  };
}
