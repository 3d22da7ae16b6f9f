// Hides what may be a secret in a file that somebody else made, before a diff of it is shown: reports end in CI logs.
import { looksSecretSetting, looksSecretValue } from "../../config/secrets";

const HIDDEN = "(not shown)";

/**
 * Lines that are generated too are shown as they are: nothing generated is secret.
 * @returns the text with as many lines, for reading only
 */
export function withoutSecrets(text: string, generated: string): string {
  const known = new Set(generated.split("\n"));
  // What ends a hidden value that goes on over several lines.
  let end: string | null = null;
  const lines = text.split("\n").map((line) => {
    if (end !== null) {
      if (line.includes(end)) end = null;
      return HIDDEN;
    }
    if (known.has(line.replace(/\r$/, ""))) return line;
    const hidden = hiddenPart(line);
    if (hidden === null) return line;
    end = endBelow(hidden);
    return `${line.slice(0, line.length - hidden.length)}${HIDDEN}`;
  });
  return lines.join("\n");
}

// NAME=value as env files, shells and Python write it, also commented out.
const assignment = /^\s*(?:#\s*)?(?:export\s+)?([\w.-]+)\s*(?::[^=]*)?\+?=\s*(.*)$/s;

function hiddenPart(line: string): string | null {
  const [, name, value] = assignment.exec(line) ?? [];
  if (name === undefined || value === undefined) return holdsSecret(line) ? line : null;
  const bare = value.trim().replace(/^(["'])(.*)\1$/, "$2");
  return looksSecretSetting(name, bare) !== null || holdsSecret(value) ? value : null;
}

// Word by word: a path is judged as a path only where it begins.
function holdsSecret(text: string): boolean {
  return (
    text.includes("-----BEGIN ") || text.split(/[\s"'`,;=()[\]{}]+/).some((word) => looksSecretValue(word))
  );
}

const closing: Readonly<Record<string, string>> = { "[": "]", "(": ")", "{": "}" };

function endBelow(hidden: string): string | null {
  const opened = /^(?:"""|'''|["'`[({])/.exec(hidden.trim())?.[0];
  const end = opened === undefined ? pemEnd(hidden) : (closing[opened] ?? opened);
  return end === null ||
    hidden
      .trim()
      .slice(opened?.length ?? 0)
      .includes(end)
    ? null
    : end;
}

function pemEnd(hidden: string): string | null {
  return hidden.includes("-----BEGIN ") ? "-----END " : null;
}
