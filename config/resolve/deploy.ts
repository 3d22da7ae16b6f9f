// Resolves who may publish: the subject of GitHub's tokens, and the places in buckets that a publish writes to.
import type { Config } from "../../schemas/config";
import { patternCovers } from "../path-pattern";
import type { GitHubDeploy } from "../project";
import { publishableIds } from "../publishable";

type GitHub = NonNullable<NonNullable<Config["deploy"]>["github"]>;

export function resolveDeploy(config: Config): GitHubDeploy | null {
  const github = config.deploy?.github;
  if (!github) return null;
  const distributions =
    github.distributions ?? publishableIds(config).slice(0, config.frontend ? 1 : undefined);
  return {
    subject: subject(github),
    oidcProviderArn: github.oidcProviderArn ?? null,
    sites: distributions.map((id) => ({ distribution: id, places: places(config.distributions[id]!) })),
  };
}

// GitHub, "OpenID Connect reference", subject claims: with ids since July 2026, joined by @; by name before.
function subject({ repository, ids, from }: GitHub): string {
  const [owner, name] = repository.split("/");
  const who = ids ? `${owner}@${ids.owner}/${name}@${ids.repository}` : repository;
  const what =
    from.branch === undefined ? `environment:${from.environment}` : `ref:refs/heads/${from.branch}`;
  return `repo:${who}:${what}`;
}

// Of the build, and of the files that the config declares, which other behaviors may serve.
function places({ behaviors, objects, errorPages }: Config["distributions"][string]) {
  const declared = [
    ...objects.map(({ path }) => path),
    ...errorPages.flatMap(({ page, file }) => (file && page ? page : [])),
  ];
  const serving = declared.map((path) => behaviors.find((behavior) => patternCovers(behavior.path, path)));
  const found = [behaviors.at(-1), ...serving].flatMap((behavior) => {
    const { bucket, path = "" } = behavior?.origin ?? {};
    return bucket === undefined ? [] : [{ bucket, path }];
  });
  return [...new Map(found.map((place) => [JSON.stringify(place), place])).values()];
}
