// Rules of files that the config has uploaded, where everybody may read them: from inside the project, and no secrets.
import type { JsonPath, Problem } from "../problem";
import { refusal } from "../public-files";
import { show } from "../show";
import { pathProblems } from "./paths";
import { error } from "./report";

/** @returns why the file must not be uploaded, judged by its path alone */
export function uploadProblems(path: JsonPath, file: string): Problem[] {
  const outside = pathProblems(path, file, "pages/security.txt");
  if (outside.length > 0) return outside;
  const why = refusal(file);
  if (why === null) return [];
  return [
    error("publish/refused-file", path, {
      message: `This file would be public, and ${why}.`,
      got: show(file),
      fix: "Name a file that everybody may read.",
    }),
  ];
}
