// "Did you mean": the nearest of several known words.
import { distance } from "fastest-levenshtein";
import { show } from "./show";

/** @returns the nearest candidate, if it is near enough to be what was meant */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: edits(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  // Of a short word two edits leave hardly anything: "tls" is not "dns".
  const allowed = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  if (!best || best.edits > allowed) return undefined;
  return best.candidate;
}

// Nearer than one edit: the first half of a word ("ttl" for "ttlSeconds"), or its letters in another order.
function edits(word: string, candidate: string): number {
  if (word.length > 2 && candidate.startsWith(word)) return 0;
  return sorted(word) === sorted(candidate) ? 0.5 : distance(word, candidate);
}

function sorted(word: string): string {
  return [...word].sort().join("");
}

/** @returns a sentence that names the nearest candidate, or all of them */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const best = nearest(word, candidates);
  if (best) return `Did you mean ${show(best)}?`;
  return candidates.length > 0
    ? `Known here: ${candidates.map(plain).join(", ")}.`
    : "There is none here yet: add it first.";
}

// Names that the schema refuses may be known too.
function plain(name: string): string {
  return /^[\w./-]+$/.test(name) ? name : show(name);
}
