// Rules of cache behaviors: each is reachable and refers to things that exist.
import { patternCovers } from "../path-pattern";
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { didYouMean } from "../suggest";
import { type Behavior, type BehaviorContext, perBehavior } from "./per-behavior";
import { error } from "./report";

export const behaviorReferences = perBehavior(
  { reads: ["distributions"], names: ["edge"] },
  referenceProblems,
);
export const behaviorOrder = perBehavior({ reads: ["distributions"] }, orderProblems);
export const behaviorTtls = perBehavior({ reads: ["distributions"] }, ttlProblems);

function referenceProblems(behavior: Behavior, path: JsonPath, { config }: BehaviorContext): Problem[] {
  return behavior.edge.flatMap((id, index) => {
    if (Object.hasOwn(config.edge, id)) return [];
    return [
      error("behaviors/unknown-edge-function", [...path, "edge", index], {
        message: `There is no function ${show(id)} in "edge".`,
        fix: didYouMean(id, Object.keys(config.edge)),
      }),
    ];
  });
}

function orderProblems({ path: pattern }: Behavior, path: JsonPath, context: BehaviorContext): Problem[] {
  const at = [...path, "path"];
  if (context.isLast && pattern !== "*") return [noDefault(at, pattern, context.earlier)];
  const earlier = context.earlier.find((one) => patternCovers(one.path, pattern));
  if (!earlier) return [];
  return [
    error("behaviors/unreachable", at, {
      message: `The earlier behavior ${show(earlier.path)} takes every request that this one is for.`,
      got: show(pattern),
      fix: "Put the more special path first.",
    }),
  ];
}

function noDefault(path: JsonPath, pattern: string, earlier: readonly Behavior[]): Problem {
  const misplaced = earlier.find((one) => patternCovers(one.path, "*"));
  return error("behaviors/no-default", path, {
    message: "The last behavior answers whatever the others do not, so its path is `*`.",
    got: show(pattern),
    fix: noDefaultFix(pattern, misplaced),
  });
}

function noDefaultFix(pattern: string, misplaced: Behavior | undefined): string {
  if (patternCovers(pattern, "*")) return 'Write "path": "*".';
  return misplaced
    ? `Move the behavior ${show(misplaced.path)} to the end.`
    : 'Add a last behavior with "path": "*".';
}

function ttlProblems({ cache }: Behavior, path: JsonPath): Problem[] {
  if (typeof cache !== "object") return [];
  const { minTtlSeconds = 0, defaultTtlSeconds, maxTtlSeconds = 31536000 } = cache;
  if (minTtlSeconds <= defaultTtlSeconds && defaultTtlSeconds <= maxTtlSeconds) return [];
  return [
    error("behaviors/ttl-order", [...path, "cache"], {
      message: "CloudFront wants the three times in order.",
      got: `min ${minTtlSeconds}, default ${defaultTtlSeconds}, max ${maxTtlSeconds}`,
      expected: "minTtlSeconds at most defaultTtlSeconds at most maxTtlSeconds",
      fix: "Correct the one that is out of order.",
    }),
  ];
}
