// Judges the fragments of a page by the code that the page describes.
import { createPublicKey } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "jsonc-parser";
import { run } from "../../cli/run";
import { mergePatch } from "../../config/merge-patch";
import type { Problem } from "../../config/problem";
import { generateFiles } from "../../generators";
import { incoherences } from "../../generators/coherence";
import {
  createSigner,
  generateKeyPair,
  parseKeyPairId,
  parsePrivateKey,
  signCookies,
  signUrl,
  toSetCookieHeaders,
} from "../../signing";
import { moathon, originHttps } from "../projects";
import type { Fragment, Page } from "./page";

/** What was found in a fragment; problems of httpsmith/signing have no severity. */
export type Found = Pick<Problem, "code"> & Partial<Problem>;

export const today = "2026-11-15";
const now = Date.parse(today) / 1000;

/** The rest of the config around a fragment. It has no problem. */
export const base = {
  name: "moathon",
  region: "ap-northeast-2",
  server: {
    host: { kind: "domain", name: "api.example.com" },
    securityGroupId: "sg-0a1b2c3d4e5f67890",
    acme: { email: "ops@example.com" },
  },
  buckets: { client: { name: "moathon-client-dist" } },
  distributions: { site: { behaviors: [{ path: "*", origin: { bucket: "client" } }] } },
  django: { settingsFile: "backend/config/settings_https.py" },
  frontend: { distribution: "site", envFile: "frontend/.env.production" },
};

/** @returns everything that httpsmith finds in the fragment, but the state of files, of which none is there */
export async function judge(page: Page, fragment: Fragment): Promise<readonly Found[]> {
  const { subject, text } = fragment;
  if (subject === null) return judgeConfig(wholeConfig(text));
  if (subject === "httpsmith.outputs.json") return judgeConfig(JSON.stringify(base), text);
  if (!subject.includes("/")) return judgeInput(subject, parse(text));
  return judgeGenerated(page, fragment);
}

/** @returns the text itself if it is a config of its own, else the base config with the fragment in it */
export function wholeConfig(text: string): string {
  const value = parse(text);
  if (!isObject(value) || ("name" in value && "region" in value)) return text;
  // A host of another kind has other keys, so it replaces the one of the base.
  const { host: _, ...server } = base.server;
  const under = isObject(value["server"]) && value["server"]["host"] ? { ...base, server } : base;
  return JSON.stringify(mergePatch(under, value));
}

/** Runs `check` in a folder that holds the config, the key files that the pages name, and nothing generated. */
async function judgeConfig(text: string, outputs?: string): Promise<readonly Found[]> {
  const files = {
    ...(await keyFiles),
    ...(outputs === undefined ? {} : { "httpsmith.outputs.json": outputs }),
  };
  const cwd = mkdtempSync(join(tmpdir(), "httpsmith-docs-"));
  for (const folder of ["keys", "edge"]) mkdirSync(join(cwd, folder));
  for (const [name, contents] of Object.entries({ ...files, "httpsmith.json": text })) {
    writeFileSync(join(cwd, name), contents);
  }
  const written: string[] = [];
  const output = { write: (part: string) => void written.push(part), isTTY: false, columns: 80 };
  const argv = ["check", "--format", "json"];
  await run({ cwd, argv, env: {}, stdout: output, stderr: output, now: () => new Date(today) }).finally(() =>
    rmSync(cwd, { recursive: true }),
  );
  const { problems } = JSON.parse(written.join("")) as { problems: Found[] };
  return problems.filter(({ code }) => !code.startsWith("files/"));
}

/** A page about two generated files shows lines of one of them: the after side is what is generated. */
function judgeGenerated(page: Page, { side, subject, text }: Fragment): readonly Found[] {
  const right = page.fragments.find((one) => one.side === "after" && one.subject === subject)!;
  const project = [moathon, originHttps].find((one) =>
    generateFiles(one).some(({ path }) => path === subject),
  );
  if (!project) throw new Error(`no file ${subject} is generated`);
  const files = generateFiles(project);
  const changed = files.map((file) =>
    file.path === subject ? { ...file, text: withLines(file.text, right.text, text) } : file,
  );
  return incoherences(project, side === "after" ? files : changed);
}

function withLines(text: string, right: string, instead: string): string {
  const wanted = right.trim().split("\n").map(trim);
  const lines = text.split("\n");
  const start = lines.findIndex((_, at) => wanted.every((line, i) => line === lines[at + i]?.trim()));
  if (start === -1) throw new Error(`the generated file does not hold ${right}`);
  return [...lines.slice(0, start), instead.trimEnd(), ...lines.slice(start + wanted.length)].join("\n");
}

function trim(line: string): string {
  return line.trim();
}

async function judgeInput(name: string, input: unknown): Promise<readonly Found[]> {
  const result = await inputs[name]!(input as never);
  return result.ok ? [] : [result.problem];
}

const cookiesFor = { resource: "https://media.example.com/*", expiresAt: now + 3600 };

const inputs: Record<
  string,
  (input: never) => Promise<ReturnType<typeof signUrl> | ReturnType<typeof signCookies>>
> = {
  parseKeyPairId: async (input) => parseKeyPairId(input),
  signUrl: async (input) => signUrl(await signer, input, now),
  signCookies: async (input) => signCookies(await signer, input, now),
  toSetCookieHeaders: async (input) => {
    const headers = toSetCookieHeaders(must(signCookies(await signer, cookiesFor, now)), input);
    return headers.ok ? { ok: true, value: headers.value.join("\n") } : headers;
  },
};

const pair = generateKeyPair("rsa");

const signer = pair.then(({ privatePem }) =>
  must(createSigner({ keyPairId: "K2JCJMDEHXQW5F", privateKey: must(parsePrivateKey(privatePem)) })),
);

const months = ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12"];

// Handlers of the user's own; as a CloudFront Function and as a Lambda@Edge function.
const edgeFiles = {
  "edge/language.js": "function handler(event) {\n  return event.request;\n}\n",
  "edge/language.py": "def handler(event, context):\n    return event['Records'][0]['cf']['request']\n",
};

const keyFiles = pair.then(({ privatePem, publicKey }) => ({
  "keys/private.pem": privatePem,
  "keys/jwks.json": JSON.stringify({ keys: [createPublicKey(publicKey.pem).export({ format: "jwk" })] }),
  ...edgeFiles,
  ...Object.fromEntries(months.map((month) => [`keys/${month}.pub.pem`, publicKey.pem])),
}));

function must<T>(result: { ok: true; value: T } | { ok: false; problem: Found & { message: string } }): T {
  if (result.ok) return result.value;
  throw new Error(result.problem.message);
}

function isObject(value: unknown): value is Record<string, Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
