// Reads what a server answers to a ClientHello, up to where it would wait for the client again.
import { type Protocol, protocols, versionOf } from "./cloudfront";

/** The server took the hello. */
export interface ServerHello {
  readonly kind: "hello";
  readonly protocol: Protocol;
  /** Code point of the suite that the server chose. */
  readonly suite: number;
  /** Certificates in DER in the order they were sent; TLS 1.3 encrypts them, so none then. */
  readonly chain: readonly Buffer[];
  readonly asksForClientCertificate: boolean;
}

export type Reply =
  | ServerHello
  /** RFC 8446 §6.2 numbers the descriptions. */
  | { readonly kind: "alert"; readonly description: number }
  | { readonly kind: "not-tls"; readonly firstBytes: string };

/** Takes bytes as they come. @returns null as long as more are needed */
export class ReplyReader {
  private bytes = Buffer.alloc(0);
  private handshake = Buffer.alloc(0);

  read(chunk: Buffer): Reply | null {
    this.bytes = Buffer.concat([this.bytes, chunk]);
    if (this.bytes.length > MOST_BYTES) return this.notTls();
    for (;;) {
      const type = this.bytes[0];
      if (type === undefined) return null;
      if (type !== ALERT_RECORD && type !== HANDSHAKE_RECORD && !this.isLateRecord(type))
        return this.notTls();
      if (this.bytes.length < RECORD_HEADER) return null;
      if (this.bytes[1] !== 3) return this.notTls();
      const end = RECORD_HEADER + this.bytes.readUInt16BE(3);
      if (this.bytes.length < end) return null;
      const content = this.bytes.subarray(RECORD_HEADER, end);
      this.bytes = this.bytes.subarray(end);
      if (type === ALERT_RECORD) return { kind: "alert", description: content[1] ?? 0 };
      this.handshake = Buffer.concat([this.handshake, content]);
      if (this.handshake.length > MOST_BYTES) return this.notTls();
      const reply = readMessages(this.handshake);
      if (reply) return reply;
    }
  }

  // A first byte that is no record's may come only at the start.
  private isLateRecord(type: number): boolean {
    return this.handshake.length > 0 && (type === 20 || type === 23);
  }

  private notTls(): Reply {
    return { kind: "not-tls", firstBytes: this.bytes.subarray(0, 80).toString("latin1") };
  }
}

// RFC 5246 §6.2.1, §7.4.
const ALERT_RECORD = 21;
const HANDSHAKE_RECORD = 22;
const RECORD_HEADER = 5;
const MESSAGE_HEADER = 4;
const message = { serverHello: 2, certificate: 11, certificateRequest: 13, serverHelloDone: 14 };

// No honest chain comes near.
const MOST_BYTES = 262_144;

function readMessages(bytes: Buffer): ServerHello | null {
  let hello: Pick<ServerHello, "protocol" | "suite"> | null = null;
  let chain: Buffer[] = [];
  let asksForClientCertificate = false;
  for (const { type, body } of messagesOf(bytes)) {
    if (type === message.serverHello) hello = readHello(body);
    if (type === message.certificate) chain = readChain(body);
    if (type === message.certificateRequest) asksForClientCertificate = true;
    const isDone = type === message.serverHelloDone || hello?.protocol === "TLSv1.3";
    if (hello && isDone) return { kind: "hello", ...hello, chain, asksForClientCertificate };
  }
  return null;
}

function* messagesOf(bytes: Buffer): Generator<{ type: number; body: Buffer }> {
  for (let at = 0; at + MESSAGE_HEADER <= bytes.length; ) {
    const end = at + MESSAGE_HEADER + bytes.readUIntBE(at + 1, 3);
    if (end > bytes.length) return;
    yield { type: bytes[at]!, body: bytes.subarray(at + MESSAGE_HEADER, end) };
    at = end;
  }
}

// Version, random, session id, suite, compression, and extensions where there are any (RFC 8446 §4.1.3).
function readHello(body: Buffer): Pick<ServerHello, "protocol" | "suite"> | null {
  const suiteAt = 35 + (body[34] ?? 0);
  if (body.length < suiteAt + 3) return null;
  const version = chosenVersion(body.subarray(suiteAt + 5)) ?? body.readUInt16BE(0);
  const protocol = protocols.find((name) => versionOf[name] === version);
  return protocol ? { protocol, suite: body.readUInt16BE(suiteAt) } : null;
}

const SUPPORTED_VERSIONS = 43;

function chosenVersion(extensions: Buffer): number | null {
  for (let at = 0; at + 4 <= extensions.length; ) {
    const length = extensions.readUInt16BE(at + 2);
    if (extensions.readUInt16BE(at) === SUPPORTED_VERSIONS && length === 2 && at + 6 <= extensions.length) {
      return extensions.readUInt16BE(at + 4);
    }
    at += 4 + length;
  }
  return null;
}

function readChain(body: Buffer): Buffer[] {
  const chain: Buffer[] = [];
  for (let at = 3; at + 3 <= body.length; ) {
    const end = at + 3 + body.readUIntBE(at, 3);
    if (end > body.length) break;
    chain.push(body.subarray(at + 3, end));
    at = end;
  }
  return chain;
}
