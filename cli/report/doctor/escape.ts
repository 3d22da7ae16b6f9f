// Text of the world in HTML and SVG: what a server says can be neither markup nor a command to whoever shows it.
import { printable } from "../words";

/** @returns text that stands for itself between tags and in quoted attributes */
export function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character]!);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
