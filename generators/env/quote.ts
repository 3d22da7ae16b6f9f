// Writes one line of a .env file; what some dotenv parser would read differently is refused.
import { isEnvName, isEnvValue } from "../../config/env-value";

/** @returns `NAME='value'`: every parser and bash read single quotes alike, for the values that are let through */
export function assignment(name: string, value: string): string {
  return `${variableName(name)}='${variableValue(value)}'`;
}

/** @returns the name, for a comment or an assignment */
export function variableName(name: string): string {
  if (!isEnvName(name)) throw new Error("the name of a variable is capitals, digits and underscores");
  return name;
}

// The value itself stays out of the message: it may be a secret.
function variableValue(value: string): string {
  if (!isEnvValue(value)) throw new Error("dotenv parsers read this value differently");
  return value;
}

/** @returns text for a comment: one printable ASCII line. Vite's expansion never looks into comments. */
export function comment(text: string): string {
  if (/[^\x20-\x7e]/.test(text)) throw new Error("a comment in a .env file is one printable line");
  return text;
}
