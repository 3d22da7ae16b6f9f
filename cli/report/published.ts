// What a publish did: one line for people, one JSON object for programs.
import type * as Program from "../../publish";
import { json } from "./json";
import type { Report } from "./report";
import { size } from "./size";
import { counted } from "./words";

interface Told {
  readonly dryRun?: boolean;
  readonly rollback?: boolean;
}

/** @returns the last line */
export function publishedSummary(outcomes: readonly Program.Published[], { dryRun, rollback }: Told): string {
  const puts = outcomes.flatMap(({ plan }) => plan.phases.flatMap(({ puts: all }) => all));
  const bytes = puts.reduce((sum, { wanted }) => sum + wanted.size, 0);
  const removed = outcomes.reduce((sum, { plan }) => sum + plan.remove.length + plan.prune.length, 0);
  const unchanged = outcomes.reduce((sum, { plan }) => sum + plan.unchanged, 0);
  const paths = outcomes.flatMap((one) => one.paths);
  if (puts.length + removed + paths.length === 0) return `ok  nothing to do, ${unchanged} unchanged`;
  const id = outcomes.flatMap(({ invalidation }) => invalidation?.id ?? []).join(", ");
  const would = dryRun ? "would be " : "";
  const back = rollback
    ? `release ${outcomes.at(-1)!.plan.release.id} ${dryRun ? "would be" : "is"} back: `
    : "";
  const parts = [
    `${back}${puts.length} ${would}${rollback ? "restored" : "uploaded"} (${size(bytes)})`,
    `${unchanged} unchanged`,
    ...(removed > 0 ? [`${removed} ${would}deleted`] : []),
    ...(paths.length > 0
      ? [`${counted(paths.length, "path")} ${would}invalidated${id ? ` (${id})` : ""}`]
      : []),
  ];
  return `ok  ${parts.join(", ")}`;
}

/** @returns the address that viewers open, or null before the outputs file has it */
export function siteUrl({ distribution }: Program.PublishSite): string | null {
  const name = distribution.aliases[0] ?? distribution.domainName;
  return name === null ? null : `https://${name}`;
}

/** @returns the report as JSON with what was done; its fields are a public contract */
export function publishedJson(
  outcomes: readonly Program.Published[],
  site: Program.PublishSite,
  report: Report,
): string {
  const targets = outcomes.map(({ plan, paths, foreign, invalidation }) => ({
    release: plan.release.id,
    uploads: plan.phases.flatMap(({ name, puts }) =>
      puts.map(({ wanted: { path, size: bytes, contentType, cacheControl } }) => ({
        path,
        bytes,
        contentType,
        cacheControl,
        phase: name,
      })),
    ),
    unchanged: plan.unchanged,
    removed: plan.remove,
    pruned: plan.prune,
    retired: Object.keys(plan.after.retired),
    foreign,
    invalidation: { paths, id: invalidation?.id ?? null, isDone: invalidation?.isDone ?? null },
  }));
  const { problems, summary } = JSON.parse(json(report)) as Record<string, unknown>;
  const { id, distributionId } = site.distribution;
  return `${JSON.stringify({ problems, distribution: id, distributionId, url: siteUrl(site), targets, summary }, null, 2)}\n`;
}
