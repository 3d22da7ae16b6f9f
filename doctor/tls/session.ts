// A whole TLS handshake by Node's OpenSSL: what was negotiated, and OpenSSL's verdict about the certificate.
import type { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import {
  type ConnectionOptions,
  connect,
  createSecureContext,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import type { Connected, HostPort, World } from "../world";

export interface Session {
  readonly protocol: string;
  readonly cipher: string;
  /** OpenSSL's verify error, e.g. CERT_HAS_EXPIRED; null where it verified. */
  readonly verifyError: string | null;
  readonly certificate: X509Certificate | null;
  /** From the leaf upwards, as OpenSSL put it in order. */
  readonly chain: readonly Buffer[];
}

export type SessionResult =
  | { readonly kind: "open"; readonly socket: TLSSocket; readonly session: Session }
  | { readonly kind: "unreachable"; readonly connected: Exclude<Connected, { kind: "open" }> }
  | { readonly kind: "failed"; readonly reason: string };

/** @param serverName SNI; null for none */
export async function openSession(
  world: World,
  place: HostPort,
  serverName: string | null,
): Promise<SessionResult> {
  const connected = await world.connect(place);
  if (connected.kind !== "open") return { kind: "unreachable", connected };
  return secure(connected.socket, serverName, contextOf(world.roots), world.patience.handshakeMs);
}

function secure(
  socket: Socket,
  serverName: string | null,
  secureContext: SecureContext,
  timeoutMs: number,
): Promise<SessionResult> {
  return new Promise((resolve) => {
    const options: ConnectionOptions = { socket, secureContext, rejectUnauthorized: false };
    const tls = connect(serverName === null ? options : { ...options, servername: serverName });
    const fail = (reason: string) => {
      clearTimeout(timer);
      tls.destroy();
      resolve({ kind: "failed", reason });
    };
    const timer = setTimeout(() => fail("no handshake in time"), timeoutMs);
    tls.once("error", (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    tls.once("close", () => fail("the server hung up during the handshake"));
    tls.once("secureConnect", () => {
      clearTimeout(timer);
      resolve({ kind: "open", socket: tls, session: sessionOf(tls) });
    });
  });
}

function sessionOf(tls: TLSSocket): Session {
  return {
    protocol: tls.getProtocol() ?? "unknown",
    cipher: tls.getCipher().name,
    // Node types it as an Error; it is the name of OpenSSL's error.
    verifyError: (tls.authorizationError as unknown as string | null) ?? null,
    certificate: tls.getPeerX509Certificate() ?? null,
    chain: chainOf(tls),
  };
}

function chainOf(tls: TLSSocket): Buffer[] {
  const chain: Buffer[] = [];
  let one = tls.getPeerX509Certificate();
  while (one && !chain.some((der) => der.equals(one!.raw))) {
    chain.push(one.raw);
    one = one.issuerCertificate;
  }
  return chain;
}

const contexts = new WeakMap<readonly string[], SecureContext>();

// Loading all roots takes longer than a handshake. Old protocols are for looking, never for sending anything.
function contextOf(roots: readonly string[]): SecureContext {
  const made =
    contexts.get(roots) ??
    createSecureContext({ ca: [...roots], minVersion: "TLSv1", ciphers: "DEFAULT:@SECLEVEL=0" });
  contexts.set(roots, made);
  return made;
}
