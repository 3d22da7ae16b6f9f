// Files that do not belong on a public site, by their names.
import { matcher, matches } from "./file-pattern";

/** What is left out without a word: droppings of desktops. */
export const isLitter = matcher([".DS_Store", "Thumbs.db", "desktop.ini"]);

interface Refusal {
  readonly patterns: readonly string[];
  readonly reason: string;
}

const refusals: readonly Refusal[] = [
  {
    patterns: ["*.js.map", "*.mjs.map", "*.cjs.map", "*.css.map"],
    reason: "a source map shows everybody the source code",
  },
  { patterns: [".env", ".env.*", "*.env"], reason: "an .env file holds what was meant for a server" },
  {
    patterns: [
      "*.pem",
      "*.key",
      "*.p12",
      "*.pfx",
      "*.jks",
      "id_rsa*",
      "id_ed25519*",
      ".npmrc",
      ".netrc",
      ".htpasswd",
    ],
    reason: "it looks like a key or a password",
  },
  { patterns: ["*.tfstate", "*.tfstate.*"], reason: "Terraform state may hold secrets" },
  {
    patterns: ["*/.git/*", "*/.aws/*", "*/.ssh/*", "*/node_modules/*", "*/.httpsmith/*"],
    reason: "it is not part of a build",
  },
];

const isRefused = matcher(refusals.flatMap(({ patterns }) => patterns));

/** @returns why the file may not be published, or null */
export function refusal(path: string): string | null {
  if (!isRefused(path)) return null;
  return refusals.find(({ patterns }) => patterns.some((one) => matches(one, path)))?.reason ?? null;
}
