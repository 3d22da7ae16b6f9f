// The certificates that a server sent: the path from the leaf to a root, and what is wrong with how they were sent.
import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";

export interface Chain {
  readonly leaf: X509Certificate;
  /** In the order they were sent. */
  readonly sent: readonly X509Certificate[];
  /** From the leaf upwards, without the root of the store. */
  readonly path: readonly X509Certificate[];
  readonly end:
    | { readonly kind: "root"; readonly root: X509Certificate }
    /** The path ends in a certificate that signed itself and is in no store. */
    | { readonly kind: "self-signed" }
    /** Nobody sent the issuer of the last certificate, and it is in no store. */
    | { readonly kind: "issuer-missing" };
}

/** @param sent DER; @returns null where no leaf can be read */
export function readChain(sent: readonly Buffer[], roots: Roots): Chain | null {
  const certificates = sent.flatMap((der) => parsed(der) ?? []);
  const leaf = certificates[0];
  if (!leaf) return null;
  const path = [leaf];
  for (;;) {
    const last = path.at(-1)!;
    const root = roots.issuerOf(last);
    if (root) return { leaf, sent: certificates, path, end: { kind: "root", root } };
    if (isSelfSigned(last)) return { leaf, sent: certificates, path, end: { kind: "self-signed" } };
    const issuer = certificates.find((one) => !path.includes(one) && issued(one, last));
    if (!issuer) return { leaf, sent: certificates, path, end: { kind: "issuer-missing" } };
    path.push(issuer);
  }
}

function parsed(der: Buffer): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

/** Whether `issuer` signed `certificate`: names, key usage and the signature itself. */
function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

export function isSelfSigned(certificate: X509Certificate): boolean {
  return issued(certificate, certificate);
}

/** Whether each certificate of the path was sent right after the one that it signed. */
export function isInOrder({ sent, path }: Chain): boolean {
  return path.every((certificate, index) => sent[index] === certificate);
}

/** @returns those roots that were sent along, which clients have already */
export function sentRoots({ sent, leaf }: Chain): X509Certificate[] {
  return sent.filter((one) => one !== leaf && isSelfSigned(one));
}

/** @returns those that belong to no path from the leaf: neither in it nor an issuer of what was sent */
export function strangers({ sent, path }: Chain): X509Certificate[] {
  return sent.filter(
    (one) => !path.includes(one) && !sent.some((other) => other !== one && issued(one, other)),
  );
}

/** A store of roots that finds issuers by name. */
export interface Roots {
  readonly count: number;
  issuerOf(certificate: X509Certificate): X509Certificate | null;
}

const stores = new WeakMap<readonly string[], Roots>();

/** @param pems one certificate each */
export function rootStore(pems: readonly string[]): Roots {
  const made = stores.get(pems) ?? makeStore(pems);
  stores.set(pems, made);
  return made;
}

function makeStore(pems: readonly string[]): Roots {
  const bySubject = new Map<string, X509Certificate[]>();
  for (const pem of pems) {
    const root = new X509Certificate(pem);
    bySubject.set(root.subject, [...(bySubject.get(root.subject) ?? []), root]);
  }
  return {
    count: pems.length,
    issuerOf: (certificate) =>
      (bySubject.get(certificate.issuer) ?? []).find((root) => issued(root, certificate)) ?? null,
  };
}

/** By alternative names, or by the common name where there are none, as CloudFront's guide has it. */
export function coversName(leaf: X509Certificate, name: string): boolean {
  return (isIP(name) ? leaf.checkIP(name) : leaf.checkHost(name)) !== undefined;
}

/** @returns the common name, or the whole subject on one line */
export function nameOf(distinguishedName: string): string {
  return /^CN=(.*)$/m.exec(distinguishedName)?.[1] ?? distinguishedName.replaceAll("\n", ", ");
}

/** @returns the chain on one line: `api.example.com <- R11` */
export function chainText(certificates: readonly X509Certificate[]): string {
  return certificates.map(({ subject }) => nameOf(subject)).join(" <- ");
}
