// Edits that no committed file may hold, or that leave a file unreadable.
import { type Edit, env, proxy, service, settings, site, tls } from "./edit";

const key =
  "-----BEGIN PRIVATE KEY-----\nMIIEvQplantedplantedplantedplantedplanted0aB1cD2eF3gH4iJ5kL6mN7\n-----END PRIVATE KEY-----\n";

export const secrets: Edit[] = [
  {
    name: "a private key in the settings",
    file: settings,
    put: `KEY = """${key}"""\n`,
    finds: [["coherence/secret"]],
  },
  {
    name: "a private key in the variables",
    file: env,
    put: `VITE_KEY='${key}'\n`,
    finds: [["coherence/secret"], ["coherence/secret"]],
  },
  {
    name: "a token in the variables",
    file: env,
    put: `VITE_TITLE='ghp_${"Ab1".repeat(12)}planted'\n`,
    finds: [["coherence/secret"]],
  },
  {
    name: "a token in place of the API's URL",
    file: env,
    find: /^VITE_API_URL=.*$/m,
    put: `VITE_API_URL='ghp_${"Ab1".repeat(12)}planted'`,
    finds: [["coherence/api-url"], ["coherence/secret"]],
  },
  {
    name: "a private key in a comment of Nginx",
    file: site,
    put: key.replaceAll(/^(?=.)/gm, "# "),
    finds: [["coherence/secret", { line: "# -----BEGIN" }]],
  },
];

export const unreadable: Edit[] = [
  {
    name: "a missing brace in Nginx, which hides what other rules look for",
    file: site,
    find: /^\}$/m,
    put: "",
    finds: [["coherence/unreadable", { line: "upstream" }]],
  },
  {
    name: "a brace too many in Nginx",
    file: proxy,
    put: "nonsense }\n",
    finds: [["coherence/unreadable"]],
  },
  {
    name: "prose in a unit",
    file: service,
    find: "[Service]",
    put: "[Service]\nplease restart this",
    finds: [["coherence/unreadable", { line: "please restart this" }]],
  },
  {
    name: "a private key in a unit",
    file: service,
    put: key,
    finds: [["coherence/unreadable"], ["coherence/secret"]],
  },
  {
    name: "a private key in Nginx",
    file: tls,
    put: key,
    finds: [["coherence/unreadable"], ["coherence/secret"]],
  },
];
