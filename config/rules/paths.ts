// Rules of paths that the config names: inside the project, one for each file.
import type { JsonPath, Problem } from "../problem";
import { error, type Rule } from "./report";

export const outputPaths: Rule = {
  reads: ["server.outputDir", "django.settingsFile", "frontend.envFile", "signingKeys"],
  check: ({ config }) => {
    const named: [JsonPath, string][] = [
      ...(config.server ? [[["server", "outputDir"], config.server.outputDir] as [JsonPath, string]] : []),
      ...(config.django ? [[["django", "settingsFile"], config.django.settingsFile] as [JsonPath, string]] : []),
      ...(config.frontend ? [[["frontend", "envFile"], config.frontend.envFile] as [JsonPath, string]] : []),
      ...config.signingKeys.map((key, index) => [["signingKeys", index, "publicKeyFile"], key.publicKeyFile] as [JsonPath, string]),
    ];
    return named.flatMap(([path, text]) => pathProblems(path, text));
  },
};

function pathProblems(path: JsonPath, text: string): Problem[] {
  const fault = pathFault(text);
  if (!fault) return [];
  return [
    error("paths/outside-project", path, {
      message: fault,
      got: text,
      expected: "a path inside the folder of the config file, such as deploy/nginx",
      fix: "Write the path relative to the config file, or move the config file up.",
    }),
  ];
}

/** @returns why the path cannot name a file inside the project, or null */
export function pathFault(text: string): string | null {
  if (/[\u0000-\u001f\u007f]/.test(text)) return "The path has a control character.";
  if (text.includes("\\")) return "The path has a backslash; write forward slashes.";
  if (/^([A-Za-z]:|\/|~)/.test(text)) return "The path is absolute, so it is not inside the project.";
  const parts = text.split("/");
  if (parts.includes("..")) return "The path climbs out of a folder with `..`.";
  if (parts.some((part) => part === "" || part === ".")) return "The path has an empty part or a `.`.";
  if (parts[0] === ".git" || parts[0] === ".httpsmith") return `The folder ${parts[0]} is not for generated files.`;
  return null;
}
