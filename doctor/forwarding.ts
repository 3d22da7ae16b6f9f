// Whether a header of a viewer's GET reaches the origin (Developer Guide, RequestAndResponseBehaviorCustomOrigin).
import type { Behavior } from "../config/project";
import type { Evidence, Fault } from "./finding";
import { header, type Response } from "./http/exchange";

/** @param name in lower case; of one that CloudFront removes unless a policy has it, such as authorization */
export function reachesOrigin(name: string, { cache, forward }: Behavior): boolean {
  const inKey = typeof cache === "string" ? [] : cache.headers;
  const more: readonly string[] = Array.isArray(forward.headers) ? forward.headers : [];
  return forward.headers === "all" || [...inKey, ...more].some((one) => one.toLowerCase() === name);
}

/** What the behavior's policies do with Authorization, and what the origin asks for. */
export function authorizationEvidence({ path, cache, forward }: Behavior, answer: Response): Evidence {
  const key = typeof cache === "string" ? cache : cache.headers.join(" ") || "no headers";
  return [
    ["behavior", path],
    ["cache policy", key],
    ["forwarded", typeof forward.headers === "string" ? forward.headers : forward.headers.join(" ")],
    ["asks for", header(answer, "www-authenticate") ?? "no scheme (WWW-Authenticate)"],
  ];
}

export const authorizationLost: Omit<Fault, "evidence" | "command"> = {
  message:
    "The origin answers 401, and never sees the viewer's Authorization: no policy of the behavior has it.",
  symptom: "401 for everybody, with any login",
  // Forwarded outside of the cache key, it would let one viewer's answer be served to all.
  fix: 'With `"cache": "none"`, write `"forward": { "headers": "all" }` on the behavior; where it caches, put Authorization into `cache.headers` instead, so that answers are kept apart.',
};
