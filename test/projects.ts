// Projects that tests share: the moathon example as it is after the first deploy.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadProjects } from "../config/load";
import type { BucketOrigin, Project, ServerOrigin } from "../config/project";

const outputs = { moathon: { distribution_site_domain_name: "d111111abcdef8.cloudfront.net" } };

const { projects } = loadProjects({
  file: "httpsmith.json",
  text: readFileSync(join(__dirname, "../examples/moathon/httpsmith.json"), "utf8"),
  files: { readText: (path) => (path === "httpsmith.outputs.json" ? JSON.stringify(outputs) : null) },
  today: "2026-11-15",
});

export const moathon: Project = projects[0]!;

const sameOrigin = loadProjects({
  file: "httpsmith.json",
  text: readFileSync(join(__dirname, "../examples/origin-https/httpsmith.json"), "utf8"),
  files: { readText: () => null },
  today: "2026-11-15",
});

/** The origin-https example: API and app under one name, the server for CloudFront alone. */
export const originHttps: Project = sameOrigin.projects[0]!;

/** A bucket behind a behavior, and what every origin has where nothing is said. */
export const clientOrigin = moathon.distributions["site"]!.behaviors[0]!.origin as BucketOrigin;

const { kind: _, bucket: __, ...plainSettings } = clientOrigin;

export const serverOrigin: ServerOrigin = {
  ...plainSettings,
  kind: "server",
  readTimeoutSeconds: 30,
  keepaliveTimeoutSeconds: 5,
};
