// Loads a config and judges its problems: each has a place inside the text and words that can be printed.
import { deepEqual } from "node:assert";
import type { Loaded } from "../../config/load";
import type { Problem } from "../../config/problem";
import { load } from "./row";

export function judge(text: string, files: Readonly<Record<string, string>> = {}): Loaded {
  const loaded = load(text, files);
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const faults = loaded.problems.flatMap((problem) => faultsOf(problem, lines));
  if (faults.length > 0) expect({ text, faults }).toEqual({ text, faults: [] });
  for (const project of loaded.projects) deepEqual(JSON.parse(JSON.stringify(project)), project);
  return loaded;
}

// Line breaks, what a terminal obeys, what shows text in another order, and halves of characters.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]|\p{Cs}/u;

function faultsOf(
  { place, message, fix, got = "", expected = "" }: Problem,
  lines: readonly string[],
): string[] {
  const line = lines[(place?.line ?? 0) - 1];
  const isInside = line !== undefined && place!.column >= 1 && place!.column <= line.length + 1;
  return [
    ...(isInside ? [] : [`no such place: ${JSON.stringify(place)}`]),
    ...(message === "" || fix === "" ? [`no message or fix: ${message}`] : []),
    ...(unprintable.test(message + fix + got + expected)
      ? [`unprintable: ${message} ${fix} ${got} ${expected}`]
      : []),
  ];
}
