// CloudFront Function, viewer response: sets headers by path and content type. An error here is a 503.
import type { FunctionResponse, FunctionResponseEvent } from "../function-event";
import { has } from "../function-headers";
import { applies, rules } from "./rules";

export function handler(event: FunctionResponseEvent): FunctionResponse {
  const response = event.response;
  const headers = response.headers;
  const contentType = headers["content-type"] ? headers["content-type"].value : "";
  for (let i = 0; i < rules.length; i++) {
    const rule = rules[i]!;
    const name = rule.name.toLowerCase();
    if (!applies(rule, event.request.uri, contentType, has(headers, name))) continue;
    if (rule.value === null) delete headers[name];
    else headers[name] = { value: rule.value };
  }
  return response;
}
