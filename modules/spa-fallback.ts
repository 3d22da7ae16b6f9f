// A CloudFront Function that gives a single-page app its start page for every path that names no file.
import { CloudfrontFunction } from "@cdktf/provider-aws/lib/cloudfront-function";
import type { Construct } from "constructs";
import { handlerCode } from "../functions";
import { sharedByContent } from "./hashed-name";
import { terraformString } from "./terraform-string";

/** @returns the ARN of the function, for the viewer-request event of the behavior that serves the app */
export function spaFallbackArn(scope: Construct, rootObject: string): string {
  const code = spaFallbackCode(rootObject);
  const runtime = "cloudfront-js-2.0";
  return sharedByContent(
    scope,
    "spa_fallback",
    { code, runtime },
    (stack, id, name) =>
      new CloudfrontFunction(stack, id, {
        name,
        runtime,
        code: terraformString(code),
        publish: true,
        comment: "Serves the start page of a single-page app for paths that name no file.",
        lifecycle: { createBeforeDestroy: true },
      }),
  ).arn;
}

/**
 * @param rootObject object that `/` serves, without a leading slash
 * @returns JavaScript for runtime 2.0
 */
export function spaFallbackCode(rootObject: string): string {
  return handlerCode("spa-fallback", "function", { startPage: `/${rootObject}` });
}
