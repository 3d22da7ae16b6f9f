// Who connects to the server, by which name: derived from distributions and their policies (SNI and Host).
import type { Behavior, Distribution, Project, Server } from "../config/project";
import type { Leg } from "./finding";
import type { Endpoint } from "./tls/endpoint";

/** The server as CloudFront or browsers reach it. */
export interface ServerTarget {
  readonly endpoint: Endpoint;
  readonly peer: "cloudfront" | "browser";
  readonly leg: Leg;
  /** Host and port, for messages. */
  readonly subject: string;
  /** Why this name goes into SNI, in words. */
  readonly why: string;
}

/** @returns each name that the server is asked by, once; empty without a server */
export function serverTargets(project: Project): ServerTarget[] {
  const { server } = project;
  if (!server) return [];
  const byCloudFront = Object.values(project.distributions).flatMap((one) => cloudFrontTargets(one, server));
  if (byCloudFront.length === 0) return [browserTarget(server)];
  return [...new Map(byCloudFront.map((target) => [target.endpoint.serverName, target])).values()];
}

function browserTarget({ host }: Server): ServerTarget {
  const isAddress = host.kind === "ip";
  return {
    endpoint: {
      place: { host: host.name, port: 443 },
      serverName: isAddress ? null : host.name,
      certificateName: host.name,
    },
    peer: "browser",
    leg: "browser-server",
    subject: `${host.name}:443`,
    why: isAddress ? "clients send no server name for an address" : "browsers ask for the name in the URL",
  };
}

// Developer Guide, using-https-cloudfront-to-custom-origin: the certificate must cover the origin's domain name, or
// the Host header where the behavior forwards it; SNI is the same name.
function cloudFrontTargets(distribution: Distribution, server: Server): ServerTarget[] {
  const behaviors = distribution.behaviors.filter(({ origin }) => origin.kind === "server");
  return behaviors.flatMap((behavior) => {
    const of = `behavior ${behavior.path} of ${distribution.id}`;
    if (!forwardsHost(behavior)) {
      return [
        cloudFrontTarget(server, server.host.name, `${of} does not forward Host, so it is the origin's name`),
      ];
    }
    return viewerHosts(distribution).map((name) =>
      cloudFrontTarget(server, name, `${of} forwards Host, so it is the viewer's`),
    );
  });
}

function cloudFrontTarget(server: Server, name: string, why: string): ServerTarget {
  return {
    endpoint: { place: { host: server.host.name, port: 443 }, serverName: name, certificateName: name },
    peer: "cloudfront",
    leg: "cloudfront-server",
    subject: `${server.host.name}:443${name === server.host.name ? "" : ` as ${name}`}`,
    why,
  };
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
  const server = project.server ? [project.server.host.name] : [];
  return new Set([...server, ...Object.values(project.distributions).flatMap(viewerHosts)]);
}

/** @returns what a viewer gets: CloudFront's answer, or the browser's own error */
export function symptom({ peer }: ServerTarget, cloudFront: string, browser: string): string {
  return peer === "cloudfront" ? cloudFront : browser;
}

/** What CloudFront answers when it cannot agree with an origin (Developer Guide, http-502-bad-gateway). */
export const BAD_GATEWAY = "502 from CloudFront, X-Cache: Error from cloudfront";
/** And when the origin does not answer (Developer Guide, http-504-gateway-timeout). */
export const GATEWAY_TIMEOUT = "504 from CloudFront, X-Cache: Error from cloudfront";
