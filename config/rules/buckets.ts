// Rules of what a bucket keeps, for how long, and under which key.
import type { Config } from "../../schemas/config";
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { originsOf } from "./origins-of";
import { error, type ProjectFiles, type Rule, warning } from "./report";
import { uploadProblems } from "./uploads";

type Bucket = Config["buckets"][string];

export const bucketLifecycles: Rule = {
  reads: ["buckets"],
  check: ({ config }) => perBucket(config, lifecycleProblems),
};

export const bucketContent: Rule = {
  reads: ["buckets", "distributions"],
  check: ({ config }) =>
    perBucket(config, (bucket, path, id) => (isServed(config, id) ? contentProblems(bucket, path) : [])),
};

export const bucketKeys: Rule = {
  reads: ["buckets"],
  names: ["region"],
  check: ({ config }) => perBucket(config, (bucket, path) => keyProblems(bucket, path, config.region)),
};

export const bucketObjects: Rule = {
  reads: ["buckets"],
  check: ({ config, project }) => perBucket(config, (bucket, path) => objectProblems(bucket, path, project)),
};

/** Whether a behavior of any distribution reads the bucket. */
export function isServed({ distributions }: Config, id: string): boolean {
  return Object.values(distributions).some(({ behaviors }) =>
    behaviors.some((behavior) => originsOf(behavior).some(({ origin }) => origin.bucket === id)),
  );
}

function perBucket(
  { buckets }: Config,
  check: (bucket: Bucket, path: JsonPath, id: string) => Problem[],
): Problem[] {
  return Object.entries(buckets).flatMap(([id, bucket]) => check(bucket, ["buckets", id], id));
}

// Source: Amazon S3 User Guide, lifecycle transition considerations.
const shortestInfrequent = 30;
const infrequent = ["STANDARD_IA", "ONEZONE_IA"];

function lifecycleProblems({ transitions, expirationDays = Infinity }: Bucket, path: JsonPath): Problem[] {
  return transitions.flatMap(({ days, storageClass }, index) => {
    const at = [...path, "transitions", index, "days"];
    const before = transitions[index - 1]?.days ?? -1;
    if (infrequent.includes(storageClass) && days < shortestInfrequent)
      return [wrongAge(at, days, `at least ${shortestInfrequent}: S3 takes ${storageClass} no sooner`)];
    if (days <= before) return [wrongAge(at, days, `more than ${before}, the age of the class before`)];
    if (days < expirationDays) return [];
    return [wrongAge(at, days, `less than ${expirationDays}, the age at which objects are deleted`)];
  });
}

function wrongAge(path: JsonPath, days: number, expected: string): Problem {
  return error("buckets/lifecycle-order", path, {
    message: "Objects cannot change their storage class at this age.",
    got: String(days),
    expected,
    fix: "Change the days, or leave the class out.",
  });
}

const archives = ["GLACIER", "DEEP_ARCHIVE"];

function contentProblems({ transitions, expirationDays }: Bucket, path: JsonPath): Problem[] {
  const archived = transitions.findIndex(({ storageClass }) => archives.includes(storageClass));
  return [
    ...(archived === -1 ? [] : [archivedContent([...path, "transitions", archived, "storageClass"])]),
    ...(expirationDays === undefined ? [] : [expiringContent([...path, "expirationDays"], expirationDays)]),
  ];
}

function archivedContent(path: JsonPath): Problem {
  return error("buckets/archived-content", path, {
    message:
      "A distribution serves this bucket, and S3 answers 403 for an archived object until it is restored.",
    fix: 'Write "GLACIER_IR" or "INTELLIGENT_TIERING", which S3 reads at once.',
  });
}

function expiringContent(path: JsonPath, days: number): Problem {
  return warning("buckets/expiring-content", path, {
    message: `A distribution serves this bucket, and S3 deletes what is in it ${days} days after its upload.`,
    fix: "Remove it, or keep what must stay in another bucket.",
  });
}

function keyProblems({ kms, access }: Bucket, path: JsonPath, region: string): Problem[] {
  if (!kms) return [];
  if (access === "website") {
    return [
      error("buckets/kms-website", [...path, "kms"], {
        message:
          "A website endpoint answers everybody, and nobody without AWS credentials may decrypt: only 403.",
        fix: 'Write "access": "oac", or remove "kms".',
      }),
    ];
  }
  const own = kms.arn?.split(":")[3] ?? region;
  if (own === region) return [];
  return [
    error("buckets/kms-region", [...path, "kms", "arn"], {
      message: "S3 encrypts with keys of the bucket's own region only.",
      got: own,
      expected: region,
      fix: "Name a key of that region, or a replica of a multi-region key there.",
    }),
  ];
}

const mostBytes = 65536;

function objectProblems({ objects }: Bucket, path: JsonPath, { readText }: ProjectFiles): Problem[] {
  return Object.entries(objects).flatMap(([key, { content, file }]) => {
    const at = [...path, "objects", key];
    if ((content === undefined) === (file === undefined))
      return [
        noSource(
          at,
          "An object has either its content or the file with it.",
          content === undefined ? "neither" : "both",
        ),
      ];
    if (file === undefined) return [];
    const place = [...at, "file"];
    const refused = uploadProblems(place, file);
    if (refused.length > 0) return refused;
    const text = readText(file);
    if (text === null) return [noSource(place, "There is no such file in the project.", show(file))];
    // Bytes that are no UTF-8 come as this character.
    if (text.includes("\ufffd"))
      return [noSource(place, "Terraform uploads text, and this file is none.", show(file))];
    const bytes = Buffer.byteLength(text);
    return bytes <= mostBytes ? [] : [noSource(place, "The file is larger than 64 KiB.", `${bytes} bytes`)];
  });
}

function noSource(path: JsonPath, message: string, got: string): Problem {
  return error("buckets/object-source", path, {
    message,
    got,
    fix: 'Write "file": "<a text file of the project>" or "content": "…"; upload larger files and images after the deploy.',
  });
}
