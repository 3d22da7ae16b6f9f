// Compares version numbers as Nginx and OpenSSL write them: 1.22, 1.26.3, 1.1.1w.

/**
 * @param version as declared; a missing part counts as 0, so that 1.25 never gets what only 1.25.1 knows
 * @returns whether `version` is `minimum` or newer
 */
export function atLeast(version: string, minimum: string): boolean {
  const have = parts(version);
  const want = parts(minimum);
  const index = want.findIndex((part, i) => part !== (have[i] ?? 0));
  return index === -1 || (have[index] ?? 0) > (want[index] ?? 0);
}

// OpenSSL's patch letter (1.1.1w) never decides: parseInt stops before it.
function parts(version: string): number[] {
  return version.split(".").map((part) => Number.parseInt(part, 10));
}
