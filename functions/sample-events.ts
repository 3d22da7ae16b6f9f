// One event of each kind to begin with, as CloudFront sends them.
// Source: CloudFront Developer Guide, Lambda@Edge event structure and CloudFront Functions event structure, examples.
import { isCloudFrontRuntime } from "../config/edge-runtimes";
import type { EdgeFunction } from "../config/project";
import functionViewerRequest from "../edge/events/function-viewer-request.json";
import functionViewerResponse from "../edge/events/function-viewer-response.json";
import lambdaOriginRequest from "../edge/events/lambda-origin-request.json";
import lambdaOriginResponse from "../edge/events/lambda-origin-response.json";
import lambdaViewerRequest from "../edge/events/lambda-viewer-request.json";
import lambdaViewerResponse from "../edge/events/lambda-viewer-response.json";
import type { Json } from "./finding";

const samples: Readonly<Record<string, object>> = {
  "function viewer-request": functionViewerRequest,
  "function viewer-response": functionViewerResponse,
  "lambda origin-request": lambdaOriginRequest,
  "lambda origin-response": lambdaOriginResponse,
  "lambda viewer-request": lambdaViewerRequest,
  "lambda viewer-response": lambdaViewerResponse,
};

/** @returns an event that the function could get */
export function sampleEvent({ event, runtime }: EdgeFunction): object {
  return samples[`${isCloudFrontRuntime(runtime) ? "function" : "lambda"} ${event}`]!;
}

/** @returns why CloudFront would never send this to the function, or null */
export function eventFault({ event, runtime }: EdgeFunction, value: Json): string | null {
  const isFunction = isCloudFrontRuntime(runtime);
  const type = isFunction ? value?.context?.eventType : value?.Records?.[0]?.cf?.config?.eventType;
  if (typeof type !== "string") {
    return isFunction
      ? "It has no `context.eventType`, which every event of a CloudFront Function has."
      : "It has no `Records[0].cf.config.eventType`, which every event of Lambda@Edge has.";
  }
  if (type !== event) return `It is of the ${type}, and the function runs on the ${event}.`;
  const content = isFunction ? value : value.Records[0].cf;
  const missing = (event.endsWith("response") ? ["request", "response"] : ["request"]).filter(
    (key) => typeof content[key] !== "object" || content[key] === null,
  );
  return missing.length === 0 ? null : `It has no ${missing.join(" and no ")}.`;
}
