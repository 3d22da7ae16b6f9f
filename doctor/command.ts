// Commands that show what a finding says, quoted for a POSIX shell so that they can be copied.
import { cloudFrontSuites } from "./tls/cloudfront";
import type { Endpoint } from "./tls/endpoint";
import type { World } from "./world";

/** @returns the words as one command line */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}

/** @returns the word as a shell takes it */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** CloudFront's list as OpenSSL takes it; the level lets old suites through where OpenSSL still has them. */
export const cloudFrontCipherFlags = [
  "-cipher",
  `${Object.keys(cloudFrontSuites).join(":")}:@SECLEVEL=0`,
  "-curves",
  "P-256:P-384:X25519",
];

/** @returns an `openssl s_client` to the endpoint that ends by itself where anything answers */
export function sClient(world: World, { place, serverName }: Endpoint, flags: readonly string[]): string {
  const sni = serverName === null ? ["-noservername"] : ["-servername", serverName];
  const trust = world.rootsFile === null ? [] : ["-CAfile", world.rootsFile];
  const words = ["openssl", "s_client", "-connect", world.where(place), ...sni, ...trust, ...flags];
  return `${shellLine(words)} </dev/null`;
}

/** @returns a `jq` that prints an attribute of a block, or the whole block where the attribute is "" */
export function jq(files: readonly string[], block: string, attribute: string): string {
  const path = [...block.split("."), ...(attribute === "" ? [] : [attribute])];
  const filter = path.map((part) => `.${/^\w+$/.test(part) ? part : JSON.stringify(part)}`).join("");
  return shellLine(["jq", filter, ...files]);
}

/** @returns a `curl` of the URL that connects where the doctor does */
export function curl(world: World, url: string, ...flags: readonly string[]): string {
  return `${curlTo(world, url, ...flags)} ${shellWord(url)}`;
}

/** @returns the same without the URL, for one that the shell puts together */
export function curlTo(world: World, url: string, ...flags: readonly string[]): string {
  const { protocol, hostname } = new URL(url);
  const port = protocol === "http:" ? 80 : 443;
  const where = world.where({ host: hostname, port });
  const connect = where === `${hostname}:${port}` ? [] : ["--connect-to", `${hostname}:${port}:${where}`];
  const trust = world.rootsFile === null ? [] : ["--cacert", world.rootsFile];
  return shellLine(["curl", ...flags, ...connect, ...trust]);
}

/** @returns the same with the leaf certificate handed on to `openssl x509` */
export function leafCommand(world: World, endpoint: Endpoint, flags: readonly string[]): string {
  const old = ["-cipher", "ALL:@SECLEVEL=0"];
  return `${sClient(world, endpoint, old)} 2>/dev/null | ${shellLine(["openssl", "x509", "-noout", ...flags])}`;
}
