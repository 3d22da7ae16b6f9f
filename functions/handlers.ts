// The handlers that httpsmith brings, as the text that CloudFront runs, with their settings baked in.
import type { EdgeFunction } from "../config/project";
import basicAuthFunction from "../edge/basic-auth/function.bundle";
import basicAuthLambda from "../edge/basic-auth/lambda.bundle";
import originSignatureFunction from "../edge/origin-signature/function.bundle";
import redirectsFunction from "../edge/redirects/function.bundle";
import redirectsLambda from "../edge/redirects/lambda.bundle";
import requireAuthorizationFunction from "../edge/require-authorization/function.bundle";
import requireAuthorizationLambda from "../edge/require-authorization/lambda.bundle";
import requireJwtLambda from "../edge/require-jwt/lambda.bundle";
import securityHeadersFunction from "../edge/security-headers/function.bundle";
import securityHeadersLambda from "../edge/security-headers/lambda.bundle";
import spaFallbackFunction from "../edge/spa-fallback/function.bundle";
import spaFallbackLambda from "../edge/spa-fallback/lambda.bundle";
import { functionText } from "./function-text";

export type BuiltInHandler = Exclude<EdgeFunction["handler"], "custom">;

const bundles: Readonly<Record<BuiltInHandler, { readonly lambda?: string; readonly function?: string }>> = {
  "basic-auth": { lambda: basicAuthLambda, function: basicAuthFunction },
  "origin-signature": { function: originSignatureFunction },
  redirects: { lambda: redirectsLambda, function: redirectsFunction },
  "require-authorization": { lambda: requireAuthorizationLambda, function: requireAuthorizationFunction },
  "require-jwt": { lambda: requireJwtLambda },
  "security-headers": { lambda: securityHeadersLambda, function: securityHeadersFunction },
  "spa-fallback": { lambda: spaFallbackLambda, function: spaFallbackFunction },
};

/** Lambda@Edge has no environment variables and CloudFront Functions neither, so the settings are a part of the code. */
export function handlerCode(handler: BuiltInHandler, kind: "lambda" | "function", settings: object): string {
  const bundle = bundles[handler][kind];
  if (bundle === undefined) throw new Error(`The handler ${handler} does not run as a ${kind}.`);
  const baked = `const SETTINGS=${asciiJson(settings)};\n`;
  return kind === "lambda"
    ? bundle.replace(/^("use strict";)?/, (directive) => directive + baked)
    : functionText(bundle).replace(/^((?:import [^;]*;)*)/, (imports) => imports + baked);
}

// JSON is JavaScript, but for the key __proto__, which no settings have.
function asciiJson(value: object): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
