// What CloudFront offers to an origin in its ClientHello, and what it takes of a certificate.

export const protocols = ["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const;

/** CloudFront's names (API enum OriginSslProtocols), and TLSv1.3, which cannot be named there. */
export type Protocol = (typeof protocols)[number];

// RFC 6101 §5.2.1 and RFC 8446 §4.1.2: versions as they stand in a hello.
export const versionOf: Readonly<Record<Protocol, number>> = {
  SSLv3: 0x0300,
  TLSv1: 0x0301,
  "TLSv1.1": 0x0302,
  "TLSv1.2": 0x0303,
  "TLSv1.3": 0x0304,
};

/** Code points of cipher suites by OpenSSL's name (IANA "TLS Cipher Suites"). */
export type Suites = Readonly<Record<string, number>>;

// Source: CloudFront Developer Guide, secure-connections-supported-ciphers-cloudfront-to-origin; in its order.
export const cloudFrontSuites: Suites = {
  "ECDHE-ECDSA-AES256-GCM-SHA384": 0xc02c,
  "ECDHE-ECDSA-AES256-SHA384": 0xc024,
  "ECDHE-ECDSA-AES256-SHA": 0xc00a,
  "ECDHE-ECDSA-AES128-GCM-SHA256": 0xc02b,
  "ECDHE-ECDSA-AES128-SHA256": 0xc023,
  "ECDHE-ECDSA-AES128-SHA": 0xc009,
  "ECDHE-RSA-AES256-GCM-SHA384": 0xc030,
  "ECDHE-RSA-AES256-SHA384": 0xc028,
  "ECDHE-RSA-AES256-SHA": 0xc014,
  "ECDHE-RSA-AES128-GCM-SHA256": 0xc02f,
  "ECDHE-RSA-AES128-SHA256": 0xc027,
  "ECDHE-RSA-AES128-SHA": 0xc013,
  "AES256-SHA": 0x0035,
  "AES128-SHA": 0x002f,
  "DES-CBC3-SHA": 0x000a,
  "RC4-MD5": 0x0004,
};

/**
 * Assumption: the guide lists no TLS 1.3 suites for the origin leg; these three are all that RFC 8446 §9.1 has in use
 * and what CloudFront takes from viewers.
 */
export const tls13Suites: Suites = {
  TLS_AES_128_GCM_SHA256: 0x1301,
  TLS_AES_256_GCM_SHA384: 0x1302,
  TLS_CHACHA20_POLY1305_SHA256: 0x1303,
};

/** Suites that CloudFront does not offer, to find out what a server wants that refuses CloudFront's. */
export const otherSuites: Suites = {
  "ECDHE-ECDSA-CHACHA20-POLY1305": 0xcca9,
  "ECDHE-RSA-CHACHA20-POLY1305": 0xcca8,
  "DHE-RSA-CHACHA20-POLY1305": 0xccaa,
  "DHE-RSA-AES256-GCM-SHA384": 0x009f,
  "DHE-RSA-AES128-GCM-SHA256": 0x009e,
  "DHE-RSA-AES256-SHA256": 0x006b,
  "DHE-RSA-AES128-SHA256": 0x0067,
  "DHE-RSA-AES256-SHA": 0x0039,
  "DHE-RSA-AES128-SHA": 0x0033,
  "AES256-GCM-SHA384": 0x009d,
  "AES128-GCM-SHA256": 0x009c,
  "AES256-SHA256": 0x003d,
  "AES128-SHA256": 0x003c,
  "ECDHE-ECDSA-AES256-CCM": 0xc0ad,
  "ECDHE-ECDSA-AES128-CCM": 0xc0ac,
  "AES256-CCM": 0xc09d,
  "AES128-CCM": 0xc09c,
  "CAMELLIA256-SHA": 0x0084,
  "CAMELLIA128-SHA": 0x0041,
  "ECDHE-ECDSA-ARIA256-GCM-SHA384": 0xc05d,
  "ECDHE-ECDSA-ARIA128-GCM-SHA256": 0xc05c,
  "ECDHE-ARIA256-GCM-SHA384": 0xc061,
  "ECDHE-ARIA128-GCM-SHA256": 0xc060,
};

const names = new Map(
  [cloudFrontSuites, tls13Suites, otherSuites].flatMap((suites) =>
    Object.entries(suites).map(([name, code]) => [code, name] as const),
  ),
);

/** @returns OpenSSL's name of a suite, or its code point */
export function suiteName(code: number): string {
  return names.get(code) ?? `0x${code.toString(16).padStart(4, "0")}`;
}

/** What a hello offers beside protocol and suites (IANA "TLS Supported Groups" and "TLS SignatureScheme"). */
export interface Offer {
  readonly suites: Suites;
  readonly groups: readonly number[];
  readonly schemes: readonly number[];
}

// Source: the same page, curves prime256v1, secp384r1, X25519; RSA_PKCS1 and ECDSA with SHA-256, 384, 512, 224 and 1.
export const cloudFrontOffer: Offer = {
  suites: cloudFrontSuites,
  groups: [0x0017, 0x0018, 0x001d],
  schemes: [0x0401, 0x0501, 0x0601, 0x0301, 0x0201, 0x0403, 0x0503, 0x0603, 0x0303, 0x0203],
};

/** The same for TLS 1.3, where RSA signs with PSS (RFC 8446 §4.2.3). */
export const cloudFrontTls13Offer: Offer = {
  ...cloudFrontOffer,
  suites: tls13Suites,
  schemes: [0x0804, 0x0805, 0x0806, ...cloudFrontOffer.schemes],
};

/** Everything that a server might want: secp521r1, x448, PSS, Ed25519 and Ed448 too. */
export const broadOffer: Offer = {
  suites: { ...cloudFrontSuites, ...otherSuites },
  groups: [...cloudFrontOffer.groups, 0x0019, 0x001e],
  schemes: [...cloudFrontTls13Offer.schemes, 0x0807, 0x0808],
};
