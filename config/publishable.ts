// Which distributions a folder can be published to: those whose `*` behavior reads a bucket.

interface Sites {
  readonly distributions: Readonly<
    Record<string, { readonly behaviors: readonly { readonly origin: object }[] }>
  >;
  readonly frontend?: { readonly distribution: string } | null;
}

/** @param sites a Config or a Project. @returns their ids, the front end's first */
export function publishableIds({ distributions, frontend }: Sites): string[] {
  const ids = Object.entries(distributions)
    .filter(([, { behaviors }]) => "bucket" in (behaviors.at(-1)?.origin ?? {}))
    .map(([id]) => id);
  const first = frontend?.distribution;
  return first !== undefined && ids.includes(first) ? [first, ...ids.filter((id) => id !== first)] : ids;
}
