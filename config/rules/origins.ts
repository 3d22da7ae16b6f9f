// Rules of origins: each is one thing that exists, and has only settings that it can have.
import type { Config } from "../../schemas/config";
import { publicNameFault } from "../host-name";
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { didYouMean } from "../suggest";
import { type OriginConfig, originsOf } from "./origins-of";
import { type Behavior, type BehaviorContext, perBehavior } from "./per-behavior";
import { error } from "./report";

export const originReferences = perBehavior(
  { reads: ["distributions"], names: ["buckets", "server"] },
  (behavior, path, { config }) =>
    eachOrigin(behavior, path, (origin, at) => kindProblems(origin, at, config)),
);
export const originSettings = perBehavior({ reads: ["distributions"] }, (behavior, path) =>
  eachOrigin(behavior, path, (origin, at) => [...settingProblems(origin, at), ...portProblems(origin, at)]),
);
export const originHosts = perBehavior({ reads: ["distributions"] }, (behavior, path) =>
  eachOrigin(behavior, path, hostProblems),
);
export const originIds = perBehavior({ reads: ["distributions"] }, idProblems);

function eachOrigin(
  behavior: Behavior,
  path: JsonPath,
  check: (origin: OriginConfig, path: JsonPath) => Problem[],
): Problem[] {
  return originsOf(behavior, path).flatMap((one) => check(one.origin, one.path));
}

const kinds = ["bucket", "server", "host"] as const;

function kindProblems(origin: OriginConfig, path: JsonPath, config: Config): Problem[] {
  const given = kinds.filter((kind) => origin[kind] !== undefined);
  if (given.length !== 1) return [notOne(path, given)];
  if (origin.server && !config.server) {
    return [
      error("behaviors/no-server", [...path, "server"], {
        message: "This project has no server section to forward to.",
        fix: 'Add "server", or use a bucket.',
      }),
    ];
  }
  if (origin.bucket === undefined || Object.hasOwn(config.buckets, origin.bucket)) return [];
  return [
    error("behaviors/unknown-bucket", [...path, "bucket"], {
      message: `There is no bucket ${show(origin.bucket)} in "buckets".`,
      fix: didYouMean(origin.bucket, Object.keys(config.buckets)),
    }),
  ];
}

function notOne(path: JsonPath, given: readonly string[]): Problem {
  return error("behaviors/one-origin", path, {
    message: "A behavior has exactly one origin.",
    got: given.length === 0 ? "none of bucket, server and host" : given.join(" and "),
    fix: 'Write { "bucket": "<id>" }, { "server": true } or { "host": "<name>" }.',
  });
}

const ofHosts = ["protocol", "httpPort", "httpsPort", "sslProtocols"] as const;
const ofWebServers = ["readTimeoutSeconds", "keepaliveTimeoutSeconds"] as const;

// S3 decides its own timeouts, and how CloudFront reaches this project's server is decided here.
function settingProblems(origin: OriginConfig, path: JsonPath): Problem[] {
  if (origin.host !== undefined) return [];
  const [what, foreign] =
    origin.bucket === undefined
      ? (["server", ofHosts] as const)
      : (["bucket", [...ofHosts, ...ofWebServers]] as const);
  return foreign
    .filter((key) => origin[key] !== undefined)
    .map((key) =>
      error("behaviors/origin-setting", [...path, key], {
        at: "key",
        message: `A ${what} as an origin has no ${key}.`,
        fix: "Remove it.",
      }),
    );
}

// Source: CloudFront API, CustomOriginConfig.
function portProblems(origin: OriginConfig, path: JsonPath): Problem[] {
  return (["httpPort", "httpsPort"] as const).flatMap((key) => {
    const port = origin[key];
    if (port === undefined || port === 80 || port === 443 || port >= 1024) return [];
    return [
      error("behaviors/origin-port", [...path, key], {
        message: "CloudFront connects to the ports 80, 443 and 1024 to 65535 only.",
        got: String(port),
        fix: "Let the server listen on one of those.",
      }),
    ];
  });
}

function hostProblems(origin: OriginConfig, path: JsonPath): Problem[] {
  if (origin.host === undefined) return [];
  const fault = publicNameFault(origin.host);
  const at = [...path, "host"];
  if (fault) return [error("behaviors/origin-host", at, { ...fault, got: show(origin.host) })];
  // Source: CloudFront Developer Guide, Amazon S3 website endpoints as custom origins.
  const isWebsite = /\.s3-website[.-][a-z0-9-]+\.amazonaws\.com$/.test(origin.host);
  if (!isWebsite || origin.protocol === "http-only") return [];
  return [
    error("behaviors/website-over-https", at, {
      message: "An S3 website endpoint speaks HTTP only: over HTTPS every request would fail with 502.",
      got: show(origin.host),
      fix: 'Write "protocol": "http-only", or put the bucket into "buckets" and let CloudFront read it privately.',
    }),
  ];
}

function idProblems(behavior: Behavior, path: JsonPath, { earlier }: BehaviorContext): Problem[] {
  const known = earlier.flatMap((one) => originsOf(one));
  return originsOf(behavior, path).flatMap(({ origin, path: at }, index, own) => {
    const others = [...known, ...own.slice(0, index)].map((one) => one.origin);
    const owner = others.find((other) => hasOwnId(other, origin) && idOf(other) === idOf(origin));
    if (owner === undefined || sorted(owner) === sorted(origin)) return [];
    return [
      error("behaviors/origin-id-twice", origin.id === undefined ? at : [...at, "id"], {
        message: "Another origin of this distribution has the id, with other settings.",
        got: show(idOf(origin)),
        fix: "Give each origin an id of its own, or the two the same settings.",
      }),
    ];
  });
}

// Two ids that are both derived differ wherever the origins do.
function hasOwnId(...origins: OriginConfig[]): boolean {
  return origins.some(({ id }) => id !== undefined);
}

function idOf({ id, bucket, host, path = "" }: OriginConfig): string {
  const place = bucket === undefined ? (host ?? "server") : `bucket_${bucket}`;
  return id ?? `${place}${path}`;
}

function sorted(origin: object): string {
  return JSON.stringify(origin, (_, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
