// Compares SHA-256 digests in a time that tells nothing, in the language of both runtimes.

/** @returns whether a digest is one of those accepted, all in hexadecimal; every one is compared, to its end */
export function isAccepted(digest: string, accepted: readonly string[]): boolean {
  let matches = 0;
  for (let i = 0; i < accepted.length; i++) matches += same(digest, accepted[i]!);
  return matches > 0;
}

function same(one: string, other: string): number {
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0 ? 1 : 0;
}
