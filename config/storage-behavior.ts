// Which behavior of a distribution serves what django-storages stores, and whether its URLs need a signature.
import { patternCovers, patternsOverlap } from "./path-pattern";

interface Behavior {
  readonly path: string;
  readonly origin: { readonly bucket?: string };
  readonly signed: boolean;
}

/** @returns the first behavior that serves every file below the location, as CloudFront would choose it */
export function servingBehavior<B extends { readonly path: string }>(
  behaviors: readonly B[],
  location: string,
): B | undefined {
  return behaviors.find(({ path }) => patternCovers(path, filesPattern(location)));
}

/**
 * @returns whether some file below the location needs a signature: an earlier behavior may ask for one on a part of
 * them. A signature that nobody asks for does no harm.
 */
export function needsSignature(behaviors: readonly Behavior[], location: string): boolean {
  const serving = servingBehavior(behaviors, location);
  if (serving === undefined) return false;
  const upToServing = behaviors.slice(0, behaviors.indexOf(serving) + 1);
  return upToServing.some(
    ({ path, origin, signed }) =>
      signed && origin.bucket === serving.origin.bucket && patternsOverlap(path, filesPattern(location)),
  );
}

function filesPattern(location: string): string {
  return location === "" ? "/*" : `/${location}/*`;
}
