// Rows: the frontend section.
import { row, type Sections } from "../row";

const frontend = (rest: string): Sections => ({
  frontend: `{ "distribution": "site", "envFile": "frontend/.env.production", ${rest} }`,
});
const variable = (name: string, value: string) => frontend(`"variables": { ${name}: ${value} }`);
const at = (name: string) => `frontend.variables.${name}`;
const secret = (name: string) => ["frontend/looks-secret", at(name)] as const;
const token = `ghp_${"Ab1".repeat(12)}`;

export const frontendRows = [
  row(
    "rejects a distribution that does not exist",
    { frontend: '{ "distribution": «"stie", "envFile": "a.env" }' },
    ["frontend/unknown-distribution", "frontend.distribution"],
  ),
  row(
    "rejects a distribution named like a method of objects",
    { frontend: '{ "distribution": «"constructor", "envFile": "a.env" }' },
    ["frontend/unknown-distribution", "frontend.distribution"],
  ),
  row(
    "rejects a front end without a server",
    {
      server: null,
      django: null,
      frontend: null,
      "«frontend": '{ "distribution": "site", "envFile": "a.env" }',
    },
    ["frontend/no-server", "frontend"],
  ),
  row(
    "tells a wrong distribution although distributions have a mistake",
    {
      distributions: '{ "site": { «"behaviours": [] } }',
      frontend: '{ "distribution": «"stie", "envFile": "a.env" }',
    },
    ["schema/unknown-key", "distributions.site.behaviours"],
    ["frontend/unknown-distribution", "frontend.distribution"],
  ),
  row(
    "rejects a variable that has a derived value",
    variable('«"API_URL"', '"https://api.example.com"').frontend
      ? variable('"API_URL"', '"https://api.example.com"') && {
          frontend: variable('«"API_URL"', '"https://api.example.com"').frontend!,
        }
      : {},
    ["frontend/derived-variable", at("API_URL")],
  ),
  ...["'", '\\"', "\\\\", "`", "$", "\\n", "é", "\\u0000", "\\ud800"].map((character) =>
    row(`rejects ${character} in a variable`, variable('"TITLE"', `«"a${character}b"`), [
      "frontend/unsafe-value",
      at("TITLE"),
    ]),
  ),
  row(
    "accepts what all parsers read alike",
    variable('"TITLE"', '"Moathon: #1 (50% off) [beta] <a&b> {x;y} | ~!@^*?=+"'),
  ),
  row("rejects a name that looks secret", variable('"STRIPE_SECRET"', '«"x"'), secret("STRIPE_SECRET")),
  row("rejects a value that looks secret", variable('"TITLE"', `«"${token}"`), secret("TITLE")),
  row(
    "accepts a publishable key",
    frontend(
      `"variables": { "STRIPE_KEY": "pk_live_51H8", "MAPS": "${token}" }, "publishable": ["STRIPE_KEY", "MAPS"]`,
    ),
  ),
  row("accepts ordinary values", variable('"SENTRY_ENVIRONMENT"', '"production-2026-11"')),
];
