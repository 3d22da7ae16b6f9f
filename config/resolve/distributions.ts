// Resolves distributions: what a behavior leaves out follows from the kind of its origin.
import type { Config } from "../../schemas/config";
import type { Outputs } from "../outputs";
import type { Behavior, CachePolicy, Distribution, ErrorPage, Forward } from "../project";
import { resolveAlarms, resolveGeoRestriction, resolveWaf } from "./distribution-guards";
import { resolveLogging } from "./logging";
import { resolveFailover, resolveOrigin } from "./origins";
import { resolveResponseHeaders } from "./response-headers";

type DistributionConfig = Config["distributions"][string];
type BehaviorConfig = DistributionConfig["behaviors"][number];

export function resolveDistributions(config: Config, outputs: Outputs): Record<string, Distribution> {
  return mapRecord(config.distributions, (one, id) => resolveDistribution(config, one, id, outputs));
}

function resolveDistribution(
  config: Config,
  one: DistributionConfig,
  id: string,
  outputs: Outputs,
): Distribution {
  const domainName = outputs[`distribution_${id}_domain_name`] ?? null;
  return {
    id,
    ...one,
    importId: one.importId ?? null,
    comment: one.comment ?? `${config.name} ${id}`,
    certificate: one.certificate?.arn
      ? { arn: one.certificate.arn }
      : one.certificate
        ? { create: true }
        : null,
    dns: one.dns ?? null,
    // On a web server, `/` is the application's own: Django has no index.html.
    defaultRootObject: one.behaviors.at(-1)?.origin.bucket === undefined ? "" : one.defaultRootObject,
    behaviors: one.behaviors.map(resolveBehavior),
    errorPages: one.errorPages.map(resolveErrorPage),
    objects: one.objects.map((object) => ({ ...object, contentType: object.contentType ?? null })),
    distributionId: outputs[`distribution_${id}_id`] ?? null,
    logging: resolveLogging(one.logging, id),
    geoRestriction: resolveGeoRestriction(one.geoRestriction),
    waf: resolveWaf(one.waf),
    alarms: resolveAlarms(one.alarms),
    domainName,
    webOrigins: webOrigins(one.aliases, domainName),
  };
}

// A page is opened under its alias where there is one; a wildcard is no origin.
function webOrigins(aliases: readonly string[], domainName: string | null): string[] {
  const names =
    aliases.length > 0 ? aliases.filter((alias) => !alias.startsWith("*")) : domainName ? [domainName] : [];
  return names.map((name) => `https://${name}`);
}

function resolveBehavior(behavior: BehaviorConfig): Behavior {
  const isBucket = behavior.origin.bucket !== undefined;
  const cache = resolveCache(behavior.cache ?? (isBucket ? "static" : "none"));
  return {
    path: behavior.path,
    origin: resolveOrigin(behavior.origin),
    failover: resolveFailover(behavior.failover),
    viewerProtocolPolicy: behavior.viewerProtocolPolicy,
    cachedMethods: behavior.cachedMethods,
    allowedMethods: behavior.allowedMethods ?? (isBucket || behavior.failover ? "read" : "all"),
    cache,
    forward: resolveForward(behavior.forward, !isBucket && cache === "none" ? "all" : "none"),
    responseHeaders: resolveResponseHeaders(behavior.responseHeaders, isBucket ? "cloudfront" : "none"),
    compress: behavior.compress,
    smoothStreaming: behavior.smoothStreaming,
    signed: behavior.signed,
    edge: behavior.edge,
    realtimeLog: behavior.realtimeLog ?? null,
  };
}

function resolveCache(cache: NonNullable<BehaviorConfig["cache"]>): "static" | "none" | CachePolicy {
  if (typeof cache === "string") return cache;
  return {
    minTtlSeconds: cache.minTtlSeconds ?? 0,
    defaultTtlSeconds: cache.defaultTtlSeconds,
    maxTtlSeconds: cache.maxTtlSeconds ?? 31536000,
    cookies: cache.cookies ?? "none",
    query: cache.query ?? "none",
    headers: cache.headers ?? [],
  };
}

function resolveForward(forward: BehaviorConfig["forward"], fallback: "all" | "none"): Forward {
  return { cookies: fallback, query: fallback, headers: fallback, ...forward };
}

function resolveErrorPage(page: DistributionConfig["errorPages"][number]): ErrorPage {
  return {
    ...page,
    page: page.page ?? null,
    file: page.file ?? null,
    responseStatus: page.responseStatus ?? page.status,
  };
}

function mapRecord<A, B>(record: Record<string, A>, map: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
