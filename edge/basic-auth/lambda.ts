// Lambda@Edge, viewer request: only requests with a user name and password whose digest is known pass.
import { isAccepted } from "../digests";
import type { GeneratedResponse, ViewerRequestHandler } from "../lambda-event";
import { onlyValue } from "../lambda-headers";
import { sha256 } from "../sha256";
import { accepted, body, challenge, credentialsOf } from "./credentials";

export const handler: ViewerRequestHandler = async (event) => {
  try {
    const { config, request } = event.Records[0].cf;
    // On an origin request the answer would be cached, and then served without a password.
    if (config.eventType !== "viewer-request") return unauthorized();
    return isAuthorized(onlyValue(request.headers, "authorization")) ? request : unauthorized();
  } catch {
    console.error("The event is not a viewer request of CloudFront; it was refused.");
    return unauthorized();
  }
};

function isAuthorized(value: string | null): boolean {
  const credentials = value === null ? null : credentialsOf(value);
  return credentials !== null && isAccepted(sha256(credentials), accepted);
}

function unauthorized(): GeneratedResponse {
  return {
    status: "401",
    statusDescription: "Unauthorized",
    headers: {
      "cache-control": [{ key: "Cache-Control", value: "no-cache" }],
      "content-type": [{ key: "Content-Type", value: "text/plain; charset=utf-8" }],
      "www-authenticate": [{ key: "WWW-Authenticate", value: challenge }],
    },
    bodyEncoding: "text",
    body,
  };
}
