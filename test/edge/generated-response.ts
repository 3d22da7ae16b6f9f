// CloudFront's rules for a response that a viewer-request function makes; breaking one is a 502 (edge.md §2.1, §2.5).
import type { Json } from "./running-handler";

const disallowed =
  /^(connection|expect|keep-alive|proxy-.*|trailer|upgrade|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;
const readOnly = ["cdn-loop", "content-length", "host", "transfer-encoding", "via"];
const fields = ["status", "statusDescription", "headers", "body", "bodyEncoding"];
const mostBytes = 40 * 1024;

/** @returns what CloudFront would refuse */
export function responseProblems(response: Json): string[] {
  if (typeof response !== "object" || response === null) return ["not an object"];
  const { status, headers = {}, body = "", bodyEncoding = "text" } = response;
  return [
    ...Object.keys(response).flatMap((key) => (fields.includes(key) ? [] : [`${key}: unknown`])),
    ...(typeof status === "string" && /^[2-5]\d\d$/.test(status) ? [] : ["status: not text of 200 to 599"]),
    ...Object.entries(headers).flatMap(([name, values]) => headerProblems(name, values)),
    ...(typeof body === "string" ? [] : ["body: not text"]),
    ...(["text", "base64"].includes(bodyEncoding) ? [] : ["bodyEncoding: neither text nor base64"]),
    ...(JSON.stringify(response).length <= mostBytes ? [] : ["too large"]),
  ];
}

function headerProblems(name: string, values: Json): string[] {
  if (!Array.isArray(values) || values.length === 0) return [`${name}: not a list of values`];
  return [
    ...(/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) ? [] : [`${name}: not a lower-case name`]),
    ...(disallowed.test(name) ? [`${name}: disallowed`] : []),
    ...(readOnly.includes(name) ? [`${name}: read-only`] : []),
    ...values.flatMap(({ key = name, value }: Json) => [
      ...(key.toLowerCase() === name ? [] : [`${name}: key ${key}`]),
      ...(typeof value === "string" && /^[\t\x20-\x7e]*$/.test(value) ? [] : [`${name}: value`]),
    ]),
  ];
}
