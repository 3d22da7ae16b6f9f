// Resolves the headers that CloudFront adds to responses of a behavior and removes from them.
import type { Config } from "../../schemas/config";
import type { ResponseHeaders } from "../project";

type ResponseHeadersConfig = Config["distributions"][string]["behaviors"][number]["responseHeaders"];

/** @param owner of the security headers where the config names none */
export function resolveResponseHeaders(
  headers: ResponseHeadersConfig,
  owner: "cloudfront" | "none",
): ResponseHeaders {
  return {
    security: resolveSecurity(headers, headers.securityHeaders ?? owner),
    cors: headers.cors ?? null,
    custom: headers.custom,
    remove: headers.remove,
    serverTimingPercent: headers.serverTimingPercent ?? null,
  };
}

function resolveSecurity(
  headers: ResponseHeadersConfig,
  owner: "cloudfront" | "origin" | "none",
): ResponseHeaders["security"] {
  if (owner === "none") return null;
  const { strictTransportSecurity, contentSecurityPolicy = null, frameOptions, referrerPolicy } = headers;
  return { owner, strictTransportSecurity, contentSecurityPolicy, frameOptions, referrerPolicy };
}
