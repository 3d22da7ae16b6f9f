// Rules of response headers: what CloudFront's policies take, and what has an effect.
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { type Behavior, type BehaviorContext, perBehavior } from "./per-behavior";
import { error } from "./report";

type Headers = Behavior["responseHeaders"];

export const responseHeaderNames = perBehavior({ reads: ["distributions"] }, (behavior, path) =>
  nameProblems(behavior.responseHeaders, [...path, "responseHeaders"]),
);
export const securityHeaderOwner = perBehavior({ reads: ["distributions"] }, ownerProblems);
export const corsCredentials = perBehavior({ reads: ["distributions"] }, credentialProblems);

// Source: CloudFront Developer Guide, understanding-response-headers-policies: headers that cannot be removed.
const kept =
  /^(connection|content-encoding|content-length|expect|host|keep-alive|proxy-authenticate|proxy-authorization|proxy-connection|trailer|transfer-encoding|upgrade|via|warning|x-accel-(buffering|charset|limit-rate|redirect)|x-amz-cf-.*|x-amzn-(auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag|requestid)|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/i;

// Fields of their own in the policy; CloudFront's API refuses them among the custom ones.
const ownFields: Readonly<Record<string, string>> = {
  "strict-transport-security": "strictTransportSecurity",
  "content-security-policy": "contentSecurityPolicy",
  "x-frame-options": "frameOptions",
  "referrer-policy": "referrerPolicy",
  "x-content-type-options": "securityHeaders",
  "access-control-allow-origin": "cors.allowOrigins",
  "access-control-allow-methods": "cors.allowMethods",
  "access-control-allow-headers": "cors.allowHeaders",
  "access-control-expose-headers": "cors.exposeHeaders",
  "access-control-allow-credentials": "cors.allowCredentials",
  "access-control-max-age": "cors.maxAgeSeconds",
};

function nameProblems({ custom, remove }: Headers, path: JsonPath): Problem[] {
  return [
    ...Object.keys(custom).flatMap((name) => customProblems(name, [...path, "custom", name])),
    ...remove.flatMap((name, index) => {
      if (!kept.test(name)) return [];
      return [notTaken([...path, "remove", index], name, "CloudFront keeps this header.", "Leave it out.")];
    }),
  ];
}

function customProblems(name: string, path: JsonPath): Problem[] {
  const field = ownFields[name.toLowerCase()];
  if (field !== undefined) {
    const fix = `Write "responseHeaders": { … ${field} … } instead.`;
    return [notTaken(path, name, "This header has a field of its own.", fix)];
  }
  if (!kept.test(name)) return [];
  return [notTaken(path, name, "CloudFront does not let this header be set.", "Choose another name.")];
}

function notTaken(path: JsonPath, name: string, message: string, fix: string): Problem {
  const at = typeof path.at(-1) === "string" ? ({ at: "key" } as const) : {};
  return error("behaviors/response-header", path, { ...at, message, got: show(name), fix });
}

const ofSecurity = ["strictTransportSecurity", "contentSecurityPolicy", "frameOptions", "referrerPolicy"];
// Source: hstspreload.org, submission requirements.
const preloadSeconds = 31536000;

function ownerProblems(behavior: Behavior, path: JsonPath, { written }: BehaviorContext): Problem[] {
  const { securityHeaders, strictTransportSecurity: hsts } = behavior.responseHeaders;
  const at = [...path, "responseHeaders"];
  const owner = securityHeaders ?? (behavior.origin.bucket === undefined ? "none" : "cloudfront");
  if (owner === "none") {
    return ofSecurity.filter((key) => written([...at, key])).map((key) => withoutOwner([...at, key]));
  }
  if (!hsts.preload || (hsts.includeSubDomains && hsts.maxAgeSeconds >= preloadSeconds)) return [];
  return [
    error("behaviors/preload-not-possible", [...at, "strictTransportSecurity", "preload"], {
      message: "Browsers take a name into their lists only with all its sub-domains, and for a year or more.",
      fix: 'Write "includeSubDomains": true and "maxAgeSeconds": 31536000, or remove "preload".',
    }),
  ];
}

function withoutOwner(path: JsonPath): Problem {
  return error("behaviors/security-headers-off", path, {
    at: "key",
    message: "CloudFront adds no security headers here, so this has no effect.",
    fix: 'Write "securityHeaders": "origin" to fill in what the origin leaves out, or "cloudfront" to win over it.',
  });
}

// Fetch standard, CORS protocol and credentials: with credentials a wildcard is a name like any other.
function credentialProblems({ responseHeaders: { cors } }: Behavior, path: JsonPath): Problem[] {
  if (!cors?.allowCredentials) return [];
  return (["allowOrigins", "allowHeaders", "exposeHeaders"] as const)
    .filter((key) => cors[key].includes("*"))
    .map((key) =>
      error("behaviors/cors-credentials", [...path, "responseHeaders", "cors", key], {
        message: "Where pages may send cookies, browsers take no wildcard.",
        got: '"*"',
        fix: `List the ${key === "allowOrigins" ? "origins" : "headers"}, or remove "allowCredentials".`,
      }),
    );
}
