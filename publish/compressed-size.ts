// What a file weighs on the wire, for those types and sizes that CloudFront compresses.
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { bytesOf } from "./content";

export interface Compressed {
  /** In bytes. */
  readonly gzip: number;
  readonly brotli: number;
}

// CloudFront Developer Guide, "Serving compressed files": types that it compresses, parameters left away. Of the long
// list those that a front-end build has.
const types =
  /^(text\/(html|css|javascript|plain|xml|csv|js)|application\/(javascript|json|xml|rss\+xml|xhtml\+xml|wasm|pdf|vnd\.ms-fontobject|otf|ttf|eot|x-javascript)|image\/svg\+xml|font\/(ttf|otf|eot|opentype))$/;

// There too: the smallest and the largest object, in bytes.
const SMALLEST = 1_000;
const LARGEST = 10_000_000;

/** @returns null where CloudFront sends the object as it is, or the file has gone meanwhile */
export async function compressedSize(
  file: string,
  { size, contentType }: { readonly size: number; readonly contentType: string },
): Promise<Compressed | null> {
  if (size < SMALLEST || size > LARGEST || !types.test(contentType.replace(/;.*/, ""))) return null;
  // Only the upload may fail for a file that vanished: it says so.
  const bytes = bytesOf(file);
  if (bytes === null) return null;
  const [zipped, brotli] = await Promise.all([
    promisify(gzip)(bytes),
    // CloudFront does not tell its levels; these are what servers use for answers made on the fly.
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  ]);
  return { gzip: zipped.length, brotli: brotli.length };
}
