// The least that CloudFront sends with an event, to see a handler that takes more for granted.
import { isCloudFrontRuntime } from "../config/edge-runtimes";
import type { EdgeFunction } from "../config/project";
import type { Json } from "./finding";
import { sampleEvent } from "./sample-events";

// CloudFront adds these to every request before the event: Host in front, the others on the way to the origin.
const always = ["host", "user-agent", "via", "x-forwarded-for"];

/**
 * @param path of a behavior that runs the function
 * @returns a request without a query, cookies and further headers; a response that has no headers, and for the origin
 * one that found nothing
 */
export function bareEvent(edgeFunction: EdgeFunction, path: string): object {
  const event = structuredClone(sampleEvent(edgeFunction)) as Json;
  const isFunction = isCloudFrontRuntime(edgeFunction.runtime);
  const { request, response } = isFunction ? event : event.Records[0].cf;
  const kept = edgeFunction.event === "viewer-request" ? ["host"] : always;
  request.uri = path;
  request.headers = pick(request.headers, kept);
  request.querystring = isFunction ? {} : "";
  if (isFunction) request.cookies = {};
  if (!response) return event;
  response.headers = {};
  if (isFunction) response.cookies = {};
  // Viewer responses of 400 and more run no function.
  if (edgeFunction.event === "origin-response")
    Object.assign(response, { status: "404", statusDescription: "Not Found" });
  return event;
}

function pick(headers: Json, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}
