// CloudFront's rules for the headers that a function gives back (reference edge.md §2.5).
import { isDisallowedHeader, readOnlyHeaders } from "../config/edge-headers";
import type { EdgeEvent } from "../config/project";
import { type Finding, invalid, type Json, unless } from "./finding";

/** Values of each header, by lower-case name, in the form that both kinds of functions are brought to. */
export type HeaderValues = ReadonlyMap<string, readonly string[]>;

export interface HeaderChange {
  readonly event: EdgeEvent;
  readonly kind: "lambda" | "function";
  /** Empty for a response that the function makes itself. */
  readonly before: HeaderValues;
  readonly after: HeaderValues;
}

/** @returns what is wrong about the headers as a change of those that the function was given */
export function headerFindings({ event, kind, before, after }: HeaderChange): Finding[] {
  const fixed = readOnlyHeaders(event, kind);
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name) => {
    const at = `headers.${name}`;
    const changed = JSON.stringify(before.get(name)) !== JSON.stringify(after.get(name));
    if (!changed) return [];
    if (isDisallowedHeader(name)) return [invalid(at, "No function may set this header.")];
    if (fixed.includes(name)) return [invalid(at, `This header is read-only on ${event}.`)];
    // Added after this event, so it cannot be set here (reference edge.md §2.5).
    if (event === "viewer-request" && name === "cloudfront-viewer-country")
      return [invalid(at, "CloudFront adds this header itself after the viewer request.")];
    return (after.get(name) ?? []).flatMap((value) => valueFindings(value, at));
  });
}

function valueFindings(value: string, at: string): Finding[] {
  return unless(
    /^[\t\x20-\x7e\x80-\xff]*$/.test(value),
    at,
    "The value has a line break or another control character.",
  );
}

/** @returns the headers of a Lambda@Edge event or result, and what is wrong about their form */
export function lambdaHeaders(headers: Json): { values: HeaderValues; findings: Finding[] } {
  const values = new Map<string, readonly string[]>();
  const findings: Finding[] = [];
  if (headers === undefined) return { values, findings };
  if (!isRecord(headers))
    return { values, findings: [invalid("headers", "Headers are an object of lists.")] };
  for (const [name, list] of Object.entries(headers as Record<string, Json>)) {
    const at = `headers.${name}`;
    const isList =
      Array.isArray(list) &&
      list.length > 0 &&
      list.every((one) => isRecord(one) && typeof one.value === "string");
    findings.push(
      ...nameFindings(name, at),
      ...unless(isList, at, 'A header is a list such as [{ "key": "Cache-Control", "value": "no-cache" }].'),
    );
    if (!isList) continue;
    values.set(
      name.toLowerCase(),
      list.map(({ value }: { value: string }) => value),
    );
    findings.push(
      ...list.flatMap(({ key }: { key?: Json }) =>
        unless(
          key === undefined || String(key).toLowerCase() === name.toLowerCase(),
          at,
          `The key ${JSON.stringify(key)} is another name.`,
        ),
      ),
    );
  }
  return { values, findings };
}

/** @returns the headers of a CloudFront Functions event or result, and what is wrong about their form */
export function functionHeaders(headers: Json): { values: HeaderValues; findings: Finding[] } {
  const values = new Map<string, readonly string[]>();
  const findings: Finding[] = [];
  if (headers === undefined) return { values, findings };
  if (!isRecord(headers)) return { values, findings: [invalid("headers", "Headers are an object.")] };
  for (const [name, one] of Object.entries(headers as Record<string, Json>)) {
    const at = `headers.${name}`;
    const all = isRecord(one) ? (Array.isArray(one.multiValue) ? one.multiValue : [one]) : [];
    const isText =
      all.length > 0 && all.every((inner: Json) => isRecord(inner) && typeof inner.value === "string");
    findings.push(
      ...nameFindings(name, at),
      ...unless(isText, at, 'A header is an object such as { "value": "no-cache" }, and its value is text.'),
    );
    if (isText)
      values.set(
        name.toLowerCase(),
        all.map(({ value }: { value: string }) => value),
      );
  }
  return { values, findings };
}

function nameFindings(name: string, at: string): Finding[] {
  if (/[A-Z]/.test(name))
    return [invalid(at, "Names are in lower case; the key of Lambda@Edge may have capitals.")];
  return unless(/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name), at, "This is not the name of a header.");
}

export function isRecord(value: Json): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
