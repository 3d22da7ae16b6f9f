// Rule of the times that CloudFront, Nginx and Gunicorn wait for one request.
import type { Config } from "../../schemas/config";
import { READ_TIMEOUT_SECONDS } from "../cloudfront-defaults";
import type { JsonPath, Problem } from "../problem";
import { type OriginConfig, originsOf } from "./origins-of";
import { type Behavior, type BehaviorContext, perBehavior } from "./per-behavior";
import { error } from "./report";

export const originTimeouts = perBehavior(
  { reads: ["distributions", "server.gunicorn.timeoutSeconds", "server.nginx.proxyReadTimeoutSeconds"] },
  timeoutProblems,
);

// Each part waits at least as long as what is behind it works, and Nginx, which knows most, has the last word.
function timeoutProblems(
  behavior: Behavior,
  path: JsonPath,
  { config: { server } }: BehaviorContext,
): Problem[] {
  if (!server) return [];
  return originsOf(behavior, path).flatMap(({ origin, path: at }) => waitProblems(origin, at, server));
}

function waitProblems(
  origin: OriginConfig,
  path: JsonPath,
  server: NonNullable<Config["server"]>,
): Problem[] {
  if (!origin.server) return [];
  const { readTimeoutSeconds: waits = READ_TIMEOUT_SECONDS } = origin;
  const [works, most] = [server.gunicorn.timeoutSeconds, server.nginx.proxyReadTimeoutSeconds];
  if (works <= waits && waits <= most) return [];
  const isShort = waits < works;
  return [
    error("behaviors/timeout-order", [...path, "readTimeoutSeconds"], {
      message: isShort
        ? "CloudFront gives up before Gunicorn does: slow requests answer 504 while their worker goes on."
        : "CloudFront would wait longer than Nginx, which answers 504 first.",
      got: `readTimeoutSeconds ${waits}, gunicorn.timeoutSeconds ${works}, nginx.proxyReadTimeoutSeconds ${most}`,
      expected: "gunicorn.timeoutSeconds at most readTimeoutSeconds at most nginx.proxyReadTimeoutSeconds",
      fix: isShort
        ? `Write "readTimeoutSeconds": ${works}, at most 120, or shorten Gunicorn's time.`
        : "Raise nginx.proxyReadTimeoutSeconds, or lower readTimeoutSeconds.",
    }),
  ];
}
