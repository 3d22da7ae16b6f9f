// Which CloudFront id does a key have? The config knows the key by its public half, the outputs file by its id.
import { outputsFile } from "../../../config/outputs";
import type { PublicKey } from "../../../signing";
import { parsePublicKey } from "../../../signing";
import { CannotRun } from "../../cannot-run";
import { openProject } from "../../open-project";
import type { Terminal } from "../../terminal";
import type { Options } from "..";

/** @returns the id that the last deploy gave the key, in the environment that was chosen */
export function deployedKeyId(publicKey: PublicKey, options: Options, terminal: Terminal): string {
  const { projects, file } = openProject(options, terminal);
  const project = projects[0];
  const key = project?.signingKeys.find(
    (one) => fingerprint(one.publicKeyPem) === publicKey.fingerprintSha256,
  );
  if (key?.keyId) return key.keyId;
  const why = key
    ? `the key ${JSON.stringify(key.id)} has not been deployed: ${outputsFile(project?.environment ?? null)} does not hold its id`
    : `no key in signingKeys of ${file} belongs to this private key`;
  throw new CannotRun(
    "signing-keys/id-unknown",
    `The id of the key is not known: ${why}.`,
    "Deploy first, or name CloudFront's id with --key-pair-id.",
  );
}

export function fingerprint(pem: string): string | null {
  const parsed = parsePublicKey(pem);
  return parsed.ok ? parsed.value.fingerprintSha256 : null;
}
