// Coherence of secrecy: no committed file holds what only the server may know.

import type { Problem } from "../../config/problem";
import { looksSecretValue } from "../../config/secrets";
import type { CoherenceRule, TextFile } from "./evidence";

const fix = "Take it out, revoke it, and keep it in the server's environment file.";

/** No generated file holds a private key; the front end's variables hold nothing that looks secret. */
export const secretRule: CoherenceRule = ({ project, files, all }) => {
  const fromConfig = new Map(project.frontend?.variables.map(({ name, value }) => [name, value]));
  const variables = all("env").flatMap((fact): Problem[] => {
    const secret = fromConfig.get(fact.name) === fact.value ? null : looksSecretValue(fact.value);
    if (!secret) return [];
    const message = `Everyone who opens the page can read ${fact.name}, and ${secret}.`;
    return [
      {
        code: "coherence/secret",
        severity: "error",
        path: [],
        message,
        fix,
        place: { file: fact.file, line: fact.line, column: 1 },
      },
    ];
  });
  return [...variables, ...files.flatMap(privateKeyIn)];
};

function privateKeyIn({ path, text }: TextFile): Problem[] {
  const line = text.split("\n").findIndex((one) => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(one)) + 1;
  if (line === 0) return [];
  const place = { file: path, line, column: 1 };
  return [
    {
      code: "coherence/secret",
      severity: "error",
      path: [],
      message: "This committed file holds a private key.",
      fix,
      place,
    },
  ];
}
