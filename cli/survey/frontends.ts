// Front ends in a repository: which bundler builds them, and which variables it shows to the page.
import { readEnv } from "../../generators/env/read";
import type { Fact } from "../../generators/fact";
import { folderOf, inFolder, type Repository } from "./survey";

export interface FrontendApp {
  /** "" for the root of the repository. */
  readonly folder: string;
  readonly framework: Framework["name"];
  readonly envPrefix: string;
  /** Folder that the build fills, relative to `folder`. */
  readonly output: string;
  /** false: the build is a program that runs on a server, which S3 does not. */
  readonly isStatic: boolean;
  /** Whether one page answers all paths. */
  readonly isSinglePage: boolean;
  /** Path of its .env.production, whether or not it is there. */
  readonly envFile: string;
  /** What .env.production says today. */
  readonly variables: readonly Fact[];
}

export interface Framework {
  readonly name: "Vite" | "Vue CLI" | "Create React App" | "Next.js";
  /** The package that builds. */
  readonly package: string;
  // https://vite.dev/guide/env-and-mode, https://cli.vuejs.org/guide/mode-and-env.html,
  // https://create-react-app.dev/docs/adding-custom-environment-variables,
  // https://nextjs.org/docs/app/guides/environment-variables
  readonly envPrefix: string;
  readonly output: string;
}

/** In the order of looking: a Next.js app may have Vite for its tests. */
export const frameworks: readonly Framework[] = [
  { name: "Next.js", package: "next", envPrefix: "NEXT_PUBLIC_", output: "out" },
  { name: "Vue CLI", package: "@vue/cli-service", envPrefix: "VUE_APP_", output: "dist" },
  { name: "Create React App", package: "react-scripts", envPrefix: "REACT_APP_", output: "build" },
  { name: "Vite", package: "vite", envPrefix: "VITE_", output: "dist" },
];

export function findFrontends(repository: Repository): FrontendApp[] {
  const manifests = repository.paths.filter((path) => /(^|\/)package\.json$/.test(path));
  return manifests.flatMap((path) => {
    const framework = frameworkOf(repository.text(path));
    const folder = folderOf(path);
    // Libraries have Vite for their tests; an app has a page.
    if (!framework || (framework.name === "Vite" && !repository.has(inFolder(folder, "index.html"))))
      return [];
    return [appOf(framework, folder, repository)];
  });
}

/** @returns the app of a framework in a folder, by the framework's defaults where no file tells */
export function appOf(framework: Framework, folder: string, repository: Repository): FrontendApp {
  const config = repository.paths
    .filter((path) => folderOf(path) === folder && /(^|\/)(vite|vue|next)\.config\.[cm]?[jt]s$/.test(path))
    .map((path) => repository.text(path).replace(/^\s*\/\/.*$/gm, ""))
    .join("\n");
  const envFile = inFolder(folder, ".env.production");
  return {
    folder,
    framework: framework.name,
    envPrefix: literal(config, "envPrefix") ?? framework.envPrefix,
    output: literal(config, framework.name === "Vue CLI" ? "outputDir" : "outDir") ?? framework.output,
    isStatic: framework.name !== "Next.js" || literal(config, "output") === "export",
    isSinglePage: framework.name !== "Next.js",
    envFile,
    variables: readEnv(repository.text(envFile)),
  };
}

function frameworkOf(manifest: string): Framework | undefined {
  try {
    const { dependencies, devDependencies } = JSON.parse(manifest);
    const packages = { ...dependencies, ...devDependencies };
    return frameworks.find((one) => Object.hasOwn(packages, one.package));
  } catch {
    return undefined;
  }
}

// Configs are programs; a setting that is no literal is not known without running them.
function literal(config: string, key: string): string | undefined {
  return new RegExp(`\\b${key}\\s*:\\s*["'\`]([\\w./-]+)["'\`]`).exec(config)?.[1];
}
