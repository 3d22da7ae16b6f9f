// The front end's .env file: the API's URL and further public variables, fixed when the page is built.
import type { Frontend, Pending, Project } from "../../config/project";
import type { GeneratedFile } from "../generated-file";
import { header } from "../header";
import { render, type View } from "../render";
import env from "./env.hbs";
import { assignment, comment, variableName } from "./quote";

/** @returns the .env file, or nothing when the project has no front end */
export function envFiles({ frontend, pending }: Project): GeneratedFile[] {
  if (frontend === null) return [];
  return [
    {
      path: frontend.envFile,
      text: render(env, envView(frontend, pending)),
      executable: false,
      purpose: "build-time variables of the front end",
      installPath: null,
    },
  ];
}

function envView({ apiUrl, envFile, variables }: Frontend, pending: readonly Pending[]): View {
  const known = apiUrl.value === null ? [] : [assignment(apiUrl.name, apiUrl.value)];
  const missing = pending.filter(({ neededBy }) => neededBy === `${apiUrl.name} in ${envFile}`);
  return {
    header: header("Build-time variables of the front end", null),
    pending: missing.map(({ what }) => ({ name: variableName(apiUrl.name), what: comment(what) })),
    assignments: [...known, ...variables.map(({ name, value }) => assignment(name, value))],
  };
}
