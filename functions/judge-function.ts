// CloudFront's rules for what a CloudFront Function gives back (reference edge.md §2.7).
import type { EdgeEvent } from "../config/project";
import { type Finding, invalid, type Json, unless } from "./finding";
import { functionHeaders, headerFindings, isRecord } from "./judge-headers";
import { isBase64, uriFindings } from "./judge-lambda";

/**
 * @param before the event as CloudFront sends it
 * @param result what the handler gave back for it
 */
export function functionFindings(event: EdgeEvent, before: Json, result: Json): Finding[] {
  if (!isRecord(result))
    return [
      invalid(
        "",
        `The handler gave back ${JSON.stringify(result) ?? "nothing"} instead of a request or a response.`,
      ),
    ];
  if (event === "viewer-response") return responseFindings(event, before.response, result);
  return "statusCode" in result
    ? responseFindings(event, {}, result)
    : requestFindings(event, before.request, result);
}

function requestFindings(event: EdgeEvent, before: Json, after: Json): Finding[] {
  const { querystring } = after;
  return [
    ...unless(after.method === before.method, "method", "This field is read-only."),
    ...uriFindings({ uri: after.uri, querystring: typeof querystring === "string" ? querystring : "" }),
    ...unless(
      typeof querystring === "string" || isRecord(querystring),
      "querystring",
      "The query string is an object or text.",
    ),
    ...cookieAndHeaderFindings("cookie", event, before, after),
  ];
}

function responseFindings(event: EdgeEvent, before: Json, after: Json): Finding[] {
  const { statusCode } = after;
  const isStatus = Number.isInteger(statusCode) && statusCode >= 200 && statusCode <= 599;
  return [
    ...unless(isStatus, "statusCode", "A status is a number from 200 to 599."),
    ...cookieAndHeaderFindings("set-cookie", event, before, after),
    ...bodyFindings(after.body),
  ];
}

function cookieAndHeaderFindings(
  name: "cookie" | "set-cookie",
  event: EdgeEvent,
  before: Json,
  after: Json,
): Finding[] {
  const { values, findings } = functionHeaders(after.headers);
  const isApart = values.get(name) === undefined;
  return [
    ...unless(isRecord(after.cookies ?? {}), "cookies", "Cookies are an object."),
    ...unless(isApart, `headers.${name}`, "Cookies stand in `cookies`, not in a header."),
    ...findings,
    ...headerFindings({
      event,
      kind: "function",
      before: functionHeaders(before.headers).values,
      after: values,
    }),
  ];
}

function bodyFindings(body: Json): Finding[] {
  if (body === undefined || typeof body === "string") return [];
  if (!isRecord(body) || typeof body.data !== "string")
    return [invalid("body", 'A body is text, or { "encoding": …, "data": … }.')];
  const { encoding, data } = body;
  if (encoding !== "text" && encoding !== "base64")
    return [invalid("body.encoding", "An encoding is text or base64.")];
  return unless(encoding === "text" || isBase64(data), "body.data", "The body is not base64.");
}
