// Looks up what a project refers to by id; a reference to nothing is our bug, since the rules let none through.

/** @param section what the message names, e.g. "buckets" */
export function known<T>(record: Readonly<Record<string, T>>, id: string, section: string): T {
  const found = record[id];
  if (found !== undefined) return found;
  throw new Error(
    `Expected an id in ${section}; got ${JSON.stringify(id)}, of ${Object.keys(record).join(", ")}.`,
  );
}
