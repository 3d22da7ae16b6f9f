// Resolves the origins of a behavior: where CloudFront gets the content, and how it asks.
import type { Config } from "../../schemas/config";
import { KEEPALIVE_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS } from "../cloudfront-defaults";
import type { BehaviorOrigin, Failover } from "../project";

type BehaviorConfig = Config["distributions"][string]["behaviors"][number];

export function resolveOrigin(origin: BehaviorConfig["origin"]): BehaviorOrigin {
  const settings = {
    path: origin.path ?? "",
    id: origin.id ?? null,
    customHeaders: { ...origin.customHeaders },
    secretHeaders: { ...origin.secretHeaders },
    shieldRegion: origin.shieldRegion ?? null,
    connectionAttempts: origin.connectionAttempts,
    connectionTimeoutSeconds: origin.connectionTimeoutSeconds,
  };
  if (origin.bucket !== undefined) return { kind: "bucket", bucket: origin.bucket, ...settings };
  const web = {
    ...settings,
    readTimeoutSeconds: origin.readTimeoutSeconds ?? READ_TIMEOUT_SECONDS,
    keepaliveTimeoutSeconds: origin.keepaliveTimeoutSeconds ?? KEEPALIVE_TIMEOUT_SECONDS,
  };
  if (origin.host === undefined) return { kind: "server", ...web };
  return {
    kind: "host",
    host: origin.host,
    protocol: origin.protocol ?? "https-only",
    httpPort: origin.httpPort ?? 80,
    httpsPort: origin.httpsPort ?? 443,
    sslProtocols: origin.sslProtocols ?? ["TLSv1.2"],
    ...web,
  };
}

export function resolveFailover(failover: BehaviorConfig["failover"]): Failover | null {
  if (failover === undefined) return null;
  return { origin: resolveOrigin(failover.origin), statusCodes: failover.statusCodes };
}
