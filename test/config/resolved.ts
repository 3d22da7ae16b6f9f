// Resolved projects for tests: a config without errors, changed in some sections.
import type { Project } from "../../config/project";
import { configText, load, type Sections } from "./row";
import { keyFiles } from "./rows/keys";

export function resolved(changed: Sections, files: Record<string, string> = {}): Project {
  const { projects, problems } = load(configText(changed), { ...keyFiles, ...files });
  expect(problems.filter(({ severity, waived }) => severity === "error" && !waived)).toEqual([]);
  return projects[0]!;
}

export function outputs(entries: Record<string, string>): Record<string, string> {
  return { "httpsmith.outputs.json": JSON.stringify({ moathon: entries }) };
}

export const deployed = outputs({ distribution_site_domain_name: "d111111abcdef8.cloudfront.net" });
