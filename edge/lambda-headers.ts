// Reads headers of Lambda@Edge events, which may have any shape.
import type { LambdaHeaders } from "./lambda-event";

/** @returns the value of a header that stands exactly once, else null */
export function onlyValue(headers: LambdaHeaders, name: string): string | null {
  const values: unknown = Object.hasOwn(headers, name) ? headers[name] : null;
  if (!Array.isArray(values) || values.length !== 1) return null;
  return typeof values[0].value === "string" ? values[0].value : null;
}
