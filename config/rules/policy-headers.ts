// Rules of header names in policies: what CloudFront does not take into a cache key, or not to this origin.
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { type Behavior, perBehavior } from "./per-behavior";
import { error } from "./report";

export const policyHeaders = perBehavior({ reads: ["distributions"] }, headerProblems);

// CloudFront sets or removes these itself (Developer Guide, RequestAndResponseBehaviorCustomOrigin).
const neverChosen =
  /^(cache-control|connection|content-length|cookie|max-forwards|pragma|proxy-(authenticate|authorization|connection)|request-range|te|trailer|transfer-encoding|upgrade|x-amz-cf-.*|x-edge-.*|x-forwarded-proto|x-real-ip)$/i;

// Of one viewer alone, so CloudFront takes them into an origin request policy only (same guide, cache-key-create-cache-policy).
const onlyForwarded = /^cloudfront-viewer-(address|asn|ja3-fingerprint|ja4-fingerprint|tls)$/i;

function headerProblems({ cache, forward }: Behavior, path: JsonPath): Problem[] {
  const keyed = typeof cache === "object" ? (cache.headers ?? []) : [];
  const forwarded = Array.isArray(forward?.headers) ? forward.headers : [];
  return [
    ...keyed.flatMap((name, index) => [
      ...nameProblems(name, [...path, "cache", "headers", index]),
      ...keyProblems(name, [...path, "cache", "headers", index]),
    ]),
    ...forwarded.flatMap((name, index) => nameProblems(name, [...path, "forward", "headers", index])),
  ];
}

function nameProblems(name: string, path: JsonPath): Problem[] {
  if (/^host$/i.test(name)) return [host(path)];
  if (!neverChosen.test(name)) return [];
  return [
    error("behaviors/header-not-configurable", path, {
      message: "CloudFront sets or removes this header itself; a policy with it is refused.",
      got: show(name),
      fix: /^cookie$/i.test(name) ? 'Name the cookies under "cookies".' : "Remove it.",
    }),
  ];
}

function host(path: JsonPath): Problem {
  return error("behaviors/host-forwarded", path, {
    message:
      "With the viewer's Host, S3 finds no bucket, and a server must have a certificate for that name: CloudFront would answer 403 or 502.",
    got: '"Host"',
    fix: 'Remove it; "headers": "all" leaves Host out by itself.',
  });
}

function keyProblems(name: string, path: JsonPath): Problem[] {
  if (!onlyForwarded.test(name)) return [];
  return [
    error("behaviors/header-only-forwarded", path, {
      message:
        "CloudFront forwards this header but takes it into no cache key: nearly every viewer has another.",
      got: show(name),
      fix: 'Name it under "forward".',
    }),
  ];
}
