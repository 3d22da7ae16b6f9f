// Resolves the frontend section: how the page reaches the API, and the variables that tell it.
import type { Config } from "../../schemas/config";
import type { Distribution, Frontend, Server } from "../project";

export function resolveFrontend(
  frontend: NonNullable<Config["frontend"]>,
  server: Server,
  site: Distribution,
): Frontend {
  const layout = site.behaviors.some((behavior) => behavior.origin.kind === "server")
    ? "same-origin"
    : "cross-origin";
  const { envPrefix } = frontend;
  return {
    distribution: frontend.distribution,
    envFile: frontend.envFile,
    envPrefix,
    layout,
    apiUrl: {
      name: envPrefix + frontend.apiUrlName,
      value: layout === "cross-origin" ? server.host.origin : (site.webOrigins[0] ?? null),
    },
    variables: Object.entries(frontend.variables).map(([name, value]) => ({ name: envPrefix + name, value })),
  };
}
