// What the user gives the doctor beside the config: keys, tokens, roots, a copy of the server's files.
import { X509Certificate } from "node:crypto";
import { join, resolve } from "node:path";
import { rootCertificates } from "node:tls";
import { type Outputs, outputsFile, readOutputs } from "../../../config/outputs";
import type { Project } from "../../../config/project";
import type { Given, HostFile, MachineInput } from "../../../doctor";
import { type PrivateKey, parsePrivateKey } from "../../../signing";
import { CannotRun } from "../../cannot-run";
import { readIfThere, readLoosely, readNamed } from "../../files/read-file";
import type { OpenProject } from "../../open-project";
import type { Terminal } from "../../terminal";
import { type AccountOptions, account } from "./account";
import { headerSecret, pathOption } from "./sendable";
import { terraformOf } from "./terraform";

export interface GivenOptions extends AccountOptions {
  /** Private signing key. */
  readonly key?: string;
  readonly object?: string;
  readonly tokenFile?: string;
  readonly form?: string;
  readonly originSecretFile?: string;
  /** Folder with the server's files as they are installed. */
  readonly serverRoot?: string;
  /** Terraform JSON, or a folder with it. */
  readonly terraform?: string;
  /** Further roots, PEM. */
  readonly ca?: string;
}

export function given(
  open: OpenProject,
  project: Project,
  options: GivenOptions,
  terminal: Terminal,
): Omit<Given, "edgeRuns"> {
  return {
    signingKey: options.key === undefined ? null : signingKey(options.key, terminal),
    token: token(options, terminal),
    secretFiles: { signingKey: options.key ?? null, token: options.tokenFile ?? null },
    originSecret: originSecret(options, terminal),
    object: options.object === undefined ? null : pathOption("--object", options.object),
    formPath: options.form === undefined ? null : pathOption("--form", options.form),
    hostFiles:
      options.serverRoot === undefined ? null : hostFiles(open, project, options.serverRoot, terminal),
    terraform: terraformOf(project, options.terraform, terminal),
    outputs: outputsOf(open, project),
    account: account(project, options),
  };
}

function outputsOf({ root, display }: OpenProject, { environment, stack }: Project): Outputs {
  const file = outputsFile(environment);
  return readOutputs(file, readIfThere(join(root, file), display(file)), stack).outputs;
}

/** @returns Node's roots, with those of `--ca` beside them */
export function rootsFrom(
  { ca }: GivenOptions,
  terminal: Terminal,
): Pick<MachineInput, "roots" | "rootsFile"> {
  if (ca === undefined) return { roots: null, rootsFile: null };
  const blocks = must(ca, "--ca", terminal).match(
    /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
  );
  if (!blocks?.every(isCertificate)) {
    throw new CannotRun(
      "doctor/malformed-ca",
      `${ca} holds no certificate in PEM form.`,
      'Name a file with blocks that begin with "-----BEGIN CERTIFICATE-----".',
    );
  }
  return { roots: [...rootCertificates, ...blocks], rootsFile: ca };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}

function signingKey(file: string, terminal: Terminal): PrivateKey {
  const parsed = parsePrivateKey(must(file, "--key", terminal));
  if (parsed.ok) return parsed.value;
  throw new CannotRun(parsed.problem.code, parsed.problem.message, parsed.problem.fix);
}

// Never from the command line itself, which every user of the machine can read.
function token({ tokenFile }: GivenOptions, terminal: Terminal): string | null {
  if (tokenFile !== undefined)
    return headerSecret(tokenFile, must(tokenFile, "--token-file", terminal).trim());
  const variable = terminal.env["HTTPSMITH_DOCTOR_TOKEN"];
  return variable ? headerSecret("$HTTPSMITH_DOCTOR_TOKEN", variable) : null;
}

function originSecret({ originSecretFile }: GivenOptions, terminal: Terminal): string | null {
  if (originSecretFile === undefined) return null;
  return headerSecret(originSecretFile, must(originSecretFile, "--origin-secret-file", terminal).trim());
}

function hostFiles(open: OpenProject, project: Project, root: string, terminal: Terminal): HostFile[] {
  return open.filesOf(project).flatMap(({ path, installPath, text }) => {
    if (installPath === null) return [];
    const foundFile = join(root, installPath);
    const found = readLoosely(resolve(terminal.cwd, foundFile), foundFile)?.replaceAll("\r\n", "\n") ?? null;
    return [{ path: installPath, generatedFile: open.display(path), foundFile, expected: text, found }];
  });
}

function must(file: string, option: string, terminal: Terminal): string {
  const missing = { code: "doctor/file-not-found", fix: `Name the file with ${option} FILE.` } as const;
  return readNamed(resolve(terminal.cwd, file), file, missing);
}
