// What comes after a build: the commands that deploy it, without those that are done already.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { Project } from "../../config/project";
import { publishableIds } from "../../config/publishable";
import { deployCommand } from "../deploy-command";
import type { OpenProject } from "../open-project";
import { documentation } from "../report/documentation";
import type { Report } from "../report/report";
import { appending, type Step, shellWord } from "../report/steps";
import { applyLines } from "../survey/backends";
import { inFolder, type Survey, survey } from "../survey/survey";
import type { Terminal } from "../terminal";

export function nextSteps(
  { root, projects }: OpenProject,
  { pending }: Report,
  { cwd }: Terminal,
): readonly Step[] {
  const folder = relative(cwd, root);
  const found = survey(root);
  return [
    ...(folder === "" ? [] : [{ command: `cd ${shellWord(folder)}` }]),
    ...(existsSync(join(root, "cdktf.json")) ? [] : [cdktfJson]),
    ...(ignoresState(root) ? [] : [gitignore]),
    ...settingsSteps(projects, found),
    ...projects.map((project) => ({ command: deployCommand(project) })),
    ...(pending.length > 0
      ? [{ command: "npx httpsmith generate", remark: "fills in what was pending" }]
      : []),
    ...serverSteps(projects),
    ...publishSteps(projects, found),
    { command: `npx httpsmith doctor${chosen(projects)}`, remark: "is it really so?" },
  ];
}

// The cdktf command runs only beside its own config, which names the program to ask for the Terraform.
const cdktfJson = {
  command: `echo '{"language":"typescript", "app":"npx httpsmith synth"}' > cdktf.json`,
};

// A local state of Terraform may hold secrets.
const gitignore = {
  command: appending(["node_modules", "cdktf.out", ".terraform", "*.tfstate*"], ".gitignore"),
};

function ignoresState(root: string): boolean {
  return spawnSync("git", ["-C", root, "check-ignore", "-q", "terraform.tfstate"]).status === 0;
}

function settingsSteps(projects: readonly Project[], { backends }: Survey): Step[] {
  const files = new Set(projects.flatMap(({ django }) => (django ? [django.settingsFile] : [])));
  return [...files].flatMap((file) => {
    const lines = applyLines(file);
    const backend = backends.find(({ settingsFile }) => settingsFile === file);
    if (backend) return backend.isApplied ? [] : [{ command: appending(lines, backend.ownSettings) }];
    return [{ command: lines.join("; "), remark: "once, at the end of Django's own settings" }];
  });
}

function serverSteps(projects: readonly Project[]): Step[] {
  const folders = new Set(projects.flatMap(({ server }) => (server ? [`${server.outputDir}/`] : [])));
  return [...folders].map((folder) => ({
    command: `sh ${folder}install.sh`,
    remark: `on the server, as root: ${documentation("server.md")}`,
  }));
}

function publishSteps(projects: readonly Project[], { frontends }: Survey): Step[] {
  if (projects.every((project) => publishableIds(project).length === 0)) return [];
  const app = frontends.find(({ envFile }) => projects.some(({ frontend }) => frontend?.envFile === envFile));
  const build = app ? shellWord(inFolder(app.folder, app.output)) : "FOLDER";
  const other = projects.length > 1 ? ", with --env NAME another environment's" : "";
  const remark = `the built front end${other}: ${documentation("publish.md")}`;
  return [{ command: `npx httpsmith publish ${build}${chosen(projects)}`, remark }];
}

// Of several, the first is the config as written.
function chosen([first]: readonly Project[]): string {
  return first?.environment ? ` --env ${first.environment}` : "";
}
