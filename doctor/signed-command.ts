// A command that signs a URL with OpenSSL and asks CloudFront for it: the same as the doctor, by other means.
import { cannedPolicy } from "../signing";
import { curlTo, shellWord } from "./command";
import type { World } from "./world";

export interface SignedWith {
  readonly keyId: string;
  /** File with the private key. */
  readonly keyFile: string;
}

// Stands for the time in the policy until the shell puts it there.
const TIME = 4_000_000_000;

export function signedCommand(world: World, url: string, { keyId, keyFile }: SignedWith): string {
  const [before, after] = cannedPolicy(url, TIME).split(String(TIME)) as [string, string];
  const policy = `printf '%s' ${shellWord(before)}"$end"${shellWord(after)}`;
  const sign = `openssl dgst -sha256 -sign ${shellWord(keyFile)} | base64 | tr -d '\\n' | tr '+=/' '-_~'`;
  const query = `"Expires=$end&Signature=$signature&Key-Pair-Id=${keyId}&Hash-Algorithm=SHA256"`;
  return [
    "end=$(($(date +%s) + 120))",
    `signature=$(${policy} | ${sign})`,
    `${curlTo(world, url, "-si")} ${shellWord(url + (url.includes("?") ? "&" : "?"))}${query}`,
  ].join("; ");
}
