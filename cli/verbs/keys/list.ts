// keys list: the signing keys with their phases, fingerprints and CloudFront ids.
import { hasErrors } from "../../../config/problem";
import type { Project } from "../../../config/project";
import { parsePublicKey } from "../../../signing";
import { type OpenProject, openProject } from "../../open-project";
import { CONFIG_ERRORS, writeProblems } from "../../report/report";
import { columns } from "../../report/table";
import type { ExitCode, Terminal } from "../../terminal";
import type { Options } from "..";

export interface ListedKey {
  readonly environment: string | null;
  readonly id: string;
  readonly phase: string;
  readonly algorithm: string;
  readonly fingerprintSha256: string;
  readonly keyId: string | null;
  readonly publicKeyFile: string;
}

export async function listKeys(options: Options, terminal: Terminal): Promise<ExitCode> {
  const open = openProject(options, terminal);
  if (hasErrors(open.problems)) return unreadable(open, options, terminal);
  const keys = open.projects.flatMap(listed);
  terminal.stdout.write(options.format === "json" ? `${JSON.stringify(keys, null, 2)}\n` : table(keys));
  return 0;
}

export async function unreadable(open: OpenProject, options: Options, terminal: Terminal): Promise<ExitCode> {
  await writeProblems(open.problems, CONFIG_ERRORS, options, terminal);
  return 1;
}

export function listed({ environment, signingKeys }: Project): ListedKey[] {
  return signingKeys.map(({ id, phase, publicKeyPem, keyId, publicKeyFile }) => {
    const parsed = parsePublicKey(publicKeyPem);
    if (!parsed.ok) throw new Error(`the key ${id} was resolved and does not parse`);
    const { algorithm, fingerprintSha256 } = parsed.value;
    return { environment, id, phase, algorithm, fingerprintSha256, keyId, publicKeyFile };
  });
}

function table(keys: readonly ListedKey[]): string {
  if (keys.length === 0) return "There are no signing keys. `httpsmith keys new ID` makes a pair.\n";
  const head = ["id", "phase", "type", "CloudFront id", "file", "sha256 of the public half"];
  const rows = keys.map((key) => [
    key.environment === null ? key.id : `${key.id} (${key.environment})`,
    key.phase,
    key.algorithm,
    key.keyId ?? "(not deployed)",
    key.publicKeyFile,
    key.fingerprintSha256,
  ]);
  return `${columns([head, ...rows], "").join("\n")}\n`;
}
