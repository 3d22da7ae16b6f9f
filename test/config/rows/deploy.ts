// Rows: the role that publishes from GitHub, and files that are declared beside a build.
import { row, type Sections, site } from "../row";

const github = (rest: string): Sections => ({
  deploy: `{ "github": { "repository": "moathon/client", ${rest} } }`,
});
const main = '"from": { "branch": "main" }';
const bucket = '{ "path": "*", "origin": { "bucket": "client" } }';
const toServer = (path: string) => `{ "path": "${path}", "origin": { "server": true } }`;
const withFiles = (behaviors: readonly string[], rest: string): Sections => ({
  distributions: `{ "site": { "behaviors": [${behaviors.join(", ")}], ${rest} } }`,
});
const object = (path: string, file = '"pages/a.txt"') => `"objects": [{ "path": ${path}, "file": ${file} }]`;
const errorPage = (file: string) => `"errorPages": [{ "status": 404, "page": "/404.json", "file": ${file} }]`;
const atObject = "distributions.site.objects[0].file";
const atErrorPage = "distributions.site.errorPages[0].file";

export const deployRows = [
  row("accepts a branch", github(main)),
  row("accepts an environment of GitHub", github('"from": { "environment": "production" }')),
  row("accepts ids", github(`${main}, "ids": { "owner": 1, "repository": 2 }`)),
  row("accepts a distribution by its id", github(`${main}, "distributions": ["site"]`)),
  row("rejects a distribution that is not there", github(`${main}, "distributions": ["site", «"sit"]`), [
    "deploy/nothing-to-publish",
    "deploy.github.distributions[1]",
  ]),
  row(
    "rejects a role where every distribution forwards to the server",
    {
      ...site([toServer("*")]),
      deploy: `{ «"github": { "repository": "moathon/client", ${main} } }`,
    },
    ["deploy/nothing-to-publish", "deploy.github"],
  ),
  row(
    "rejects a branch and an environment at once",
    github('"from": «{ "branch": "a", "environment": "b" }'),
    ["schema/range", "deploy.github.from"],
  ),
  row("rejects neither a branch nor an environment", github('"from": «{}'), [
    "schema/range",
    "deploy.github.from",
  ]),
  row("rejects a branch with a wildcard", github('"from": { "branch": «"release/*" }'), [
    "schema/format",
    "deploy.github.from.branch",
  ]),
  row(
    "rejects a repository without its owner",
    { deploy: `{ "github": { "repository": «"client", ${main} } }` },
    ["schema/format", "deploy.github.repository"],
  ),
  row(
    "rejects a provider that is not GitHub's",
    github(`${main}, "oidcProviderArn": «"arn:aws:iam::111122223333:oidc-provider/gitlab.com"`),
    ["schema/format", "deploy.github.oidcProviderArn"],
  ),
  row("accepts a declared file that a bucket serves", withFiles([bucket], object('"/a.txt"'))),
  row(
    "rejects a declared file that the server answers for",
    withFiles([toServer("/api/*"), bucket], object('«"/api/a.txt"')),
    ["distributions/file-without-bucket", "distributions.site.objects[0].path"],
  ),
  ...['"../.ssh/id_rsa"', '"/etc/passwd"', '"~/.npmrc"', '"a/../../b.txt"'].flatMap((file) => [
    row(`rejects ${file} as a declared file`, withFiles([bucket], object('"/a.txt"', `«${file}`)), [
      "paths/outside-project",
      atObject,
    ]),
    row(`rejects ${file} as an error page`, withFiles([bucket], errorPage(`«${file}`)), [
      "paths/outside-project",
      atErrorPage,
    ]),
  ]),
  row(
    "rejects an .env file as a declared file",
    withFiles([bucket], object('"/a.txt"', '«".env.production"')),
    ["publish/refused-file", atObject],
  ),
  row("rejects a key as an error page", withFiles([bucket], errorPage('«"keys/2026-11.pem"')), [
    "publish/refused-file",
    atErrorPage,
  ]),
  row(
    "accepts a key that the config allows to be public",
    withFiles([bucket], `"publish": { "allow": ["*.pub.pem"] }, ${object('"/a.pem"', '"keys/a.pub.pem"')}`),
  ),
  row(
    "rejects a file outside the project though its name is allowed",
    withFiles([bucket], `"publish": { "allow": ["*.pem"] }, ${object('"/a.pem"', '«"../a.pem"')}`),
    ["paths/outside-project", atObject],
  ),
  row(
    "rejects an error page's file that the server answers for",
    withFiles(
      [toServer("/api/*"), bucket],
      '"errorPages": [{ "status": 404, "page": "/api/404.json", "file": «"pages/404.json" }]',
    ),
    ["distributions/file-without-bucket", "distributions.site.errorPages[0].file"],
  ),
  row(
    "rejects a file for an error page without a path",
    withFiles([bucket], '"errorPages": [{ "status": 404, "file": «"pages/404.json" }]'),
    ["distributions/file-without-bucket", "distributions.site.errorPages[0].file"],
  ),
];
