// Resolves what watches over a distribution: countries, the web application firewall, alarms.
import type { Config } from "../../schemas/config";
import type { Alarms, Distribution, Waf } from "../project";

type DistributionConfig = Config["distributions"][string];

export function resolveGeoRestriction(
  restriction: DistributionConfig["geoRestriction"],
): Distribution["geoRestriction"] {
  if (restriction?.allow) return { allow: restriction.allow };
  return restriction?.block ? { block: restriction.block } : null;
}

export function resolveWaf(waf: DistributionConfig["waf"]): Waf | null {
  if (waf === undefined) return null;
  if (waf.webAclArn !== undefined) return { webAclArn: waf.webAclArn };
  return {
    managedRules: waf.managedRules ?? [],
    rateLimit: waf.rateLimit ?? null,
    mode: waf.mode ?? "block",
  };
}

export function resolveAlarms(alarms: DistributionConfig["alarms"]): Alarms | null {
  if (alarms === undefined) return null;
  return {
    error5xxPercent: alarms.error5xxPercent ?? null,
    originLatencyMilliseconds: alarms.originLatencyMilliseconds ?? null,
    minutes: alarms.minutes,
    notify: alarms.topicArn === undefined ? { emails: alarms.emails ?? [] } : { topicArn: alarms.topicArn },
  };
}
