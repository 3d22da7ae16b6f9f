// What the user gives the doctor to send, in a form that HTTP takes: paths of the project's own hosts, and header values.
import { validateHeaderValue } from "node:http";
import { CannotRun } from "../../cannot-run";

// No host of anybody's (RFC 6761).
const base = "https://httpsmith.invalid";

/** @throws CannotRun for what is no path, or would lead to another host */
export function pathOption(option: string, text: string): string {
  const url = text.startsWith("/") && URL.canParse(text, base) ? new URL(text, base) : null;
  if (url?.origin === base) return url.pathname + url.search;
  throw new CannotRun(
    "doctor/malformed-option",
    `${option} is ${JSON.stringify(text)}, which is no path.`,
    "Write a path that begins with a slash.",
  );
}

/** @throws CannotRun, without the secret, for one that no header can have */
export function headerSecret(source: string, text: string): string {
  try {
    validateHeaderValue("Authorization", text);
    return text;
  } catch {
    throw new CannotRun(
      "doctor/malformed-option",
      `${source} holds a line break, or another character that no HTTP header can have.`,
      "Give the secret alone, on one line.",
    );
  }
}
