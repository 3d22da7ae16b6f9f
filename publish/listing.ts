// Reads a page of ListObjectsV2: the SDK's reader of XML takes as long for it as all else that an unchanged publish does.
import type { Listed } from "./plan";

export interface Page {
  /** Keys and what is there. */
  readonly objects: readonly (readonly [string, Listed])[];
  /** What the next page is asked for by; null for the last page. */
  readonly token: string | null;
}

/** @returns null if the text is no whole page */
export function readPage(xml: string): Page | null {
  if (!xml.includes("<ListBucketResult") || !xml.includes("</ListBucketResult>")) return null;
  const entries = xml.match(/<Contents>.*?<\/Contents>/gs) ?? [];
  const objects = entries.map(readObject);
  const count = element(xml, "KeyCount");
  const token = element(xml, "NextContinuationToken");
  const isWhole = count === null || Number(count) === objects.length;
  if (!isWhole || (element(xml, "IsTruncated") === "true" && token === null)) return null;
  return objects.every((one) => one !== null) ? { objects, token } : null;
}

function readObject(entry: string): [string, Listed] | null {
  const [key, etag, size] = [element(entry, "Key"), element(entry, "ETag"), element(entry, "Size")];
  return key === null || etag === null || size === null ? null : [key, { size: Number(size), etag }];
}

function element(xml: string, name: string): string | null {
  const start = xml.indexOf(`<${name}>`);
  const end = start < 0 ? -1 : xml.indexOf("</", start);
  return end < 0 ? null : unescaped(xml.slice(start + name.length + 2, end));
}

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name) return named[name] ?? whole;
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal));
  });
}
