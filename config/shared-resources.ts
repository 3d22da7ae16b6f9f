// What exists once in AWS cannot belong to two environments: each has a Terraform stack of its own.
import type { Problem } from "./problem";
import type { Project } from "./project";
import { warning } from "./rules/report";

/** @returns a problem for each bucket, alias, distribution and security group of an environment that an earlier one has already */
export function sharedResources(projects: readonly Project[]): Problem[] {
  const owners = new Map<string, Project>();
  return projects.flatMap((project) =>
    resourcesOf(project).flatMap(({ what, name, path }) => {
      const key = `${what} ${name}`;
      const owner = owners.get(key);
      if (!owner) owners.set(key, project);
      return owner && owner !== project ? [shared(what, name, path, project, owner)] : [];
    }),
  );
}

interface Resource {
  readonly what: string;
  readonly name: string;
  readonly path: Problem["path"];
}

function resourcesOf({ buckets, distributions, server, deploy }: Project): Resource[] {
  const group = server?.securityGroup;
  return [
    ...Object.values(buckets).map(({ id, name }) => ({
      what: "bucket",
      name,
      path: ["buckets", id, "name"],
    })),
    ...Object.values(distributions).flatMap(({ id, aliases }) =>
      aliases.map((name, index) => ({ what: "alias", name, path: ["distributions", id, "aliases", index] })),
    ),
    ...(deploy && deploy.oidcProviderArn === null
      ? [
          {
            what: "GitHub provider of the account",
            name: "token.actions.githubusercontent.com",
            path: ["deploy", "github", "oidcProviderArn"],
          },
        ]
      : []),
    ...Object.values(distributions).flatMap(({ id, importId }) =>
      importId === null
        ? []
        : [{ what: "distribution", name: importId, path: ["distributions", id, "importId"] }],
    ),
    ...(group && "import" in group && group.import
      ? [
          {
            what: "security group",
            name: group.import.id,
            path: ["server", "securityGroup", "import", "id"],
          },
        ]
      : []),
    ...(group && "id" in group
      ? [{ what: "security group", name: group.id, path: ["server", "securityGroupId"] }]
      : []),
  ];
}

function shared(
  what: string,
  name: string,
  path: Problem["path"],
  project: Project,
  owner: Project,
): Problem {
  const other = owner.environment === null ? "the config itself" : `environment ${owner.environment}`;
  return {
    ...warning("environments/shared-resource", path, {
      message: `The ${what} belongs to ${other} already: two Terraform stacks would fight over it.`,
      got: name,
      fix: `Give environment ${project.environment} a ${what} of its own: set ${pathText(path)} in it, or null to leave it out.`,
    }),
    ...(project.environment === null ? {} : { environment: project.environment }),
  };
}

function pathText(path: Problem["path"]): string {
  return path.filter((key) => typeof key === "string").join(".");
}
