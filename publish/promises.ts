// Files whose names promise that their content never changes.
import type { PlanInput } from "./plan";
import type { PublishProblem } from "./problem";
import { entryAt } from "./release";

/**
 * A name that has a digest of the content promises that the content never changes; browsers rely on it for a year.
 * @returns a problem if a file breaks that promise
 */
export function brokenPromises({ wanted, state }: Pick<PlanInput, "wanted" | "state">): PublishProblem[] {
  const broken = wanted.filter(({ path, sha256, kind }) => {
    const before = entryAt(state.current?.files, path) ?? entryAt(state.retired, path);
    return kind === "immutable" && before?.kind === "immutable" && before.sha256 !== sha256;
  });
  if (broken.length === 0) return [];
  return [
    {
      code: "publish/immutable-changed",
      message:
        "Browsers keep these files for a year, because their names hold a digest, and now their content changed.",
      files: broken.map(({ path, source }) => (source === "copy" ? path : source.name)),
      fix: 'Build again with other names. If the name holds no digest, add a rule to "publish": { "cacheControl": [{ "path": …, "value": "no-cache" }] }.',
    },
  ];
}
