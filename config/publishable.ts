// Which distributions a folder can be published to: those whose `*` behavior reads a bucket.
import type { Config } from "../schemas/config";

/** @returns their ids, the front end's first */
export function publishableIds({
  distributions,
  frontend,
}: Pick<Config, "distributions" | "frontend">): string[] {
  const ids = Object.entries(distributions)
    .filter(([, { behaviors }]) => behaviors.at(-1)?.origin.bucket !== undefined)
    .map(([id]) => id);
  const first = frontend?.distribution;
  return first !== undefined && ids.includes(first) ? [first, ...ids.filter((id) => id !== first)] : ids;
}
