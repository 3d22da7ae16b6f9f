// "Did you mean": the nearest of several known words.
import { distance } from "fastest-levenshtein";

/** @returns the nearest candidate, if it is near enough to be what was meant */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  if (!best || best.edits > Math.max(2, Math.floor(word.length / 3))) return undefined;
  return best.candidate;
}

/** @returns a sentence that names the nearest candidate, or all of them */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const best = nearest(word, candidates);
  if (best) return `Did you mean ${JSON.stringify(best)}?`;
  return candidates.length > 0 ? `Known here: ${candidates.join(", ")}.` : "There is none here yet.";
}
