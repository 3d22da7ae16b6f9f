// Who connects to which origin, by which name: derived from distributions and their policies (SNI and Host).
import { behaviorOrigins } from "../config/behavior-origins";
import { partitionOf } from "../config/partition";
import type { Behavior, BehaviorOrigin, Bucket, Distribution, Project, Server } from "../config/project";
import type { Leg } from "./finding";
import type { Protocol } from "./tls/cloudfront";
import type { Endpoint } from "./tls/endpoint";
import type { HostPort } from "./world";

/** A server as CloudFront or browsers reach it. */
export interface OriginTarget {
  readonly endpoint: Endpoint;
  readonly peer: "cloudfront" | "browser";
  readonly leg: Leg;
  /** Host and port, for messages. */
  readonly subject: string;
  /** Why this name goes into SNI, in words. */
  readonly why: string;
  /** TLS versions that the distribution may use, as CloudFront names them. */
  readonly protocols: readonly Protocol[];
  /** The project's own server; null for an origin that only a behavior names. */
  readonly server: Server | null;
}

/** @returns each name that an origin is asked by over TLS, once; the server also where only browsers reach it */
export function originTargets(project: Project): OriginTarget[] {
  const behaviors = Object.values(project.distributions).flatMap((distribution) =>
    distribution.behaviors.map((behavior) => ({ distribution, behavior })),
  );
  const byCloudFront = behaviors.flatMap(({ distribution, behavior }) =>
    behaviorOrigins(behavior).flatMap((origin) => cloudFrontTargets(project, distribution, behavior, origin)),
  );
  const alone =
    project.server && !byCloudFront.some(({ server }) => server) ? [browserTarget(project.server)] : [];
  const targets = [...alone, ...byCloudFront];
  return [...new Map(targets.map((target) => [JSON.stringify(target.endpoint), target])).values()];
}

function browserTarget(server: Server): OriginTarget {
  const { kind, name } = server.host;
  return {
    endpoint: {
      place: { host: name, port: 443 },
      serverName: kind === "ip" ? null : name,
      certificateName: name,
    },
    peer: "browser",
    leg: "browser-server",
    subject: `${name}:443`,
    why:
      kind === "ip" ? "clients send no server name for an address" : "browsers ask for the name in the URL",
    protocols: ["TLSv1.2"],
    server,
  };
}

// Developer Guide, using-https-cloudfront-to-custom-origin: the certificate must cover the origin's domain name, or
// the Host header where the behavior forwards it; SNI is the same name.
function cloudFrontTargets(
  project: Project,
  distribution: Distribution,
  behavior: Behavior,
  origin: BehaviorOrigin,
): OriginTarget[] {
  const place = secureOrigin(project, origin);
  if (!place) return [];
  const of = `behavior ${behavior.path} of ${distribution.id}`;
  const target = (name: string, why: string): OriginTarget => ({
    endpoint: { place: { host: place.host, port: place.port }, serverName: name, certificateName: name },
    peer: "cloudfront",
    leg: "cloudfront-server",
    subject: `${place.host}:${place.port}${name === place.host ? "" : ` as ${name}`}`,
    why,
    protocols: place.protocols,
    server: place.server,
  });
  return forwardsHost(behavior)
    ? viewerHosts(distribution).map((name) => target(name, `${of} forwards Host, so it is the viewer's`))
    : [target(place.host, `${of} does not forward Host, so it is the origin's name`)];
}

interface SecureOrigin extends HostPort {
  readonly protocols: readonly Protocol[];
  readonly server: Server | null;
}

/** @returns where CloudFront opens TLS to this origin; null for a bucket and for plain HTTP */
function secureOrigin({ server }: Project, origin: BehaviorOrigin): SecureOrigin | null {
  // modules/server-origin.ts: HTTPS only, TLSv1.2.
  if (origin.kind === "server" && server) {
    return { host: server.host.name, port: 443, protocols: ["TLSv1.2"], server };
  }
  if (origin.kind !== "host" || origin.protocol === "http-only") return null;
  return { host: origin.host, port: origin.httpsPort, protocols: origin.sslProtocols, server: null };
}

/** Whether the viewer's Host header reaches the origin. "all" never includes it. */
export function forwardsHost({ cache, forward }: Behavior): boolean {
  const names = [
    ...(typeof cache === "string" ? [] : cache.headers),
    ...(Array.isArray(forward.headers) ? (forward.headers as readonly string[]) : []),
  ];
  return names.some((name) => name.toLowerCase() === "host");
}

/** @returns names that viewers use, aliases first; wildcards are no name; none before the first deploy */
export function viewerHosts({ aliases, domainName }: Distribution): string[] {
  return [...aliases.filter((alias) => !alias.startsWith("*")), ...(domainName ? [domainName] : [])];
}

/** @returns every host that checks may contact */
export function hostsOf(project: Project): Set<string> {
  const buckets = Object.values(project.buckets).map((bucket) => bucketHost(bucket, project));
  return new Set([...namedHosts(project), ...buckets]);
}

/** @returns the name of S3 for this bucket in its region */
export function bucketHost({ name }: Bucket, { region }: Project): string {
  return `${name}.s3.${region}.${partitionOf(region).hostSuffix}`;
}

/** @returns the hosts whose names are the project's own */
export function namedHosts(project: Project): Set<string> {
  const server = project.server ? [project.server.host.name] : [];
  const origins = originTargets(project).map(({ endpoint }) => endpoint.place.host);
  return new Set([...server, ...origins, ...Object.values(project.distributions).flatMap(viewerHosts)]);
}

/** @returns what a viewer gets: CloudFront's answer, or the browser's own error */
export function symptom({ peer }: OriginTarget, cloudFront: string, browser: string): string {
  return peer === "cloudfront" ? cloudFront : browser;
}

/** What CloudFront answers when it cannot agree with an origin (Developer Guide, http-502-bad-gateway). */
export const BAD_GATEWAY = "502 from CloudFront, X-Cache: Error from cloudfront";
/** And when the origin does not answer (Developer Guide, http-504-gateway-timeout). */
export const GATEWAY_TIMEOUT = "504 from CloudFront, X-Cache: Error from cloudfront";
