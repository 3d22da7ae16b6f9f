// Lambda@Edge, viewer request: only requests with one of the bearer tokens whose digests are known pass.
import { isAccepted } from "../digests";
import type { GeneratedResponse, ViewerRequestHandler } from "../lambda-event";
import { onlyValue } from "../lambda-headers";
import { sha256 } from "../sha256";
import { accepted, body, challenge, tokenOf } from "./token";

export const handler: ViewerRequestHandler = async (event) => {
  try {
    const { config, request } = event.Records[0].cf;
    // On an origin request the answer would be cached, and then served without a token.
    if (config.eventType !== "viewer-request") return unauthorized();
    return isAuthorized(onlyValue(request.headers, "authorization")) ? request : unauthorized();
  } catch {
    console.error("The event is not a viewer request of CloudFront; it was refused.");
    return unauthorized();
  }
};

function isAuthorized(value: string | null): boolean {
  const token = value === null ? null : tokenOf(value);
  return token !== null && isAccepted(sha256(Buffer.from(token)), accepted);
}

function unauthorized(): GeneratedResponse {
  return {
    status: "401",
    statusDescription: "Unauthorized",
    headers: {
      "cache-control": [{ key: "Cache-Control", value: "no-cache" }],
      "content-type": [{ key: "Content-Type", value: "application/json" }],
      "www-authenticate": [{ key: "WWW-Authenticate", value: challenge }],
    },
    bodyEncoding: "text",
    body,
  };
}
