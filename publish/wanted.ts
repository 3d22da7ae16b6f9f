// The objects as they shall be: the files of the build and those that the config declares, with their headers.
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { SiteInput } from ".";
import { type CacheRule, caching } from "./cache-control";
import { hashed } from "./content";
import { contentType } from "./content-type";
import { fault, localFiles, oddFile } from "./local-files";
import type { Wanted } from "./plan";
import { Failure, type PublishProblem } from "./problem";
import type { Release } from "./release";
import type { DeclaredFile } from "./target";

/** @throws Failure with all that is wrong with the files */
export async function wantedFiles(input: SiteInput): Promise<Wanted[]> {
  const { folder, target, cacheRules, rootObject } = input;
  const declared = target.declared.map((one) => declaredFile(one, input));
  const taken = new Set(declared.map(({ path }) => path));
  const built = folder === null ? [] : await localFiles(folder);
  const wanted = [
    ...built
      .filter(({ path }) => !taken.has(path))
      .map(({ path, absolute, size, sha256 }) => ({
        ...{ path, size, sha256, contentType: contentType(path), ...caching(path, cacheRules) },
        source: { file: absolute, name: `${folder!.name}/${path}` },
      })),
    ...declared,
  ];
  const paths = new Set(wanted.map(({ path }) => path));
  const problems = [
    ...(folder !== null && rootObject !== "" && !paths.has(rootObject)
      ? [noIndex(folder.name, rootObject)]
      : []),
    ...target.errorPages.filter((page) => folder !== null && !paths.has(page)).map(noErrorPage),
  ];
  const [first, ...others] = problems;
  if (first) throw new Failure([first, ...others]);
  return wanted;
}

/** @returns the objects of a release, each from the place where it stands or from its copy */
export function wantedOf({ files }: Release): Wanted[] {
  return Object.entries(files).map(([path, { etag: _, ...entry }]) => ({ path, ...entry, source: "copy" }));
}

function declaredFile(
  { path, file, contentType: own }: DeclaredFile,
  { project, cacheRules }: Rules,
): Wanted {
  const absolute = join(project.root, file);
  const name = project.display(file);
  if (!existsSync(absolute)) throw new Failure([noFile(name, path)]);
  const wrong = fault(realpathSync(project.root), file);
  if (wrong !== null) throw new Failure([oddFile(name, wrong)]);
  const type = own ?? contentType(path);
  const source = { file: absolute, name };
  return { path, ...hashed(absolute, name), contentType: type, ...caching(path, cacheRules), source };
}

interface Rules extends Pick<SiteInput, "project"> {
  readonly cacheRules: readonly CacheRule[];
}

function noIndex(folder: string, rootObject: string): PublishProblem {
  return {
    code: "publish/no-index",
    message: `${folder} has no ${rootObject}, so the site would have no start page.`,
    fix: "Name the folder that the build writes, often dist, build or out, or set defaultRootObject.",
  };
}

function noErrorPage(page: string): PublishProblem {
  return {
    code: "publish/no-error-page",
    message: `CloudFront answers errors by /${page}, and no file of the build or the config becomes that object.`,
    fix: `Put ${page} into the build, or name it in the config: "errorPages": [{ …, "file": "pages/${page.split("/").at(-1)}" }].`,
  };
}

function noFile(name: string, path: string): PublishProblem {
  return {
    code: "publish/no-declared-file",
    message: `There is no ${name}, which the config declares as /${path}.`,
    fix: "Make the file, or correct its name in the config.",
  };
}
