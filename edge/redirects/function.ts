// CloudFront Function, viewer request: redirects by host and path.
import type { FunctionRequest, FunctionRequestEvent, FunctionResponse } from "../function-event";
import { descriptions, redirectFor, refusal } from "./location";

export function handler(event: FunctionRequestEvent): FunctionRequest | FunctionResponse {
  try {
    const request = event.request;
    const redirect = redirectFor(request.headers["host"]!.value, request.uri, queryOf(request));
    if (redirect === null) return request;
    return {
      statusCode: redirect.status,
      statusDescription: descriptions[redirect.status]!,
      headers: { location: { value: redirect.location } },
    };
  } catch {
    console.log("No redirect can be made for this request; it was refused.");
    return { statusCode: refusal.status, statusDescription: refusal.description };
  }
}

function queryOf(request: FunctionRequest): string {
  // Not in events for tests, which are JSON.
  if (request.rawQueryString) return request.rawQueryString() || "";
  const query = request.querystring as Exclude<FunctionRequest["querystring"], string>;
  return Object.keys(query)
    .map((name) => {
      const all = query[name]!.multiValue || [query[name]!];
      return all.map((one) => (one.value === "" ? name : name + "=" + one.value)).join("&");
    })
    .join("&");
}
