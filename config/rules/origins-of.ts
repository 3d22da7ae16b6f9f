// The origins of a behavior with their paths: the one that it has, and the one that it fails over to.
import type { JsonPath } from "../problem";
import type { Behavior } from "./per-behavior";

export type OriginConfig = Behavior["origin"];

export function originsOf(
  { origin, failover }: Behavior,
  path: JsonPath = [],
): { origin: OriginConfig; path: JsonPath }[] {
  const first = { origin, path: [...path, "origin"] };
  return failover ? [first, { origin: failover.origin, path: [...path, "failover", "origin"] }] : [first];
}
