// Rules of paths that the config names: inside the project, one for each file.
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { error, type Rule } from "./report";

export const outputPaths: Rule = {
  reads: ["server.outputDir", "django.settingsFile", "frontend.envFile", "signer.file", "signingKeys"],
  check: ({ config }) => {
    const named: [JsonPath, string][] = [
      ...(config.server ? [[["server", "outputDir"], config.server.outputDir] as [JsonPath, string]] : []),
      ...(config.django
        ? [[["django", "settingsFile"], config.django.settingsFile] as [JsonPath, string]]
        : []),
      ...(config.frontend ? [[["frontend", "envFile"], config.frontend.envFile] as [JsonPath, string]] : []),
      ...(config.signer ? [[["signer", "file"], config.signer.file] as [JsonPath, string]] : []),
      ...config.signingKeys.map(
        (key, index) => [["signingKeys", index, "publicKeyFile"], key.publicKeyFile] as [JsonPath, string],
      ),
    ];
    return named.flatMap(([path, text]) => pathProblems(path, text));
  },
};

/** Python imports the two modules by name, and no two generated files may have one name. */
export const outputNames: Rule = {
  reads: ["django.settingsFile", "frontend.envFile", "signer.file"],
  check: ({ config: { django, frontend, signer } }) => {
    const modules: [JsonPath, string][] = [
      ...(django ? [[["django", "settingsFile"], django.settingsFile] as [JsonPath, string]] : []),
      ...(signer ? [[["signer", "file"], signer.file] as [JsonPath, string]] : []),
    ];
    return [
      ...modules.flatMap(([path, file]) => moduleNameProblems(path, file)),
      ...(signer && signer.file === django?.settingsFile
        ? [sameFile("django.settingsFile", signer.file)]
        : []),
      ...(signer && signer.file === frontend?.envFile ? [sameFile("frontend.envFile", signer.file)] : []),
    ];
  },
};

// Of Python's keywords those that begin with a small letter, as the schema asks of file names.
// https://docs.python.org/3/reference/lexical_analysis.html#keywords
const keywords =
  /^(and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)\.py$/;

function moduleNameProblems(path: JsonPath, file: string): Problem[] {
  const name = file.split("/").at(-1)!;
  if (!keywords.test(name)) return [];
  return [
    error("paths/python-keyword", path, {
      message: "Python cannot import a module of this name: it is a word of the language.",
      got: show(file),
      fix: `Write ${show(file.replace(/\.py$/, "_.py"))}, or another name.`,
    }),
  ];
}

function sameFile(other: string, file: string): Problem {
  return error("paths/same-file", ["signer", "file"], {
    message: `This file is ${other} already; one would overwrite the other.`,
    got: show(file),
    fix: "Choose another name for one of them.",
  });
}

/** @param example of such a path, for the message */
export function pathProblems(path: JsonPath, text: string, example = "deploy/nginx"): Problem[] {
  const fault = pathFault(text);
  if (!fault) return [];
  return [
    error("paths/outside-project", path, {
      message: fault,
      got: show(text),
      expected: `a path inside the folder of the config file, such as ${example}`,
      fix: pathFix(text),
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
  const own = parts.find((part) => /^\.(git|httpsmith)$/i.test(part));
  return own ? `The folder ${own} is reserved.` : null;
}

function pathFix(text: string): string {
  const clean = text
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
  if (clean !== "" && !text.startsWith("/") && !pathFault(clean)) return `Write ${show(clean)}.`;
  return "Name a place inside the project, relative to the config file.";
}
