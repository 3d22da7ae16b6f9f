// What init tells: the config it wrote, what it found in the repository, and the next three commands.

import type { Report } from "../../report/report";
import { appending, type Step, shellWord, stepsText } from "../../report/steps";
import { pageOf } from "../../report/style";
import { columns } from "../../report/table";
import { problemsText, summaryText } from "../../report/text";
import { printable, wrapped } from "../../report/words";
import { applyLines, type Backend } from "../../survey/backends";
import type { Survey } from "../../survey/survey";
import type { Terminal } from "../../terminal";
import type { Asked } from "./ask";

export function told(report: Report, asked: Asked, file: string, terminal: Terminal): string {
  const page = pageOf(terminal);
  const { paint } = page;
  const parts = [
    problemsText(report.problems, page).trimEnd(),
    remarks(asked)
      .map((line) => `${paint.yellow("note")}  ${wrapped(printable(line), page.width - 6).join("\n      ")}`)
      .join("\n"),
    stepsText(nextSteps(asked, file), page),
    summaryText(report.summary, paint),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** @returns a line for each thing in the repository that the config can follow from */
export function foundLines({ frontends, backends, sites }: Survey): string[] {
  const rows = [
    ...frontends.map((one) => [one.folder || ".", `${one.framework} app, variables ${one.envPrefix}…`]),
    ...frontends
      .filter(({ variables }) => variables.length > 0)
      .map((one) => [one.envFile, `${one.variables.length} variables by hand`]),
    ...backends.map((one) => [one.folder || ".", `Django project, settings ${one.settingsModule}`]),
    ...sites.map((one) => [one.file, `Nginx site of ${one.hosts.join(", ") || "no named host"}`]),
  ];
  return columns(rows, "");
}

function remarks({ frontend, backend }: Asked): string[] {
  if (!frontend) return [];
  return [
    ...(backend && lacksCors(backend) ? [corsRemark(backend)] : []),
    ...(frontend.isStatic
      ? []
      : ['This Next.js app has a server. S3 serves files alone: write output: "export" into next.config.']),
    ...(frontend.variables.length > 0
      ? [
          `${frontend.envFile} has variables already. \`httpsmith adopt\` shows what would change, before the config is written.`,
        ]
      : []),
  ];
}

// Django without it answers no page of another origin; the generated settings refuse to start and say the same.
function lacksCors({ settings }: Backend): boolean {
  const apps = settings.filter(({ name }) => name === "INSTALLED_APPS").map(({ value }) => value);
  return apps.length > 0 && !apps.includes("corsheaders");
}

function corsRemark({ ownSettings }: Backend): string {
  return `The page calls the API from another origin: pip install django-cors-headers, then "corsheaders" in INSTALLED_APPS and "corsheaders.middleware.CorsMiddleware" above CommonMiddleware in ${ownSettings}.`;
}

function nextSteps({ backend, answers }: Asked, file: string): Step[] {
  const config = /^httpsmith\.jsonc?$/.test(file) ? "" : ` --config ${shellWord(file)}`;
  return [
    {
      command: `npx httpsmith build${config}`,
      remark: "checks, writes files and Terraform, tells how to deploy",
    },
    backend === null
      ? { command: `npx httpsmith diagram${config}`, remark: "the path from browser to Gunicorn" }
      : { command: appending(applyLines(answers.settingsFile!), backend.ownSettings) },
    { command: `npx httpsmith check${config}`, remark: "before each commit, and in CI" },
  ];
}
