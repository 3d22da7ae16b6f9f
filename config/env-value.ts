// Which values and names a .env file may hold, so that every dotenv parser reads the same text.

// Printable ASCII without ' " \ ` and $. Between single quotes each of these characters came back unchanged from
// dotenv 18, Node's parseEnv, dotenv-expand 13, Vite 8, python-dotenv 1.2 and bash; the five others did not.
const portable = /^[A-Za-z0-9_./:@%?&=+,~#!*()<>;|^{}[\] -]*$/;

/** @returns whether all dotenv parsers and bash read `KEY='value'` as exactly this value */
export function isEnvValue(value: string): boolean {
  return portable.test(value);
}

/** @returns whether this is a name that every shell and bundler accepts: capitals, digits and underscores */
export function isEnvName(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}
