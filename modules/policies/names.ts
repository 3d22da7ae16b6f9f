// Lists of header, cookie and query-string names, in the words of CloudFront's policies.
import type { ForwardedNames } from "../../config/project";
import { terraformString } from "../terraform-string";

/** @returns the names in one order, so that equal sets are equal policies */
export function sortedNames(names: ForwardedNames): ForwardedNames {
  return typeof names === "string" ? names : [...names].sort();
}

/** @returns CloudFront's word for how the names are chosen */
export function namesBehavior(names: ForwardedNames): "none" | "all" | "whitelist" {
  return typeof names === "string" ? names : "whitelist";
}

/** @returns the block that lists the names, under its name, for a behavior that takes one; else nothing */
export function namesBlock<K extends string>(
  block: K,
  names: ForwardedNames,
): { [key in K]?: { items: string[] } } {
  return typeof names === "string"
    ? {}
    : ({ [block]: { items: names.map(terraformString) } } as { [key in K]: { items: string[] } });
}
