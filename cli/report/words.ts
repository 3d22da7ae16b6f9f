// Words for people: counts, line breaks, and characters that a terminal must not obey.

/** @returns `1 error`, `2 errors` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** @returns the lines of a text, none wider than `width` where its words allow; `commands in backticks` stay whole */
export function wrapped(text: string, width: number): string[] {
  const words = text.match(/(?:`[^`]*`|\S)+/g) ?? [];
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** @returns a value behind its label, its lines below one another; of any width, it is copied as a whole */
export function labelled(label: string, value: string, width: number): string[] {
  const isWhole = width === Number.POSITIVE_INFINITY;
  const lines = isWhole ? value.split("\n") : wrapped(value, width - label.length - 3);
  return lines.map((line, index) => `  ${index === 0 ? label : " ".repeat(label.length)} ${printable(line)}`);
}

/**
 * @returns the text with a visible sign for each control character but line breaks and tabs, so that what a file says
 * cannot move the cursor, and for what reorders text (Unicode TR #36 §2.11.1)
 */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}
