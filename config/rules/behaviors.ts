// Rules of cache behaviors: each is reachable, refers to things that exist and shows nobody what is not theirs.
import type { Config } from "../../schemas/config";
import { patternCovers, patternsOverlap } from "../path-pattern";
import type { JsonPath, Problem } from "../problem";
import { didYouMean } from "../suggest";
import { error, type Rule } from "./report";

type Behavior = Config["distributions"][string]["behaviors"][number];
type Check = (behavior: Behavior, path: JsonPath, all: readonly Behavior[], config: Config) => Problem[];

export const behaviorReferences = perBehavior(["distributions", "buckets", "server", "edge"], referenceProblems);
export const behaviorOrder = perBehavior(["distributions"], orderProblems);
export const behaviorSignatures = perBehavior(["distributions", "buckets", "signingKeys"], signatureProblems);
export const behaviorPrivacy = perBehavior(["distributions"], privacyProblems);
export const behaviorTtls = perBehavior(["distributions"], ttlProblems);

function perBehavior(reads: Rule["reads"], check: Check): Rule {
  return {
    reads,
    check: ({ config }) =>
      Object.entries(config.distributions).flatMap(([id, { behaviors }]) =>
        behaviors.flatMap((one, index) => check(one, ["distributions", id, "behaviors", index], behaviors, config)),
      ),
  };
}

function referenceProblems(behavior: Behavior, path: JsonPath, _all: readonly Behavior[], config: Config): Problem[] {
  return [...originProblems(behavior.origin, [...path, "origin"], config), ...edgeReferences(behavior, path, config)];
}

function originProblems(origin: Behavior["origin"], path: JsonPath, config: Config): Problem[] {
  if ((origin.bucket === undefined) === (origin.server === undefined)) {
    return [
      error("behaviors/one-origin", path, {
        message: "A behavior has exactly one origin.",
        got: origin.bucket ? '"bucket" and "server"' : 'neither "bucket" nor "server"',
        fix: 'Write { "bucket": "<id>" } or { "server": true }.',
      }),
    ];
  }
  if (origin.server && !config.server) {
    return [
      error("behaviors/no-server", [...path, "server"], {
        message: "This project has no server section to forward to.",
        fix: 'Add "server", or use a bucket.',
      }),
    ];
  }
  if (origin.bucket !== undefined && origin.readTimeoutSeconds !== undefined) {
    return [
      error("behaviors/bucket-timeout", [...path, "readTimeoutSeconds"], {
        at: "key",
        message: "The response timeout of an S3 origin cannot be set.",
        fix: "Remove it.",
      }),
    ];
  }
  if (origin.bucket === undefined || Object.hasOwn(config.buckets, origin.bucket)) return [];
  return [
    error("behaviors/unknown-bucket", [...path, "bucket"], {
      message: `There is no bucket ${JSON.stringify(origin.bucket)} in "buckets".`,
      fix: didYouMean(origin.bucket, Object.keys(config.buckets)),
    }),
  ];
}

function edgeReferences(behavior: Behavior, path: JsonPath, config: Config): Problem[] {
  return behavior.edge.flatMap((id, index) => {
    if (Object.hasOwn(config.edge, id)) return [];
    return [
      error("behaviors/unknown-edge-function", [...path, "edge", index], {
        message: `There is no function ${JSON.stringify(id)} in "edge".`,
        fix: didYouMean(id, Object.keys(config.edge)),
      }),
    ];
  });
}

function orderProblems({ path: pattern }: Behavior, path: JsonPath, all: readonly Behavior[]): Problem[] {
  const index = path.at(-1) as number;
  const isLast = index === all.length - 1;
  const at = [...path, "path"];
  if (isLast && pattern !== "*") {
    return [
      error("behaviors/no-default", at, {
        message: "The last behavior answers whatever the others do not, so its path is `*`.",
        got: pattern,
        fix: 'Add a last behavior with "path": "*".',
      }),
    ];
  }
  const earlier = all.slice(0, index).find((one) => patternCovers(one.path, pattern));
  if (!earlier) return [];
  return [
    error("behaviors/unreachable", at, {
      message: `The earlier behavior ${JSON.stringify(earlier.path)} takes every request that this one is for.`,
      got: pattern,
      fix: "Put the more special path first.",
    }),
  ];
}

function signatureProblems(behavior: Behavior, path: JsonPath, all: readonly Behavior[], config: Config): Problem[] {
  if (!behavior.signed) return [];
  const index = path.at(-1) as number;
  const bypass = all.slice(0, index).find((one) => !one.signed && patternsOverlap(one.path, behavior.path));
  const bucket = behavior.origin.bucket === undefined ? undefined : config.buckets[behavior.origin.bucket];
  return [
    ...(config.signingKeys.length > 0 ? [] : [signedWithoutKeys(path)]),
    ...(bypass ? [signedBypass(path, bypass.path, behavior.path)] : []),
    ...(bucket?.access === "website" ? [signedWebsite(path)] : []),
  ];
}

function signedWithoutKeys(path: JsonPath): Problem {
  return error("behaviors/signed-without-keys", [...path, "signed"], {
    message: "Viewers need a signature here, but the project has no signing key: nobody could get in.",
    fix: 'Add the public half of a key to "signingKeys".',
  });
}

function signedBypass(path: JsonPath, earlier: string, pattern: string): Problem {
  return error("behaviors/signed-bypass", [...path, "signed"], {
    message: `Requests that match both ${JSON.stringify(earlier)} and ${JSON.stringify(pattern)} go to the earlier behavior, which asks for no signature.`,
    fix: "Sign the earlier behavior too, or make the two paths separate.",
  });
}

function signedWebsite(path: JsonPath): Problem {
  return error("behaviors/signed-website", [...path, "signed"], {
    message: "The bucket is a public website: everyone reads it directly, past the signature.",
    fix: 'Give the bucket "access": "oac".',
  });
}

const IDENTITY_HEADERS = ["authorization", "cookie"];

// What identifies a person reaches the origin but is not part of the cache key: one person's answer would be
// served to the next (scope F3).
function privacyProblems(behavior: Behavior, path: JsonPath): Problem[] {
  if (behavior.cache === undefined ? behavior.origin.server : behavior.cache === "none") return [];
  const policy = typeof behavior.cache === "object" ? behavior.cache : { defaultTtlSeconds: 86400 };
  if (policy.defaultTtlSeconds === 0 && (policy.maxTtlSeconds ?? 1) === 0) return [];
  const { cookies = "none", headers = "none" } = behavior.forward ?? {};
  const keyed = new Set((policy.headers ?? []).map((name) => name.toLowerCase()));
  const leakyHeaders = headers === "all" ? ["all headers"] : headers === "none" ? [] : headers.filter((name) => IDENTITY_HEADERS.includes(name.toLowerCase()) && !keyed.has(name.toLowerCase()));
  const leaky = [...(covers(policy.cookies, cookies) ? [] : ["cookies"]), ...leakyHeaders];
  if (leaky.length === 0) return [];
  return [
    error("behaviors/private-response-cached", [...path, "forward"], {
      message: `The origin sees ${leaky.join(" and ")} that the cache key does not hold: one user's response would be served to others.`,
      fix: 'Write "cache": "none", or put them into the cache key.',
    }),
  ];
}

function covers(keyed: "none" | "all" | string[] | undefined, forwarded: "none" | "all" | string[]): boolean {
  if (forwarded === "none" || keyed === "all") return true;
  return Array.isArray(forwarded) && Array.isArray(keyed) && forwarded.every((name) => keyed.includes(name));
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
