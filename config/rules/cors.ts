// Rule of CORS behind CloudFront: S3 answers it only where the viewer's Origin arrives and is part of the cache key.
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { originsOf } from "./origins-of";
import { type Behavior, type BehaviorContext, perBehavior } from "./per-behavior";
import { warning } from "./report";

export const bucketCorsThroughCache = perBehavior({ reads: ["distributions", "buckets"] }, corsProblems);

function corsProblems(behavior: Behavior, path: JsonPath, { config }: BehaviorContext): Problem[] {
  if (answersItself(behavior) || isKeyed(behavior)) return [];
  return originsOf(behavior, path).flatMap(({ origin: { bucket }, path: at }) => {
    const rules = bucket === undefined ? [] : (config.buckets[bucket]?.cors ?? []);
    // A bucket that takes uploads alone does so past CloudFront.
    const isRead = rules.some(({ allowedMethods }) => allowedMethods.includes("GET"));
    if (!isRead) return [];
    return [
      warning("buckets/cors-unreached", at, {
        message: `The CORS rules of bucket ${show(bucket)} have no reliable effect here: S3 does not see the viewer's Origin, or one answer is cached for all.`,
        fix: 'Write "responseHeaders": { "cors": … }, which CloudFront answers itself, or "cache": { …, "headers": ["Origin"] }.',
      }),
    ];
  });
}

function answersItself({ responseHeaders }: Behavior): boolean {
  return responseHeaders?.cors !== undefined;
}

function isKeyed({ cache = "static", forward }: Behavior): boolean {
  if (typeof cache === "object") return (cache.headers ?? []).some(isOrigin);
  const { headers = "none" } = forward ?? {};
  if (cache !== "none") return false;
  return headers === "all" || (typeof headers !== "string" && headers.some(isOrigin));
}

function isOrigin(name: string): boolean {
  return name.toLowerCase() === "origin";
}
