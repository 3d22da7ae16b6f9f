// CloudFront Function, viewer request: only requests with a user name and password whose digest is known pass.
import crypto from "crypto";
import { isAccepted } from "../digests";
import type { FunctionRequest, FunctionRequestEvent, FunctionResponse } from "../function-event";
import { onlyValue } from "../function-headers";
import { accepted, body, challenge, credentialsOf } from "./credentials";

export function handler(event: FunctionRequestEvent): FunctionRequest | FunctionResponse {
  try {
    if (event.context.eventType !== "viewer-request") return unauthorized();
    const request = event.request;
    return isAuthorized(onlyValue(request.headers, "authorization")) ? request : unauthorized();
  } catch {
    console.log("The event is not a viewer request of CloudFront; it was refused.");
    return unauthorized();
  }
}

function isAuthorized(value: string | null): boolean {
  const credentials = value === null ? null : credentialsOf(value);
  if (credentials === null) return false;
  return isAccepted(crypto.createHash("sha256").update(credentials).digest("hex"), accepted);
}

function unauthorized(): FunctionResponse {
  return {
    statusCode: 401,
    statusDescription: "Unauthorized",
    headers: {
      "cache-control": { value: "no-cache" },
      "content-type": { value: "text/plain; charset=utf-8" },
      "www-authenticate": { value: challenge },
    },
    body: { encoding: "text", data: body },
  };
}
