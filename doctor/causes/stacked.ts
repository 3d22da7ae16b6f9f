// Distributions behind distributions: which ones a request passes, as far as the config knows them.
import type { Distribution, Project } from "../../config/project";
import { behaviorFor } from "../entrance";

export interface Chain {
  /** Ids of distributions of the project, hosts of others. */
  readonly names: readonly string[];
  /** Whether it ends at a distribution that the config does not know, behind which there may be more. */
  readonly isOpen: boolean;
}

/** @returns the distributions that a request for this path passes, this one first */
export function chainOf(first: Distribution, path: string, project: Project): Chain {
  const names = [first.id];
  for (let one = first; ; ) {
    const origin = behaviorFor(one, path)?.origin;
    if (origin?.kind !== "host") return { names, isOpen: false };
    const next = ownerOf(origin.host, project);
    if (!next) {
      const isForeign = /\.cloudfront\.net$/i.test(origin.host);
      return { names: isForeign ? [...names, origin.host] : names, isOpen: isForeign };
    }
    names.push(next.id);
    // A circle is one too many in any case.
    if (names.indexOf(next.id) < names.length - 1) return { names, isOpen: false };
    one = next;
  }
}

function ownerOf(host: string, { distributions }: Project): Distribution | undefined {
  const name = host.toLowerCase();
  return Object.values(distributions).find(
    ({ aliases, domainName }) => domainName === name || aliases.some((alias) => alias.toLowerCase() === name),
  );
}
