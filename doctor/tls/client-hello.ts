// Writes a ClientHello as bytes, since Node's own TLS speaks neither SSLv3 nor all suites that CloudFront offers.
import { type Offer, type Protocol, versionOf } from "./cloudfront";

export interface HelloInput {
  readonly protocol: Protocol;
  readonly offer: Offer;
  /** SNI; null for none, as for an address. */
  readonly serverName: string | null;
  /** 96 bytes: the random, the session id and the X25519 share. */
  readonly random: Buffer;
}

/** How many random bytes a hello takes. */
export const HELLO_RANDOM_BYTES = 96;

/** @returns one TLS record with the hello (RFC 5246 §7.4.1.2; RFC 8446 §4.1.2; RFC 6101 §5.6.1.2 for SSLv3) */
export function clientHello({ protocol, offer, serverName, random }: HelloInput): Buffer {
  const isTls13 = protocol === "TLSv1.3";
  const body = Buffer.concat([
    uint16(Math.min(versionOf[protocol], versionOf["TLSv1.2"])),
    random.subarray(0, 32),
    // Middleboxes want a session id of a TLS 1.3 hello (RFC 8446 appendix D.4).
    vector8(isTls13 ? random.subarray(32, 64) : Buffer.alloc(0)),
    vector16(uint16List(Object.values(offer.suites))),
    // Compression: none.
    vector8(Buffer.of(0)),
    // SSLv3 knows no extensions.
    ...(protocol === "SSLv3"
      ? []
      : [vector16(Buffer.concat(extensions(protocol, offer, serverName, random)))]),
  ]);
  const message = Buffer.concat([Buffer.of(CLIENT_HELLO), vector24(body)]);
  const recordVersion = protocol === "SSLv3" ? versionOf.SSLv3 : versionOf.TLSv1;
  return Buffer.concat([Buffer.of(HANDSHAKE_RECORD), uint16(recordVersion), vector16(message)]);
}

// RFC 5246 §6.2.1 and §7.4.
const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;

// RFC 6066 §3, RFC 8422 §5.1, RFC 5246 §7.4.1.4, RFC 5746 §3.2, RFC 8446 §4.2.
function extensions(protocol: Protocol, offer: Offer, serverName: string | null, random: Buffer): Buffer[] {
  const name = serverName === null ? [] : [extension(0, vector16(hostName(serverName)))];
  const hasSchemes = versionOf[protocol] >= versionOf["TLSv1.2"];
  return [
    ...name,
    extension(10, vector16(uint16List(offer.groups))),
    extension(11, vector8(Buffer.of(0))),
    ...(hasSchemes ? [extension(13, vector16(uint16List(offer.schemes)))] : []),
    extension(0xff01, vector8(Buffer.alloc(0))),
    ...(protocol === "TLSv1.3" ? tls13Extensions(random.subarray(64, 96)) : []),
  ];
}

function hostName(name: string): Buffer {
  return Buffer.concat([Buffer.of(0), vector16(Buffer.from(name, "ascii"))]);
}

// Any 32 bytes are an X25519 public key (RFC 7748 §5); the handshake ends before a shared secret is needed.
function tls13Extensions(x25519: Buffer): Buffer[] {
  return [
    extension(43, vector8(uint16(versionOf["TLSv1.3"]))),
    extension(45, vector8(Buffer.of(1))),
    extension(51, vector16(Buffer.concat([uint16(0x001d), vector16(x25519)]))),
  ];
}

function extension(type: number, data: Buffer): Buffer {
  return Buffer.concat([uint16(type), vector16(data)]);
}

function uint16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff);
}

function uint16List(values: readonly number[]): Buffer {
  return Buffer.concat(values.map(uint16));
}

function vector8(data: Buffer): Buffer {
  return Buffer.concat([Buffer.of(data.length), data]);
}

function vector16(data: Buffer): Buffer {
  return Buffer.concat([uint16(data.length), data]);
}

function vector24(data: Buffer): Buffer {
  return Buffer.concat([Buffer.of(data.length >> 16), uint16(data.length & 0xffff), data]);
}
