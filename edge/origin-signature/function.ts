// CloudFront Function, viewer request: signs the request for the origin, with a secret that no code holds.
import cf from "cloudfront";
import crypto from "crypto";
import type { FunctionRequest, FunctionRequestEvent, FunctionResponse } from "../function-event";

declare const SETTINGS: {
  /** Lower-case name of the header. */
  readonly header: string;
};

/** The secret's key in the function's key value store. */
const secretKey = "origin-signature";
// Shorter ones could be guessed; `openssl rand -hex 32` makes 64 characters.
const shortestSecret = 32;

export async function handler(event: FunctionRequestEvent): Promise<FunctionRequest | FunctionResponse> {
  try {
    const request = event.request;
    const secret = await cf.kvs().get(secretKey);
    if (secret.length < shortestSecret) return unavailable();
    // Always set, so that what a viewer sent under this name never reaches the origin.
    request.headers[SETTINGS.header] = { value: signature(secret, request) };
    return request;
  } catch {
    return unavailable();
  }
}

/** `t=<seconds>,v1=<HMAC-SHA256 in hexadecimal>` of the lines time, method and path as the viewer sent it. */
function signature(secret: string, request: FunctionRequest): string {
  const time = Math.floor(Date.now() / 1000);
  const text = time + "\n" + request.method + "\n" + request.uri;
  return "t=" + time + ",v1=" + crypto.createHmac("sha256", secret).update(text).digest("hex");
}

function unavailable(): FunctionResponse {
  console.log("The key value store has no secret of at least 32 characters under origin-signature.");
  return {
    statusCode: 503,
    statusDescription: "Service Unavailable",
    headers: { "cache-control": { value: "no-store" } },
  };
}
