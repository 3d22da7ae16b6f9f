// Reads headers of CloudFront Functions events, which may have any shape.
import type { FunctionValue } from "./function-event";

/** @returns the value of a header that stands exactly once, else null */
export function onlyValue(headers: Record<string, FunctionValue>, name: string): string | null {
  if (!has(headers, name)) return null;
  const header = headers[name]!;
  return typeof header.value === "string" && header.multiValue === undefined ? header.value : null;
}

/** @returns whether the header is there; what every object inherits is none */
export function has(headers: Record<string, FunctionValue>, name: string): boolean {
  // biome-ignore lint/suspicious/noPrototypeBuiltins: the runtime has no Object.hasOwn
  return Object.prototype.hasOwnProperty.call(headers, name);
}
