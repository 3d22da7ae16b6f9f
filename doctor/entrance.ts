// Where a check goes in: the URL under which browsers reach the application, a behavior, or the page.
import { patternCovers } from "../config/path-pattern";
import type { Behavior, Distribution, EdgeFunction, Project } from "../config/project";
import { type About, type Finding, type Leg, unknown } from "./finding";
import type { Ask, Exchange } from "./http/exchange";
import { viewerHosts } from "./targets";

export interface Entrance {
  readonly host: string;
  readonly path: string;
  readonly leg: Leg;
  /** null where browsers reach the server itself. */
  readonly distribution: Distribution | null;
  readonly behavior: Behavior | null;
}

/** An entrance, or why there is none. */
export type Way = Entrance | { readonly closed: string };

const guards = ["basic-auth", "require-authorization", "require-jwt"];

/** @returns the function that asks viewers of this behavior for something, or null */
export function guardOf({ edge }: Behavior, { edge: functions }: Project): EdgeFunction | null {
  return edge.flatMap((id) => functions[id] ?? []).find(({ handler }) => guards.includes(handler)) ?? null;
}

/** Whether everybody may read what the behavior serves. */
export function isOpen(behavior: Behavior, project: Project): boolean {
  return !behavior.signed && guardOf(behavior, project) === null;
}

/** @returns where browsers reach the application: the server's own name, or a behavior of a distribution */
export function applicationWay(project: Project): Way {
  const { server, distributions, frontend } = project;
  if (!server) return { closed: "The project has no server." };
  const isEntrance = (behavior: Behavior) =>
    behavior.origin.kind === "server" && behavior.cache === "none" && isOpen(behavior, project);
  const forwarding = Object.values(distributions).filter(({ behaviors }) => behaviors.some(isEntrance));
  const distribution = forwarding.find(({ id }) => id === frontend?.distribution) ?? forwarding[0];
  if (!distribution) {
    return { host: server.host.name, path: "/", leg: "browser-server", distribution: null, behavior: null };
  }
  return behaviorWay(distribution, distribution.behaviors.find(isEntrance)!);
}

/** @returns a URL that this behavior serves, and no behavior before it */
export function behaviorWay(distribution: Distribution, behavior: Behavior, path?: string): Way {
  const host = viewerHosts(distribution)[0];
  if (host === undefined)
    return { closed: `The domain name of ${distribution.id} is not known before its first deploy.` };
  const wanted = path ?? samplePath(behavior.path);
  if (behaviorFor(distribution, wanted) !== behavior) {
    return { closed: `No path is known that only ${behavior.path} of ${distribution.id} serves.` };
  }
  return { host, path: wanted, leg: "browser-cloudfront", distribution, behavior };
}

/** @returns the behavior that CloudFront chooses for a path without its query */
export function behaviorFor({ behaviors }: Distribution, path: string): Behavior | undefined {
  return behaviors.find((one) => patternCovers(one.path, path));
}

// `/api/*` -> `/api/`; what follows a wildcard needs something before it.
function samplePath(pattern: string): string {
  const path = pattern.replace(/\*+$/, "").replaceAll("*", "httpsmith-doctor").replaceAll("?", "x");
  return path.startsWith("/") ? path : `/${path}`;
}

/** @returns a GET there */
export function get({ host, path }: Pick<Entrance, "host" | "path">, more: Partial<Ask> = {}): Ask {
  return { scheme: "https", host, path, ...more };
}

export function urlOf({ host, path }: Pick<Entrance, "host" | "path">): string {
  return `https://${host}${path}`;
}

/** @returns the finding of a check that got no answer */
export function noAnswer(about: About, answer: Exclude<Exchange, { kind: "response" }>): Finding {
  if (answer.kind === "failed") return unknown(about, `No answer came: ${answer.stage}, ${answer.reason}.`);
  const { connected } = answer;
  switch (connected.kind) {
    case "unknown":
      return unknown(about, `No connection. ${connected.reason}`);
    case "no-name":
      return unknown(about, "The name has no address; see the check dns.");
    default:
      return unknown(
        about,
        `No connection: ${connected.address} ${connected.kind === "refused" ? "refuses it" : "does not answer"}.`,
      );
  }
}
