// Rows: paths of generated files.
import { row, server } from "../row";

const outside = ["paths/outside-project", "server.outputDir"] as const;
const refused = [
  ["absolute", "/etc/nginx"],
  ["a home folder", "~/deploy"],
  ["a drive", "C:/deploy"],
  ["a folder above", "../deploy"],
  ["a way out and in again", "deploy/../../project/deploy"],
  ["with backslashes", "deploy\\\\nginx"],
  ["with a final slash", "deploy/"],
  ["with an empty part", "deploy//nginx"],
  ["with a dot", "./deploy"],
  ["the project itself", "."],
  ["git's own folder", ".git/hooks"],
  ["git's own folder in capitals, below", "deploy/.GIT"],
  ["httpsmith's own folder", ".httpsmith/deploy"],
  ["with a line break", "deploy\\nnginx"],
  ["with a NUL", "deploy\\u0000"],
] as const;

export const pathRows = [
  ...refused.map(([what, path]) =>
    row(`rejects an output path: ${what}`, server("outputDir", `«"${path}"`), outside),
  ),
  row(
    "rejects an env file outside of the project",
    { frontend: '{ "distribution": "site", "envFile": «"../.env" }' },
    ["paths/outside-project", "frontend.envFile"],
  ),
  row(
    "rejects a settings file outside of the project",
    { django: '{ "settingsFile": «"../settings_https.py" }' },
    ["schema/format", "django.settingsFile"],
  ),
  row("accepts names that only begin with dots", server("outputDir", '".deploy/..x/.github"')),
];
