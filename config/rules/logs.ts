// Rules of logs: the bucket that gets them is there, takes them, and shows them to nobody.
import type { Config } from "../../schemas/config";
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { didYouMean } from "../suggest";
import { isServed } from "./buckets";
import { error, type Rule } from "./report";

export const logBuckets: Rule = {
  reads: ["buckets", "distributions"],
  check: ({ config }) => [
    ...Object.entries(config.buckets).flatMap(([id, { logTo }]) =>
      logTo ? targetProblems(config, logTo.bucket, ["buckets", id, "logTo", "bucket"]) : [],
    ),
    ...Object.entries(config.distributions).flatMap(([id, { logging }]) =>
      logging ? targetProblems(config, logging.bucket, ["distributions", id, "logging", "bucket"]) : [],
    ),
  ],
};

export const logSettings: Rule = {
  reads: ["distributions"],
  check: ({ config, written }) =>
    Object.entries(config.distributions).flatMap(([id, { logging }]) =>
      logging ? settingProblems(logging, ["distributions", id, "logging"], written) : [],
    ),
};

function targetProblems(config: Config, target: string, path: JsonPath): Problem[] {
  const bucket = Object.hasOwn(config.buckets, target) ? config.buckets[target] : undefined;
  if (!bucket) {
    return [
      error("buckets/unknown-log-bucket", path, {
        message: `There is no bucket ${show(target)} in "buckets".`,
        fix: didYouMean(target, Object.keys(config.buckets)),
      }),
    ];
  }
  const fault = targetFault(config, bucket, target, path);
  if (fault === null) return [];
  return [
    error("buckets/log-target", path, {
      message: fault,
      got: show(target),
      fix: 'Give logs a bucket of their own: "logs": { "name": "…", "expirationDays": 90 }.',
    }),
  ];
}

function targetFault(
  config: Config,
  bucket: Config["buckets"][string],
  id: string,
  path: JsonPath,
): string | null {
  if (path[0] === "buckets" && logsReach(config, id, String(path[1])))
    return "The bucket would log the writing of its own logs, without end.";
  if (bucket.access === "website") return "This bucket is a public website: everybody could read the logs.";
  if (isServed(config, id)) return "A distribution serves this bucket: viewers could read the logs.";
  // Source: Amazon S3 User Guide, enabling server access logging; CloudFront's own writers have no leave to use the key.
  if (bucket.kms) return "The writers of logs cannot use a KMS key of yours: they need SSE-S3.";
  return null;
}

// A circle of other buckets ends the walk: it is their problem.
function logsReach({ buckets }: Config, start: string, end: string): boolean {
  const seen = new Set<string>();
  let id: string | undefined = start;
  while (id !== undefined && Object.hasOwn(buckets, id) && !seen.has(id)) {
    if (id === end) return true;
    seen.add(id);
    id = buckets[id]!.logTo?.bucket;
  }
  return false;
}

type Logging = NonNullable<Config["distributions"][string]["logging"]>;

function settingProblems(
  { version, fields, cookies }: Logging,
  path: JsonPath,
  written: (path: JsonPath) => boolean,
): Problem[] {
  const ofVersion2 = (["format", "fields"] as const).filter((key) => written([...path, key]));
  if (version === 1) {
    return ofVersion2.map((key) =>
      error("distributions/log-setting", [...path, key], {
        at: "key",
        message: "Logs of version 1 have one form and all fields.",
        fix: 'Remove it, or write "version": 2.',
      }),
    );
  }
  const index = fields?.indexOf("cs(Cookie)") ?? -1;
  if (index === -1 || cookies) return [];
  return [
    error("distributions/log-setting", [...path, "fields", index], {
      message: "This field logs cookies, which open sessions, and `cookies` is off.",
      fix: 'Remove the field, or write "cookies": true.',
    }),
  ];
}
