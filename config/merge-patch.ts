// JSON Merge Patch (RFC 7396): how an environment changes the config.
import { emptyObject, isObject } from "./schema";

/** @returns target with the patch applied; neither is changed */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = Object.assign(emptyObject(), isObject(target) ? target : {});
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}
