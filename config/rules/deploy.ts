// Rules of who may publish: there is something to publish to, and declared files land in buckets.
import type { Config } from "../../schemas/config";
import { matches } from "../file-pattern";
import { patternCovers } from "../path-pattern";
import type { JsonPath, Problem } from "../problem";
import { publishableIds } from "../publishable";
import { show } from "../show";
import { didYouMean } from "../suggest";
import { pathProblems } from "./paths";
import { error, type Rule } from "./report";
import { uploadProblems } from "./uploads";

/** A role for nothing would be a role with an empty policy, which AWS refuses. */
export const deployTargets: Rule = {
  reads: ["deploy", "distributions"],
  names: ["frontend"],
  check: ({ config }) => {
    const github = config.deploy?.github;
    if (!github) return [];
    const ids = publishableIds(config);
    if (github.distributions)
      return github.distributions.flatMap((id, index) => unknownTarget(id, index, ids));
    if (ids.length > 0) return [];
    return [
      error("deploy/nothing-to-publish", ["deploy", "github"], {
        at: "key",
        message: "The role is for `httpsmith publish`, and no distribution has a `*` behavior with a bucket.",
        fix: 'Give a distribution the behavior { "path": "*", "origin": { "bucket": … } }, or remove "github".',
      }),
    ];
  },
};

function unknownTarget(id: string, index: number, ids: readonly string[]): Problem[] {
  if (ids.includes(id)) return [];
  return [
    error("deploy/nothing-to-publish", ["deploy", "github", "distributions", index], {
      message: `There is no distribution ${show(id)} whose \`*\` behavior has a bucket.`,
      fix: didYouMean(id, ids),
    }),
  ];
}

/** `publish` uploads these, so the behavior that answers for them must read a bucket. */
export const declaredFiles: Rule = {
  reads: ["distributions"],
  check: ({ config }) =>
    Object.entries(config.distributions).flatMap(([id, one]) => [
      ...one.objects.flatMap(({ path, file }, index) => {
        const at = ["distributions", id, "objects", index];
        return [...notInBucket(one, path, [...at, "path"]), ...declaredProblems(one, file, [...at, "file"])];
      }),
      ...one.errorPages.flatMap(({ page, file }, index) => {
        const at = ["distributions", id, "errorPages", index, "file"];
        if (file === undefined) return [];
        const unseen = page === undefined ? [noPage(at)] : notInBucket(one, page, at);
        return [...unseen, ...declaredProblems(one, file, at)];
      }),
    ]),
};

type Distribution = Config["distributions"][string];

// "allow" makes public what its name speaks against, never what lies outside.
function declaredProblems({ publish }: Distribution, file: string, at: JsonPath): Problem[] {
  const isAllowed = (publish.allow ?? []).some((pattern) => matches(pattern, file));
  return isAllowed ? pathProblems(at, file, "pages/security.txt") : uploadProblems(at, file);
}

function notInBucket({ behaviors }: Distribution, path: string, at: JsonPath): Problem[] {
  const serving = behaviors.find((behavior) => patternCovers(behavior.path, path));
  if (!serving || serving.origin.bucket !== undefined) return [];
  return [
    error("distributions/file-without-bucket", at, {
      message: `The behavior ${show(serving.path)} answers ${path} from the server, so an object in a bucket would never be seen.`,
      fix: `Put a behavior for ${path} with a bucket before it, or let the server have the file.`,
    }),
  ];
}

function noPage(at: JsonPath): Problem {
  return error("distributions/file-without-bucket", at, {
    message: "The file is to be an error page, and no `page` says under which path.",
    fix: 'Add "page": "/…", or remove "file".',
  });
}
