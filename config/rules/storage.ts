// Rules of django.storage: the files come from a bucket, under the paths that django-storages writes and signs.
import type { Config } from "../../schemas/config";
import type { Problem } from "../problem";
import { show } from "../show";
import { needsSignature, servingBehavior } from "../storage-behavior";
import { didYouMean } from "../suggest";
import { pathFault } from "./paths";
import { error, type Rule, type RuleInput } from "./report";

type Storage = NonNullable<NonNullable<Config["django"]>["storage"]>;

export const storageReferences: Rule = {
  reads: ["django.storage", "distributions"],
  names: ["django.media"],
  check: ({ config: { django, distributions } }) => {
    const { storage } = django ?? {};
    if (!storage) return [];
    const location = locationProblems(storage.location);
    return [
      ...(django?.media ? [twoStores()] : []),
      ...location,
      ...distributionProblems(storage, distributions, location.length > 0 ? "" : storage.location),
    ];
  },
};

function twoStores(): Problem {
  return error("django/two-media-stores", ["django", "storage"], {
    at: "key",
    message: "`media` keeps uploaded files on the server's disk, `storage` keeps them in S3: one of them.",
    fix: 'Remove "media" once its files are in the bucket, or remove "storage".',
  });
}

// django-storages joins the location and the name by a slash, and refuses a slash in front.
function locationProblems(location: string): Problem[] {
  const parts = location.split("/");
  const isPlain = parts.every((part) => /^[A-Za-z0-9._-]+$/.test(part) && !/^\.{1,2}$/.test(part));
  if (location === "" || isPlain) return [];
  const better = parts.filter((part) => /^[A-Za-z0-9._-]+$/.test(part) && !/^\.{1,2}$/.test(part)).join("/");
  return [
    error("django/storage-location", ["django", "storage", "location"], {
      message: "This is not a folder in a bucket: it becomes the first part of keys and URL paths as it is.",
      got: show(location),
      expected: "letters, digits, dot, underscore and hyphen between slashes; no slash at either end",
      fix: `Write ${show(better)}.`,
    }),
  ];
}

function distributionProblems(
  { distribution: id }: Storage,
  distributions: Config["distributions"],
  location: string,
): Problem[] {
  const path = ["django", "storage", "distribution"];
  if (!Object.hasOwn(distributions, id)) {
    return [
      error("django/unknown-distribution", path, {
        message: `There is no distribution ${show(id)} in "distributions".`,
        fix: didYouMean(id, Object.keys(distributions)),
      }),
    ];
  }
  const serving = servingBehavior(distributions[id]!.behaviors, location);
  if (!serving) return [];
  if (serving.origin.bucket === undefined) return [notABucket(path, serving.path)];
  return serving.origin.path ? [originPath(path, serving.path, serving.origin.path)] : [];
}

function notABucket(path: readonly string[], pattern: string): Problem {
  return error("django/storage-without-bucket", path, {
    message: `The behavior ${show(pattern)} serves these files from the server, and django-storages puts them into a bucket.`,
    fix: 'Give that behavior the origin { "bucket": "<id>" }, or name another distribution.',
  });
}

function originPath(path: readonly string[], pattern: string, prefix: string): Problem {
  return error("django/storage-origin-path", path, {
    message: `The behavior ${show(pattern)} asks the bucket for ${prefix} and the URL's path, but django-storages stores under the URL's path alone: every file would be missing.`,
    fix: `Remove "path" from the origin, and write ${show(prefix.slice(1))} as "location" if the files are there.`,
  });
}

/** django-storages signs with RSA and SHA-1 alone; with another key it fails at the first URL. */
export const storageKey: Rule = {
  reads: ["django.storage", "distributions", "signingKeys"],
  check: ({ config, project }) => {
    const { storage } = config.django ?? {};
    const behaviors = storage ? config.distributions[storage.distribution]?.behaviors : undefined;
    if (!storage || !behaviors || !needsSignature(behaviors, storage.location)) return [];
    return config.signingKeys.flatMap((key, index) =>
      key.phase === "active" ? algorithmProblems(key.publicKeyFile, index, project) : [],
    );
  },
};

function algorithmProblems(file: string, index: number, project: RuleInput["project"]): Problem[] {
  const text = pathFault(file) ? null : project.readText(file);
  if (text === null) return [];
  // node:crypto takes its time to load, and most projects have no keys.
  const keys = require("../../signing/keys") as typeof import("../../signing/keys");
  const key = keys.parsePublicKey(text);
  const fitting = key.ok ? keys.requireAlgorithm(key.value, "rsa") : key;
  if (fitting.ok || fitting.problem.code !== "signing-keys/wrong-algorithm") return [];
  return [
    error("signing-keys/wrong-algorithm", ["signingKeys", index, "publicKeyFile"], {
      message: "This is an ECDSA key, and django-storages (django.storage) signs with RSA alone.",
      fix: "Make an RSA key pair and rotate to it: openssl genrsa -out KEY.pem 2048",
    }),
  ];
}
