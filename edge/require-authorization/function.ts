// CloudFront Function, viewer request: only requests with one of the bearer tokens whose digests are known pass.
import crypto from "crypto";
import { isAccepted } from "../digests";
import type { FunctionRequest, FunctionRequestEvent, FunctionResponse } from "../function-event";
import { onlyValue } from "../function-headers";
import { accepted, body, challenge, tokenOf } from "./token";

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
  const token = value === null ? null : tokenOf(value);
  return token !== null && isAccepted(crypto.createHash("sha256").update(token).digest("hex"), accepted);
}

function unauthorized(): FunctionResponse {
  return {
    statusCode: 401,
    statusDescription: "Unauthorized",
    headers: {
      "cache-control": { value: "no-cache" },
      "content-type": { value: "application/json" },
      "www-authenticate": { value: challenge },
    },
    body: { encoding: "text", data: body },
  };
}
