// The projects of all examples, each environment one, as they are committed.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { loadProjects } from "../config/load";
import type { Project } from "../config/project";

const examples = join(__dirname, "../examples");

export interface Example {
  /** Folder of the config below examples/. */
  readonly name: string;
  readonly folder: string;
  readonly projects: readonly Project[];
}

/** One for each config, so for a repository of several projects more than one. */
export const exampleProjects: readonly Example[] = configsIn(examples).map((file) => {
  const folder = dirname(file);
  const readText = (path: string) => {
    const text = join(folder, path);
    return statSync(text, { throwIfNoEntry: false })?.isFile() ? readFileSync(text, "utf8") : null;
  };
  const { projects } = loadProjects({
    file: "httpsmith.json",
    text: readFileSync(file, "utf8"),
    files: { readText },
    today: "2026-11-22",
  });
  return { name: relative(examples, folder), folder, projects };
});

function configsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && name !== "cdktf.out")
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return configsIn(path);
      return /^httpsmith\.jsonc?$/.test(entry.name) ? [path] : [];
    });
}
