// Headers that edge functions may not touch; doing so is a 502 for the viewer.
import type { EdgeEvent } from "./project";

// Never shown to a function, nor taken from one (reference edge.md §2.5).
const disallowed =
  /^(connection|expect|keep-alive|proxy-(authenticate|authorization|connection)|trailer|upgrade|x-accel-(buffering|charset|limit-rate|redirect)|x-amz-cf-.*|x-amzn-(auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag|requestid)|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

// Shown, and to be left as they are (reference edge.md §2.5).
const readOnly: Readonly<Record<EdgeEvent, readonly string[]>> = {
  "viewer-request": ["cdn-loop", "content-length", "host", "transfer-encoding", "via"],
  "origin-request": [
    "accept-encoding",
    "cdn-loop",
    "content-length",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "transfer-encoding",
    "via",
  ],
  "origin-response": ["transfer-encoding", "via"],
  "viewer-response": ["warning", "via"],
};

// Of viewer responses, these are read-only for Lambda@Edge and not for CloudFront Functions.
const readOnlyForLambda = ["content-length", "content-encoding", "transfer-encoding"];

/** @returns whether the name, in any case, is one that functions may not have */
export function isDisallowedHeader(name: string): boolean {
  return disallowed.test(name.toLowerCase());
}

/** @returns names in lower case */
export function readOnlyHeaders(event: EdgeEvent, kind: "lambda" | "function"): readonly string[] {
  const all = readOnly[event];
  return event === "viewer-response" && kind === "lambda" ? [...all, ...readOnlyForLambda] : all;
}

/** @returns whether no function may set the header on this event */
export function fixedHeaders(event: EdgeEvent, name: string): boolean {
  return isDisallowedHeader(name) || readOnlyHeaders(event, "lambda").includes(name.toLowerCase());
}
