// The sites of the farm by name, one fault each, as Nginx serves them.
import { host } from "./diagnose";
import type { NginxSite } from "./farm";
import { type Issued, keys, type Leaf, type Pki } from "./pki";

export type SiteName = keyof typeof makers;

/** @param names those that a test needs; making certificates takes time */
export function sitesOf(
  pki: Pki,
  names: readonly SiteName[] = Object.keys(makers) as SiteName[],
): Record<string, NginxSite> {
  return Object.fromEntries(names.map((name) => [name, makers[name](pki)]));
}

const makers = {
  healthy: (pki) => full(pki),
  rsa2048: (pki) => full(pki, { key: keys.rsa2048 }),
  rsa4096: (pki) => full(pki, { key: keys.rsa4096 }),
  p384: (pki) => full(pki, { key: keys.p384 }),
  p521: (pki) => full(pki, { key: keys.p521 }),
  ed25519: (pki) => full(pki, { key: keys.ed25519 }),
  rsa1024: (pki) => full(pki, { key: keys.rsa1024 }, "ssl_ciphers DEFAULT:@SECLEVEL=0;"),
  expired: (pki) => full(pki, { from: -90, to: -1 }),
  early: (pki) => full(pki, { from: 2, to: 90 }),
  due: (pki) => full(pki, { from: -80, to: 10 }),
  otherName: (pki) => full(pki, { name: "other.example.com" }),
  wrongPurpose: (pki) => full(pki, { purpose: "clientAuth" }),
  commonName: (pki) => full(pki, { alternative: null }),
  selfSigned: (pki) => {
    const own = pki.selfSigned(host);
    return { chain: pki.chain(own), key: own.key };
  },
  unknownRoot: (pki) => chained(pki, { by: pki.stranger }, (leaf) => [leaf, pki.stranger]),
  noIntermediate: (pki) => chained(pki, {}, (leaf) => [leaf]),
  wrongOrder: (pki) => chained(pki, {}, (leaf) => [leaf, pki.root, pki.intermediate]),
  withRoot: (pki) => chained(pki, {}, (leaf) => [leaf, pki.intermediate, pki.root]),
  withStranger: (pki) => {
    const other = pki.leaf({ name: "other.example.com" });
    return chained(pki, {}, (leaf) => [leaf, pki.intermediate, other]);
  },
  tls10: (pki) => full(pki, rsa, "ssl_protocols TLSv1; ssl_ciphers ALL:@SECLEVEL=0;"),
  tls11: (pki) => full(pki, rsa, "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;"),
  tls13: (pki) => full(pki, {}, "ssl_protocols TLSv1.3;"),
  chacha: (pki) => full(pki, rsa, "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-RSA-CHACHA20-POLY1305;"),
  dhe: (pki) =>
    full(
      pki,
      rsa,
      `ssl_protocols TLSv1.2; ssl_ciphers DHE-RSA-AES256-GCM-SHA384; ssl_dhparam ${pki.dhParameters()};`,
    ),
  p521curve: (pki) =>
    full(
      pki,
      rsa,
      "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256; ssl_ecdh_curve secp521r1;",
    ),
  otherSni: (pki) => ({
    ...full(pki, { name: "other.example.com" }, "server_name other.example.com;"),
    other: "ssl_reject_handshake on;",
  }),
  clientCertificate: (pki) =>
    full(pki, {}, `ssl_client_certificate ${pki.root.certificate}; ssl_verify_client on;`),
} as const satisfies Record<string, (pki: Pki) => NginxSite>;

const rsa = { key: keys.rsa2048 };

function full(pki: Pki, leaf: Partial<Leaf> = {}, lines = ""): NginxSite {
  return { ...chained(pki, leaf, (own) => [own, pki.intermediate]), lines };
}

function chained(pki: Pki, leaf: Partial<Leaf>, chain: (own: Issued) => readonly Issued[]): NginxSite {
  const own = pki.leaf({ name: host, ...leaf });
  return { chain: pki.chain(...chain(own)), key: own.key };
}
