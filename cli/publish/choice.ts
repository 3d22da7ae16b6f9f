// Which distribution a publish is for.
import type { Distribution, Project } from "../../config/project";
import { publishableIds } from "../../config/publishable";
import { didYouMean } from "../../config/suggest";
import { CannotRun } from "../cannot-run";
import { deployCommand } from "../deploy-command";

export function chosenDistribution(
  project: Project,
  wanted: string | undefined,
): Distribution & { readonly distributionId: string } {
  const ids = publishableIds(project);
  const isClear = ids.length === 1 || ids[0] === project.frontend?.distribution;
  const id = wanted ?? (isClear ? ids[0] : undefined);
  if (id === undefined || !ids.includes(id)) throw notPublishable(ids, wanted);
  const distribution = project.distributions[id]!;
  if (distribution.distributionId !== null)
    return { ...distribution, distributionId: distribution.distributionId };
  throw new CannotRun(
    "publish/not-deployed",
    `CloudFront's id of the distribution ${id} is not known yet: the outputs file has no distribution_${id}_id.`,
    `Deploy with \`${deployCommand(project)}\`, and publish then.`,
  );
}

function notPublishable(ids: readonly string[], wanted: string | undefined): CannotRun {
  if (ids.length === 0)
    return new CannotRun(
      "publish/not-publishable",
      "No distribution of the config has a `*` behavior with a bucket.",
      'Give one the behavior { "path": "*", "origin": { "bucket": … } }.',
    );
  if (wanted === undefined)
    return new CannotRun(
      "publish/not-publishable",
      "Several distributions have a bucket for the files.",
      `Name one: --distribution ${ids.join(" or --distribution ")}.`,
    );
  const message = `There is no distribution ${JSON.stringify(wanted)} whose \`*\` behavior has a bucket.`;
  return new CannotRun("publish/not-publishable", message, didYouMean(wanted, ids));
}
