// Rules of settings that pass Terraform's plan and fail, or open something, when AWS gets them.
import type { JsonPath, Problem } from "../problem";
import { originsOf } from "./origins-of";
import { type Behavior, type BehaviorContext, perBehavior } from "./per-behavior";
import { error, type Rule } from "./report";

export const serverOriginName = perBehavior(
  { reads: ["distributions", "server.host"] },
  serverOriginProblems,
);
export const authorizationForwarding = perBehavior({ reads: ["distributions"] }, authorizationProblems);
export const uncachedKeys = perBehavior({ reads: ["distributions"] }, keyProblems);

function serverOriginProblems(behavior: Behavior, path: JsonPath, { config }: BehaviorContext): Problem[] {
  if (config.server?.host.kind !== "ip") return [];
  return originsOf(behavior, path).flatMap(({ origin, path: at }) => {
    if (!origin.server) return [];
    return [addressProblem([...at, "server"])];
  });
}

function addressProblem(path: JsonPath): Problem {
  return error("behaviors/server-is-an-address", path, {
    message:
      "CloudFront takes a DNS name as an origin, never an address, and the server has only an address.",
    fix: 'Give the server a name: "host": { "kind": "domain", "name": … } or { "kind": "nip.io", "ip": … }.',
  });
}

// Authorization is forwarded by the cache key or with all headers, never alone (reference edge.md §1.10).
function authorizationProblems({ origin, cache = "none", forward }: Behavior, path: JsonPath): Problem[] {
  // A web server that is cached has the greater problem, which behaviorPrivacy tells.
  if (origin.bucket === undefined && cache !== "none") return [];
  const { headers } = forward ?? {};
  const index = Array.isArray(headers)
    ? headers.findIndex((name) => name.toLowerCase() === "authorization")
    : -1;
  const keyed = typeof cache === "object" ? (cache.headers ?? []) : [];
  if (index === -1 || keyed.some((name) => name.toLowerCase() === "authorization")) return [];
  return [
    error("behaviors/authorization-alone", [...path, "forward", "headers", index], {
      message:
        "CloudFront forwards Authorization with all headers or as a part of the cache key, not by itself.",
      fix: 'Write "headers": "all", or add "Authorization" to the headers of "cache".',
    }),
  ];
}

// A policy whose longest time is 0 has no cache, and CloudFront then takes no key (API CachePolicyConfig).
function keyProblems({ cache }: Behavior, path: JsonPath): Problem[] {
  if (typeof cache !== "object" || cache.maxTtlSeconds !== 0) return [];
  const { cookies = "none", query = "none", headers = [] } = cache;
  if (cookies === "none" && query === "none" && headers.length === 0) return [];
  return [
    error("behaviors/key-without-cache", [...path, "cache"], {
      message: "Nothing is cached for 0 seconds, and CloudFront takes no cache key without a cache.",
      fix: 'Write "cache": "none", and name under "forward" what the origin needs.',
    }),
  ];
}

export const bucketNames: Rule = {
  reads: ["buckets"],
  check: ({ config: { buckets } }) => {
    const owners = new Map<string, string>();
    return Object.entries(buckets).flatMap(([id, { name }]) => {
      const owner = owners.get(name);
      owners.set(name, owner ?? id);
      if (owner === undefined) return [];
      return [
        error("buckets/name-twice", ["buckets", id, "name"], {
          message: `The bucket ${JSON.stringify(owner)} has this name already; a bucket name is unique in all of AWS.`,
          got: name,
          fix: "Give each bucket a name of its own, or let the behaviors share one bucket with origin paths.",
        }),
      ];
    });
  },
};

/** A distribution that has the name of its own origin would ask itself. */
export const aliasOfServer: Rule = {
  reads: ["distributions", "server.host"],
  check: ({ config: { distributions, server } }) =>
    Object.entries(distributions).flatMap(([id, { aliases }]) =>
      aliases.flatMap((alias, index) => {
        if (server?.host.kind !== "domain" || alias !== server.host.name) return [];
        return [
          error("distributions/alias-is-server", ["distributions", id, "aliases", index], {
            message:
              "The server has this name. One name leads either to CloudFront or to the server, not to both.",
            got: alias,
            fix: "Give the distribution or the server another name, such as app.example.com and api.example.com.",
          }),
        ];
      }),
    ),
};

export const aliasOfOrigin: Rule = {
  reads: ["distributions"],
  check: ({ config: { distributions } }) =>
    Object.entries(distributions).flatMap(([id, { aliases, behaviors }]) => {
      const hosts = behaviors.flatMap((behavior) => originsOf(behavior).map(({ origin }) => origin.host));
      return aliases.flatMap((alias, index) => {
        if (!hosts.includes(alias)) return [];
        return [
          error("distributions/alias-is-origin", ["distributions", id, "aliases", index], {
            message: "An origin of this distribution has the name: CloudFront would ask itself.",
            got: alias,
            fix: "Give the origin a name of its own, such as origin.example.com.",
          }),
        ];
      });
    }),
};

export const websiteListing: Rule = {
  reads: ["buckets"],
  check: ({ config: { buckets } }) =>
    Object.entries(buckets).flatMap(([id, { access, listBucket }]) => {
      if (access !== "website" || !listBucket) return [];
      return [
        error("buckets/public-listing", ["buckets", id, "listBucket"], {
          message: "The bucket is a public website: everybody could list every object in it.",
          fix: 'Write "listBucket": false, or "access": "oac".',
        }),
      ];
    }),
};

export const providerAge: Rule = {
  reads: ["distributions", "terraform"],
  check: ({ config: { distributions, terraform } }) =>
    Object.entries(distributions).flatMap(([id, { minimumProtocolVersion }]) => {
      if (terraform.awsProvider === "6" || minimumProtocolVersion !== "TLSv1.3_2025") return [];
      return [
        error("distributions/provider-too-old", ["distributions", id, "minimumProtocolVersion"], {
          message:
            "AWS provider 5.100 does not know this policy; it would get TLSv1.2_2021, which lets TLS 1.2 in.",
          fix: 'Write "awsProvider": "6", or "minimumProtocolVersion": "TLSv1.2_2021".',
        }),
      ];
    }),
};
