// sign: a signed URL or signed cookies from a private key; what is printed is what clients send, byte for byte.
import { resolve } from "node:path";
import type { Problem } from "../../config/problem";
import * as signing from "../../signing";
import { seconds } from "../duration";
import { readNamed } from "../files/read-file";
import { formatReport, problemReport } from "../report/report";
import type { ExitCode, Terminal } from "../terminal";
import type { Options } from ".";
import { deployedKeyId } from "./keys/deployed";

export interface SignOptions extends Options {
  readonly key: string;
  readonly keyPairId?: string;
  readonly expiresIn: string;
  readonly startsIn?: string;
  readonly ip?: string;
  readonly resource?: string;
  readonly hash?: "SHA1" | "SHA256";
  readonly cookies?: boolean;
}

export async function sign(
  options: SignOptions,
  terminal: Terminal,
  [url = ""]: readonly string[],
): Promise<ExitCode> {
  const made = signed(options, terminal, url);
  if (!made.ok) return refuse(made.problem, options, terminal);
  terminal.stdout.write(
    options.format === "json" ? `${JSON.stringify(made.value, null, 2)}\n` : text(made.value),
  );
  return 0;
}

type Signed = { readonly url: string } | { readonly cookies: signing.SignedCookies };

function signed(options: SignOptions, terminal: Terminal, url: string): signing.Result<Signed> {
  const privateKey = signing.parsePrivateKey(readKey(options.key, terminal));
  if (!privateKey.ok) return privateKey;
  const keyPairId = options.keyPairId ?? deployedKeyId(privateKey.value.publicKey, options, terminal);
  const signer = signing.createSigner({
    keyPairId,
    privateKey: privateKey.value,
    hashAlgorithm: options.hash,
  });
  if (!signer.ok) return signer;
  const now = Math.floor(terminal.now().getTime() / 1000);
  const conditions = {
    expiresAt: now + seconds(options.expiresIn, "--expires-in"),
    ...(options.startsIn === undefined ? {} : { startsAt: now + seconds(options.startsIn, "--starts-in") }),
    ...(options.ip === undefined ? {} : { ipAddress: options.ip }),
  };
  return options.cookies
    ? cookies(signer.value, url, options, conditions, now)
    : signedUrl(signer.value, url, options, conditions, now);
}

type Conditions = Pick<signing.SignUrlInput, "expiresAt" | "startsAt" | "ipAddress">;

function signedUrl(
  signer: signing.Signer,
  url: string,
  { resource }: SignOptions,
  conditions: Conditions,
  now: number,
): signing.Result<Signed> {
  const made = signing.signUrl(
    signer,
    { url, ...conditions, ...(resource === undefined ? {} : { resource }) },
    now,
  );
  return made.ok ? { ok: true, value: { url: made.value } } : made;
}

// A plain URL until a time is a canned policy; a pattern or a condition makes the policy custom.
function cookies(
  signer: signing.Signer,
  url: string,
  { resource }: SignOptions,
  conditions: Conditions,
  now: number,
): signing.Result<Signed> {
  const isCanned =
    resource === undefined &&
    !url.includes("*") &&
    conditions.startsAt === undefined &&
    conditions.ipAddress === undefined;
  const input = isCanned
    ? { url, expiresAt: conditions.expiresAt }
    : { resource: resource ?? url, ...conditions };
  const made = signing.signCookies(signer, input, now);
  return made.ok ? { ok: true, value: { cookies: made.value } } : made;
}

function text(made: Signed): string {
  if ("url" in made) return `${made.url}\n`;
  return `Cookie: ${signing.toCookieHeader(made.cookies)}\n`;
}

function readKey(file: string, terminal: Terminal): string {
  const fix = "Name the file with the private key with --key FILE.";
  return readNamed(resolve(terminal.cwd, file), file, { code: "signing-keys/file-not-found", fix });
}

/** Refusals go to stderr, so that a script never takes them for a URL. */
async function refuse(
  { code, message, fix }: signing.SigningProblem,
  options: Options,
  terminal: Terminal,
): Promise<ExitCode> {
  const problem: Problem = { code, severity: "error", path: [], message, fix };
  const report = problemReport([problem], "not ok  nothing was signed");
  const output = options.format === "text" ? terminal.stderr : terminal.stdout;
  output.write(await formatReport(report, options, terminal));
  return 1;
}
