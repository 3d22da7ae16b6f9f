// Shortens text that is shown, and leaves no half of a character.

/** @returns the text, or its beginning with a mark that it goes on: as long as `most`, or a little shorter */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).replace(halfCharacter, "")}…` : text;
}

// The first half of a character of two, which no terminal can print.
const halfCharacter = /[\ud800-\udbff]$/;
