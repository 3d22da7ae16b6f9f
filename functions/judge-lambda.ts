// CloudFront's rules for what a Lambda@Edge function gives back (reference edge.md §2.1, §2.4).
import type { EdgeEvent } from "../config/project";
import { type Finding, invalid, type Json, unless } from "./finding";
import { headerFindings, isRecord, lambdaHeaders } from "./judge-headers";
import { originFindings } from "./judge-origin";
import { mostBodyBytes, mostResponseBytes, mostUrlBytes } from "./limits";

/**
 * @param before the event as CloudFront sends it
 * @param result what the handler gave back for it
 */
export function lambdaFindings(event: EdgeEvent, before: Json, result: Json): Finding[] {
  const { request, response } = before.Records[0].cf;
  if (!isRecord(result))
    return [
      invalid(
        "",
        `The handler gave back ${JSON.stringify(result) ?? "nothing"} instead of a request or a response.`,
      ),
    ];
  if (event.endsWith("-response")) return responseFindings(event, response, result);
  return "status" in result ? generatedFindings(event, result) : requestFindings(event, request, result);
}

const sideOf = (event: EdgeEvent) => (event.startsWith("viewer") ? "viewer" : "origin");

const requestFields = ["clientIp", "method", "uri", "querystring", "headers", "body", "origin"];

function requestFindings(event: EdgeEvent, before: Json, after: Json): Finding[] {
  const { values, findings } = lambdaHeaders(after.headers);
  return [
    ...unknownFields(after, requestFields),
    ...["clientIp", "method"].flatMap((key) =>
      unless(after[key] === before[key], key, "This field is read-only."),
    ),
    ...uriFindings(after),
    ...findings,
    ...headerFindings({ event, kind: "lambda", before: lambdaHeaders(before.headers).values, after: values }),
    ...(after.body === undefined ? [] : bodyFindings(event, after.body)),
    ...(event === "origin-request"
      ? originFindings(after.origin, values)
      : unless(after.origin === undefined, "origin", "Only an origin request has an origin.")),
  ];
}

export function uriFindings({ uri, querystring }: Json): Finding[] {
  if (typeof uri !== "string" || !uri.startsWith("/")) return [invalid("uri", "A path begins with a slash.")];
  if (typeof querystring !== "string") return [invalid("querystring", "The query string is text.")];
  return [
    ...unless(
      uri.length + querystring.length < mostUrlBytes,
      "uri",
      `Path and query string have less than ${mostUrlBytes} characters.`,
    ),
    ...unless(!/[\x00-\x20\x7f]/.test(uri), "uri", "A path has no spaces and no control characters."),
    ...unless(
      !/[\x00-\x20\x7f#]/.test(querystring),
      "querystring",
      "A query string has no spaces, no control characters and no #.",
    ),
  ];
}

function bodyFindings(event: EdgeEvent, { action, encoding = "base64", data }: Json): Finding[] {
  if (action !== "replace")
    return unless(action === "read-only", "body.action", "An action is read-only or replace.");
  if (encoding !== "text" && encoding !== "base64")
    return [invalid("body.encoding", "An encoding is text or base64.")];
  if (typeof data !== "string") return [invalid("body.data", "The body is text.")];
  const most = mostBodyBytes[sideOf(event)][encoding as "text" | "base64"];
  return [
    ...unless(
      Buffer.byteLength(data) <= most,
      "body.data",
      `A body has at most ${Math.floor(most)} bytes here.`,
    ),
    ...unless(encoding === "text" || isBase64(data), "body.data", "The body is not base64."),
  ];
}

const responseFields = ["status", "statusDescription", "headers", "body", "bodyEncoding"];

function generatedFindings(event: EdgeEvent, after: Json): Finding[] {
  const { values, findings } = lambdaHeaders(after.headers);
  return [
    ...unknownFields(after, responseFields),
    ...statusFindings(after.status),
    ...findings,
    ...headerFindings({ event, kind: "lambda", before: new Map(), after: values }),
    ...contentFindings(event, after),
  ];
}

function responseFindings(event: EdgeEvent, before: Json, after: Json): Finding[] {
  const { values, findings } = lambdaHeaders(after.headers);
  return [
    ...unknownFields(after, responseFields),
    ...statusFindings(after.status),
    ...(event === "viewer-response"
      ? unless(after.status === before.status, "status", "On a viewer response the status is read-only.")
      : []),
    ...findings,
    ...headerFindings({ event, kind: "lambda", before: lambdaHeaders(before.headers).values, after: values }),
    ...contentFindings(event, after),
  ];
}

function statusFindings(status: Json): Finding[] {
  const text = typeof status === "number" ? String(status) : status;
  return unless(
    typeof text === "string" && /^[2-5]\d\d$/.test(text),
    "status",
    "A status is a text from 200 to 599.",
  );
}

function contentFindings(event: EdgeEvent, after: Json): Finding[] {
  const { status, body, bodyEncoding = "text" } = after;
  if (bodyEncoding !== "text" && bodyEncoding !== "base64")
    return [invalid("bodyEncoding", "An encoding is text or base64.")];
  if (body !== undefined && typeof body !== "string") return [invalid("body", "The body is text.")];
  const most = mostResponseBytes[sideOf(event)];
  return [
    ...unless(!(String(status) === "204" && body), "body", "A response with status 204 has no body."),
    ...unless(bodyEncoding === "text" || isBase64(body ?? ""), "body", "The body is not base64."),
    ...unless(
      Buffer.byteLength(JSON.stringify(after)) <= most,
      "body",
      `Headers and body have at most ${most} bytes here.`,
    ),
  ];
}

function unknownFields(value: Json, known: readonly string[]): Finding[] {
  return Object.keys(value).flatMap((key) =>
    unless(known.includes(key), key, "CloudFront does not know this field."),
  );
}

export function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
}
