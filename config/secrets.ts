// Tells names and values that look like secrets, which must not reach a page that everyone can read.

const secretWords = /SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|PRIVATE|CREDENTIAL/i;
const keyAtTheEnd = /(^|_|API|ACCESS|SIGNING)KEYS?$/i;

/** @returns why the name of a variable looks like a secret's, in a few words; null if it does not */
export function looksSecretName(name: string): string | null {
  const word = secretWords.exec(name)?.[0];
  if (word !== undefined) return `its name contains ${word}`;
  return keyAtTheEnd.test(name) ? "its name ends with KEY" : null;
}

/** @returns what kind of secret the value looks like, never any part of it; null if it does not */
export function looksSecretValue(value: string): string | null {
  const known = knownForms.find(({ form }) => form.test(value));
  if (known !== undefined) return known.what;
  return words(value).some(looksRandom) ? "it looks randomly generated" : null;
}

/** @returns why a setting looks like a secret, by its name or its value; a flag or an empty value is none */
export function looksSecretSetting(name: string, value: string): string | null {
  if (/^(True|False|None|true|false|null)?$/.test(value)) return null;
  return looksSecretName(name) ?? looksSecretValue(value);
}

// Prefixes as their issuers document them; an AWS key id is a prefix and 16 capitals or digits.
const knownForms: readonly { readonly form: RegExp; readonly what: string }[] = [
  { form: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/, what: "it holds an AWS access key id" },
  { form: /-----BEGIN /, what: "it holds a PEM block" },
  { form: /\b(gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,}/, what: "it holds a GitHub token" },
  { form: /\bglpat-[A-Za-z0-9_-]{20,}/, what: "it holds a GitLab token" },
  { form: /\bnpm_[A-Za-z0-9]{36}/, what: "it holds an npm token" },
  { form: /\b[sr]k_(live|test)_[A-Za-z0-9]{8,}/, what: "it holds a Stripe secret key" },
  { form: /\bxox[a-z]-[A-Za-z0-9-]{10,}/, what: "it holds a Slack token" },
  { form: /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/, what: "it holds a SendGrid key" },
  // RFC 7519: header and payload are base64url JSON, and JSON objects begin with `{"`, encoded "eyJ".
  { form: /\beyJ[A-Za-z0-9_-]{5,}\.eyJ[A-Za-z0-9_-]{5,}\./, what: "it holds a JSON Web Token" },
  { form: /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s:]*:[^/?#@\s]+@/i, what: "it is a URL with a password" },
];

// A slash is a letter of base64 and a separator of URLs and paths.
function words(value: string): string[] {
  const separators = /:\/\/|^\.?\//.test(value) ? /[^A-Za-z0-9+=_-]+/ : /[^A-Za-z0-9+/=_-]+/;
  return value.split(separators).filter((word) => !uuid.test(word));
}

// A UUID names things (tenants, projects) far more often than it opens them.
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * At least 20 characters, 3 bits of Shannon entropy per character (detect-secrets' limit for hexadecimal), and a change
 * between letters, digits, runs of capitals and others in one step of five. Of random hexadecimal, base36 and base64
 * that misses 0.1 to 3 %; written words, joined by hyphens or in camelCase, with a year or a version, stay below.
 */
function looksRandom(word: string): boolean {
  return word.length >= 20 && entropyBits(word) >= 3 && changes(word) >= 0.2;
}

function entropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / text.length) * Math.log2(n / text.length), 0);
}

// The share of steps from one character to another kind. A capital at the head of a small word is part of the word.
function changes(word: string): number {
  const joined = word.replace(/[-_]/g, "");
  const kinds = joined
    .replace(/[A-Z](?=[a-z])|[a-z]/g, "a")
    .replace(/[A-Z]/g, "A")
    .replace(/[0-9]/g, "0");
  return [...kinds].filter((kind, i) => i > 0 && kind !== kinds[i - 1]).length / (joined.length - 1);
}
