// Reads facts back from generated shell scripts, for checks that compare them with other files.
import type { Fact } from "../fact";

/** @returns the variables that the script sets to one single-quoted word at the start of a line */
export function readShellAssignments(text: string): Fact[] {
  return text.split("\n").flatMap((line, index) => {
    const [, name = "", word] = /^([a-z_]+)=((?:'[^']*'|\\')+)$/.exec(line) ?? [];
    return word === undefined ? [] : [{ name, value: unquoted(word), line: index + 1 }];
  });
}

function unquoted(word: string): string {
  return word.replace(/'([^']*)'|\\(')/g, (_, inside?: string, escaped?: string) => inside ?? escaped ?? "");
}
