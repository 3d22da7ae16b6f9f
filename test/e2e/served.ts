// What a machine's server shows to the outside: certificates and answers, asked for from the internet.
import type { Machine } from "./namespace";

export interface Shown {
  readonly issuer: string;
  /** SHA-256, which tells one certificate from the next. */
  readonly fingerprint: string;
  /** How many certificates came. */
  readonly chain: number;
}

/** @returns the certificate that the server shows for a name; null: no handshake */
export function certificateShown(machine: Machine, name: string): Shown | null {
  const connect = `openssl s_client -connect ${name}:443 -servername ${name} -showcerts </dev/null 2>/dev/null`;
  const read = "openssl x509 -noout -issuer -fingerprint -sha256";
  const script = `shown=$(${connect}); printf '%s' "$shown" | ${read}; printf '%s' "$shown" | grep -c 'BEGIN CERT'`;
  const { status, output } = machine.sh(script, { network: "internet" });
  if (status !== 0) return null;
  const [, issuer = ""] = /^issuer=(.*)$/m.exec(output) ?? [];
  const [, fingerprint = ""] = /Fingerprint=(.*)$/m.exec(output) ?? [];
  return { issuer, fingerprint, chain: Number(/^\d+$/m.exec(output)?.[0]) };
}

/** Runs curl as a viewer who trusts what browsers trust. `status` 0: an answer came over a trusted connection. */
export function curl(
  machine: Machine,
  ...args: readonly string[]
): { status: number | null; output: string } {
  return machine.run("curl", ["-sS", "--max-time", "20", ...args], { network: "internet" });
}

/** @returns status and body of an answer; status null where none came */
export function fetched(
  machine: Machine,
  ...args: readonly string[]
): { status: number | null; body: string } {
  const { status, output } = curl(machine, "-w", "\n%{http_code}", ...args);
  const at = output.lastIndexOf("\n");
  return status === 0
    ? { status: Number(output.slice(at + 1)), body: output.slice(0, at) }
    : { status: null, body: output };
}
