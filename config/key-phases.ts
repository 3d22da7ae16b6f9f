// The life of a signing key: staged → active → retiring → removed, judged against an earlier state of the config.
import type { Config } from "../schemas/config";
import type { Problem } from "./problem";

type SigningKey = Config["signingKeys"][number];

/** One key as it was: its phase, and the fingerprint of its public half where that can still be read. */
export interface EarlierKey extends Pick<SigningKey, "id" | "phase"> {
  readonly fingerprintSha256: string | null;
}

/**
 * CloudFront needs minutes to learn a key and applications hold signed URLs for hours, so each step must be deployed
 * before the next. @param earlier empty for a config without keys: the first one may be active at once
 */
export function phaseProblems(earlier: readonly EarlierKey[], current: readonly EarlierKey[]): Problem[] {
  if (earlier.length === 0) return [];
  const removed = earlier.filter(({ id }) => !current.some((key) => key.id === id));
  return [
    ...removed.flatMap((key) => (key.phase === "active" ? [removedWhileActive(key)] : [])),
    ...current.flatMap((key, index) =>
      stepProblems(
        earlier.find(({ id }) => id === key.id),
        key,
        index,
      ),
    ),
  ];
}

function stepProblems(was: EarlierKey | undefined, key: EarlierKey, index: number): Problem[] {
  if (!was) return key.phase === "active" ? [activatedUnstaged(key, index)] : [];
  const isReplaced =
    was.fingerprintSha256 !== null &&
    key.fingerprintSha256 !== null &&
    was.fingerprintSha256 !== key.fingerprintSha256;
  return isReplaced ? [replaced(key, index)] : [];
}

function removedWhileActive({ id }: EarlierKey): Problem {
  return {
    code: "signing-keys/removed-while-active",
    severity: "error",
    path: ["signingKeys"],
    message: `The key ${JSON.stringify(id)} was active and is gone: every URL that it signed would answer 403.`,
    expected: "active, then retiring, then removed, with a deploy between the steps",
    fix: `Put it back with "phase": "retiring", deploy, and remove it when its last URL has expired.`,
  };
}

function activatedUnstaged({ id }: EarlierKey, index: number): Problem {
  return {
    code: "signing-keys/activated-unstaged",
    severity: "error",
    path: ["signingKeys", index, "phase"],
    message: `The key ${JSON.stringify(id)} is new and signs at once: until CloudFront has learned it, its URLs answer 403.`,
    expected: "staged, deployed, then active",
    fix: 'Write "phase": "staged" and leave the active key as it is; deploy; then change both.',
  };
}

function replaced({ id }: EarlierKey, index: number): Problem {
  return {
    code: "signing-keys/replaced",
    severity: "error",
    path: ["signingKeys", index, "publicKeyFile"],
    message: `The key ${JSON.stringify(id)} is another one than before under the same id: all its URLs would answer 403.`,
    expected: "the same public key for as long as the id is there",
    fix: "Restore the old file, and give the new key an id of its own, staged first.",
  };
}
