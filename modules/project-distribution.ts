// A distribution of a project with all that belongs to it, made of the constructs.
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { Behavior, Distribution, Project } from "../config/project";
import { AccessLogs } from "./access-logs";
import { CdnAlarms } from "./alarms";
import type { CacheBehaviorProps } from "./cache-behavior";
import { SiteCertificate } from "./certificate";
import type { ContentBucket } from "./content-bucket";
import { CdnDistribution, type CdnDistributionProps } from "./distribution";
import { AliasRecords } from "./dns";
import type { EdgeAssociation } from "./edge-function";
import { known } from "./known";
import { additionalMetrics } from "./metrics";
import { projectOrigin } from "./project-origin";
import { supportedValue } from "./provider-versions";
import { RequestLog } from "./realtime-log";
import type { SigningKeys } from "./signing-keys";
import { CdnWebAcl } from "./web-acl";

/** What the stack has made before. */
export interface ProjectParts {
  readonly project: Project;
  readonly usEast1: TerraformProvider;
  readonly buckets: Readonly<Record<string, ContentBucket>>;
  readonly signingKeys: SigningKeys | null;
  readonly edge: Readonly<Record<string, EdgeAssociation>>;
}

export function projectDistribution(
  scope: Construct,
  distribution: Distribution,
  parts: ProjectParts,
): CdnDistribution {
  const { id } = distribution;
  const made = new CdnDistribution(
    scope,
    `distribution_${id}`,
    distributionProps(scope, distribution, parts),
  );
  addLogs(scope, made, distribution, parts);
  addWatch(scope, made, distribution, parts);
  if (distribution.dns && distribution.aliases.length > 0)
    new AliasRecords(scope, `dns_${id}`, { distribution: made, ...distribution.dns });
  return made;
}

function distributionProps(
  scope: Construct,
  distribution: Distribution,
  parts: ProjectParts,
): CdnDistributionProps {
  const { certificate, dns, behaviors, minimumProtocolVersion, logging, waf, ...rest } = distribution;
  const { awsProvider } = parts.project.terraform;
  const requestLogs = realtimeLogArns(scope, distribution);
  return {
    ...rest,
    behaviors: behaviors.map((behavior) => behaviorProps(scope, behavior, parts, requestLogs)),
    minimumProtocolVersion: supportedValue(awsProvider, "minimumProtocolVersion", minimumProtocolVersion),
    ...certificateArn(scope, distribution, parts),
    ...webAclArn(scope, distribution, parts),
    ...legacyLogs(distribution, parts),
  };
}

function behaviorProps(
  scope: Construct,
  { origin, failover, signed, edge, realtimeLog, ...rest }: Behavior,
  parts: ProjectParts,
  requestLogs: Readonly<Record<string, string>>,
): CacheBehaviorProps {
  const places = { server: parts.project.server, buckets: parts.buckets };
  const made = (one: Behavior["origin"]) => projectOrigin(scope, one, places);
  return {
    ...rest,
    origin: made(origin),
    ...(failover ? { failover: { ...failover, origin: made(failover.origin) } } : {}),
    keyGroupIds: signed ? [trustedKeyGroup(parts, rest.path)] : [],
    edge: edge.map((id) => known(parts.edge, id, "edge")),
    ...(realtimeLog === null ? {} : { realtimeLogArn: known(requestLogs, realtimeLog, "realtimeLogs") }),
  };
}

function trustedKeyGroup({ signingKeys }: ProjectParts, path: string): string {
  if (signingKeys) return signingKeys.keyGroupId;
  throw new Error(`The behavior ${path} is signed; got a project without signingKeys.`);
}

function realtimeLogArns(scope: Construct, { id, realtimeLogs }: Distribution): Record<string, string> {
  const made = Object.entries(realtimeLogs).map(([name, log]) => {
    return [name, new RequestLog(scope, `requests_${id}_${name}`, log).arn];
  });
  return Object.fromEntries(made);
}

function certificateArn(
  scope: Construct,
  { id, certificate, aliases, dns }: Distribution,
  { usEast1 }: ProjectParts,
): Pick<CdnDistributionProps, "certificateArn"> {
  if (certificate === null) return {};
  if ("arn" in certificate) return { certificateArn: certificate.arn };
  if (dns === null)
    throw new Error(`The certificate of distribution ${id} is validated through its dns; got none.`);
  const props = { domainNames: aliases, zoneId: dns.zoneId, provider: usEast1 };
  return { certificateArn: new SiteCertificate(scope, `certificate_${id}`, props).arn };
}

function webAclArn(
  scope: Construct,
  { id, waf }: Distribution,
  { usEast1 }: ProjectParts,
): Pick<CdnDistributionProps, "webAclArn"> {
  if (waf === null) return {};
  if ("webAclArn" in waf) return waf;
  return { webAclArn: new CdnWebAcl(scope, `waf_${id}`, { provider: usEast1, ...waf }).arn };
}

function legacyLogs(
  { logging }: Distribution,
  { buckets }: ProjectParts,
): Pick<CdnDistributionProps, "legacyLogs"> {
  if (logging?.version !== 1) return {};
  const { prefix, cookies } = logging;
  return { legacyLogs: { bucket: known(buckets, logging.bucket, "buckets"), prefix, cookies } };
}

function addLogs(
  scope: Construct,
  made: CdnDistribution,
  { id, logging }: Distribution,
  { buckets, usEast1 }: ProjectParts,
): void {
  if (logging?.version !== 2) return;
  const { prefix, format, fields } = logging;
  const bucket = known(buckets, logging.bucket, "buckets");
  new AccessLogs(scope, `logs_${id}`, {
    distribution: made,
    bucket,
    provider: usEast1,
    prefix,
    format,
    fields,
  });
}

function addWatch(
  scope: Construct,
  made: CdnDistribution,
  { id, alarms, additionalMetrics: isOn }: Distribution,
  { usEast1 }: ProjectParts,
): void {
  if (isOn) additionalMetrics(scope, `metrics_${id}`, made);
  if (alarms) new CdnAlarms(scope, `alarms_${id}`, { distribution: made, provider: usEast1, ...alarms });
}
