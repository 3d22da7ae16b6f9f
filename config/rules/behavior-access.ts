// Rules of who sees what a behavior serves: signatures without a way around, and no private answer in the cache.
import type { Config } from "../../schemas/config";
import { patternCovers, patternsOverlap } from "../path-pattern";
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { originsOf } from "./origins-of";
import { type Behavior, type BehaviorContext, perBehavior } from "./per-behavior";
import { error } from "./report";

export const behaviorSignatures = perBehavior(
  { reads: ["distributions", "buckets", "edge"], names: ["signingKeys"] },
  signatureProblems,
);
export const behaviorPrivacy = perBehavior({ reads: ["distributions"] }, privacyProblems);

function signatureProblems(
  behavior: Behavior,
  path: JsonPath,
  { earlier, config }: BehaviorContext,
): Problem[] {
  if (!behavior.signed) return [];
  const bypass = earlier.find((one) => letsPast(one, behavior, config.edge));
  const isPublic = originsOf(behavior).some(
    ({ origin: { bucket } }) => bucket !== undefined && config.buckets[bucket]?.access === "website",
  );
  return [
    ...(config.signingKeys.length > 0 ? [] : [signedWithoutKeys(path)]),
    ...(bypass ? [signedBypass(path, bypass.path, behavior.path)] : []),
    ...(isPublic ? [signedWebsite(path)] : []),
  ];
}

// A public folder before a signed `*` is an exception that somebody meant; two paths that merely cross are an
// accident, where they lead to the same content.
function letsPast(earlier: Behavior, signed: Behavior, edge: Config["edge"]): boolean {
  if (earlier.signed || earlier.edge.some((id) => guards(edge[id]))) return false;
  const [one, other] = [earlier.origin, signed.origin];
  const sameContent =
    one.bucket === other.bucket &&
    one.server === other.server &&
    one.host === other.host &&
    one.path === other.path;
  return (
    sameContent && patternsOverlap(earlier.path, signed.path) && !patternCovers(signed.path, earlier.path)
  );
}

// What a handler of the user's own does is not known; it is taken for what it may be.
function guards(one: Config["edge"][string] | undefined): boolean {
  const guarding = ["require-authorization", "basic-auth", "require-jwt", "custom"];
  return one?.event === "viewer-request" && guarding.includes(one.handler);
}

function signedWithoutKeys(path: JsonPath): Problem {
  return error("behaviors/signed-without-keys", [...path, "signed"], {
    message: "Viewers need a signature here, but the project has no signing key: nobody could get in.",
    fix: 'Add the public half of a key to "signingKeys".',
  });
}

function signedBypass(path: JsonPath, earlier: string, pattern: string): Problem {
  return error("behaviors/signed-bypass", [...path, "signed"], {
    message: `Requests that match both ${show(earlier)} and ${show(pattern)} go to the earlier behavior, which asks for no signature.`,
    fix: "Sign the earlier behavior too, or make the two paths separate.",
  });
}

function signedWebsite(path: JsonPath): Problem {
  return error("behaviors/signed-website", [...path, "signed"], {
    message: "The bucket is a public website: everyone reads it directly, past the signature.",
    fix: 'Give the bucket "access": "oac".',
  });
}

// What identifies a person reaches a web server but is not part of the cache key: one person's answer would be
// served to the next (scope F3). S3 answers everybody alike.
function privacyProblems(behavior: Behavior, path: JsonPath): Problem[] {
  const { cache = behavior.origin.bucket === undefined ? "none" : "static", forward } = behavior;
  const isWeb = originsOf(behavior).some(({ origin }) => origin.bucket === undefined);
  if (!isWeb || cache === "none") return [];
  const policy = typeof cache === "object" ? cache : { defaultTtlSeconds: 86400 };
  if (policy.defaultTtlSeconds === 0 && policy.maxTtlSeconds === 0) return [];
  const { cookies = "none", headers = "none" } = forward ?? {};
  const leaky = [
    ...(covers(policy.cookies, cookies) ? [] : ["cookies"]),
    ...leakyHeaders(headers, policy.headers ?? []),
  ];
  if (leaky.length === 0) return [];
  return [
    error("behaviors/private-response-cached", [...path, "forward"], {
      message: `The origin sees ${leaky.join(" and ")} that the cache key does not hold: one user's response would be served to others.`,
      fix: 'Write "cache": "none", or put them into the cache key.',
    }),
  ];
}

type Names = "none" | "all" | readonly string[];

function covers(keyed: Names = "none", forwarded: Names): boolean {
  if (forwarded === "none" || keyed === "all") return true;
  return (
    typeof forwarded !== "string" &&
    typeof keyed !== "string" &&
    forwarded.every((name) => keyed.includes(name))
  );
}

const IDENTITY_HEADERS = ["authorization", "cookie"];

function leakyHeaders(forwarded: Names, keyed: readonly string[]): string[] {
  if (forwarded === "all") return ["all headers"];
  if (forwarded === "none") return [];
  const inKey = new Set(keyed.map((name) => name.toLowerCase()));
  return forwarded.filter(
    (name) => IDENTITY_HEADERS.includes(name.toLowerCase()) && !inKey.has(name.toLowerCase()),
  );
}
