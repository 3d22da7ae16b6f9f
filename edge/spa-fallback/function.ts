// CloudFront Function, viewer request: paths that name no file get the start page of a single-page app.
import type { FunctionRequest, FunctionRequestEvent } from "../function-event";
import { pathFor } from "./page";

export function handler(event: FunctionRequestEvent): FunctionRequest {
  const request = event.request;
  request.uri = pathFor(request.uri);
  return request;
}
