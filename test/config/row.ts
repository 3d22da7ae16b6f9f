// One row of the config tables: the text of a config, « where each problem must be, and the problems in file order.
import { type Loaded, loadProjects } from "../../config/load";
import { formatPath, type Problem } from "../../config/problem";
import { unusedWaivers } from "../../config/waivers";

export interface Row {
  readonly name: string;
  /** The config with a « before each place, which the config itself does not have. */
  readonly text: string;
  readonly expected: readonly Expected[];
  readonly files?: Readonly<Record<string, string>>;
}

/** Code, path as it is printed, and what else matters: `warning`, or the name of the environment. */
export type Expected = readonly [code: string, path: string, ...tags: string[]];

export const today = "2026-11-15";

/** Texts of top-level sections. Together they are a config without any problem. */
export const sections = {
  name: '"moathon"',
  region: '"ap-northeast-2"',
  server: `{
    "host": { "kind": "domain", "name": "api.example.com" },
    "securityGroupId": "sg-0a1b2c3d4e5f67890",
    "acme": { "email": "ops@example.com" }
  }`,
  buckets: '{ "client": { "name": "moathon-client" }, "media": { "name": "moathon-media" } }',
  distributions: '{ "site": { "behaviors": [{ "path": "*", "origin": { "bucket": "client" } }] } }',
  django: '{ "settingsFile": "backend/config/settings_https.py" }',
  frontend: '{ "distribution": "site", "envFile": "frontend/.env.production" }',
};

/** A state that may hold secrets. */
export const remoteState = {
  terraform: '{ "backend": { "s3": { "bucket": "states", "key": "moathon", "region": "eu-west-1" } } }',
};

/** A section that is null is left out. */
export type Sections = Readonly<Record<string, string | null>>;

export function configText(changed: Sections = {}): string {
  const all = Object.entries({ ...sections, ...changed }).filter(([, text]) => text !== null);
  return `{\n${all.map(([key, text]) => `  ${key.startsWith("«") ? `«"${key.slice(1)}"` : `"${key}"`}: ${text}`).join(",\n")}\n}\n`;
}

/** A server section with one more key. */
export function server(key: string, value: string): Sections {
  return { server: sections.server.replace(/\n {2}}$/, `,\n    ${quotedKey(key)}: ${value}\n  }`) };
}

/** A server section with another host. */
export function host(text: string): Sections {
  return { server: sections.server.replace(/"host": .*/, `"host": ${text},`) };
}

function quotedKey(key: string): string {
  return key.startsWith("«") ? `«"${key.slice(1)}"` : `"${key}"`;
}

/** A distribution `site` with these behaviors, each on a line of its own, and further keys. */
export function site(behaviors: readonly string[], rest = ""): Sections {
  const tail = rest === "" ? "" : `,\n    ${rest}`;
  return {
    distributions: `{ "site": {\n    "behaviors": [\n      ${behaviors.join(",\n      ")}\n    ]${tail}\n  } }`,
  };
}

export function row(name: string, changed: Sections | string, ...expected: Expected[]): Row {
  return { name, text: typeof changed === "string" ? changed : configText(changed), expected };
}

export function rowWithFiles(files: Readonly<Record<string, string>>, ...args: Parameters<typeof row>): Row {
  return { ...row(...args), files };
}

export function load(text: string, files: Readonly<Record<string, string>> = {}): Loaded {
  const readText = (path: string) => (Object.hasOwn(files, path) ? files[path]! : null);
  return loadProjects({ file: "httpsmith.json", text, files: { readText }, today });
}

/** @returns "code path line:column tags" of each problem, in the order they are reported */
export function found({ problems }: Pick<Loaded, "problems">): string[] {
  return problems.map((problem) => {
    const { place, severity, environment, waived } = problem;
    const tags = [...(severity === "warning" ? ["warning"] : []), ...(environment ? [environment] : [])];
    return line(problem, place!, [...tags, ...(waived ? ["waived"] : [])]);
  });
}

export function wanted({ text, expected }: Row): string[] {
  const marks = [...text.matchAll(/«/g)].map((_, nth) => position(text, nth));
  if (marks.length !== expected.length)
    throw new Error(`${marks.length} marks for ${expected.length} problems`);
  return expected.map(([code, path, ...tags], index) => words(code, path, marks[index]!, ...tags));
}

// Line and column of a mark, counted without the marks before it and without a byte order mark.
function position(text: string, nth: number): string {
  const before = text
    .split("«")
    .slice(0, nth + 1)
    .join("")
    .replace(/^\uFEFF/, "");
  const lines = before.split(/\r\n|\n|\r/);
  return `${lines.length}:${lines.at(-1)!.length + 1}`;
}

function line({ code, path }: Problem, place: { line: number; column: number }, tags: string[]): string {
  return words(code, formatPath(path), `${place.line}:${place.column}`, ...tags);
}

function words(...parts: string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

/** Registers a test for each row. */
export function testRows(rows: readonly Row[]): void {
  test.each(rows.map((one) => [one.name, one] as const))("%s", (_, one) => {
    const loaded = load(one.text.replaceAll("«", ""), one.files);
    const unused = unusedWaivers(loaded.waivers, loaded.problems).map(loaded.locate);
    const problems = [...loaded.problems, ...unused];
    expect(found({ problems })).toEqual(wanted(one));
    for (const { message, fix } of problems) {
      expect(message).toMatch(/[.?]$/);
      expect(fix).not.toBe("");
    }
  });
}
