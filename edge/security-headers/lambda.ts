// Lambda@Edge, viewer or origin response: sets headers by path and content type. An error here is a 503.
import type { LambdaResponse, OriginResponseEvent, ViewerResponseEvent } from "../lambda-event";
import { applies, rules } from "./rules";

export const handler = async (event: OriginResponseEvent | ViewerResponseEvent): Promise<LambdaResponse> => {
  const { request, response } = event.Records[0].cf;
  const { headers } = response;
  const contentType = headers["content-type"]?.[0]?.value ?? "";
  for (const rule of rules) {
    const name = rule.name.toLowerCase();
    if (!applies(rule, request.uri, contentType, Object.hasOwn(headers, name))) continue;
    if (rule.value === null) delete headers[name];
    else headers[name] = [{ key: rule.name, value: rule.value }];
  }
  return response;
};
