// certificate-key: is the certificate's key of a type and size that CloudFront takes?
import type { X509Certificate } from "node:crypto";
import { leafCommand } from "../command";
import { tlsCheck } from "../examination";
import { error, ok, warning } from "../finding";
import { BAD_GATEWAY, symptom } from "../targets";
import { withoutChain } from "./port";

export const certificateKey = tlsCheck(
  "certificate-key",
  "the certificate's key is of a type that CloudFront takes",
  (facts, on) => {
    const without = withoutChain(facts, on);
    if (without) return without;
    const { about, world, target } = on;
    const { leaf } = facts.chain!;
    const shown = {
      evidence: [["key", keyText(leaf)]] as const,
      command: `${leafCommand(world, target.endpoint, ["-text"])} | grep -A2 'Public Key Algorithm'`,
      fix: "Make a new certificate with a P-256 key: `certbot certonly --key-type ecdsa --elliptic-curve secp256r1 --force-renewal …`, or RSA 2048.",
    };
    if (unsupportedKey(leaf)) {
      return error("doctor/key-unsupported", about, {
        message: `CloudFront cannot use a certificate with a key of type ${keyText(leaf)}.`,
        symptom: symptom(target, BAD_GATEWAY, "ERR_SSL_VERSION_OR_CIPHER_MISMATCH in most browsers"),
        ...shown,
      });
    }
    if (isCurve(leaf, "secp384r1") && target.peer === "cloudfront") {
      return warning("doctor/key-undocumented", about, {
        message:
          "CloudFront's guide promises P-256 for ECDSA certificates; P-384 was seen to work and is not promised.",
        symptom: `none as long as CloudFront takes P-384, else ${BAD_GATEWAY}`,
        ...shown,
      });
    }
    if (rsaBits(leaf) !== null && rsaBits(leaf)! < MODERN_RSA_BITS) {
      return warning("doctor/key-short", about, {
        message: `An RSA key of ${rsaBits(leaf)} bits can be broken; CloudFront takes it, browsers and public CAs do not.`,
        symptom: symptom(target, "none", "ERR_CERT_WEAK_KEY"),
        ...shown,
      });
    }
    return ok(about, `The key is ${keyText(leaf)}.`, shown.evidence, shown.command);
  },
);

// CA/Browser Forum Baseline Requirements §6.1.5.
const MODERN_RSA_BITS = 2048;

/**
 * Source: Developer Guide, using-https-cloudfront-to-custom-origin: RSA 1024, 2048, 3072 and 4096, ECDSA P-256.
 * P-384 is among the curves that CloudFront offers, so it is told apart.
 */
export function unsupportedKey(leaf: X509Certificate): boolean {
  const bits = rsaBits(leaf);
  if (bits !== null) return ![1024, 2048, 3072, 4096].includes(bits);
  return !isCurve(leaf, "prime256v1") && !isCurve(leaf, "secp384r1");
}

function rsaBits({ publicKey }: X509Certificate): number | null {
  const { asymmetricKeyType, asymmetricKeyDetails } = publicKey;
  return asymmetricKeyType === "rsa" ? (asymmetricKeyDetails?.modulusLength ?? 0) : null;
}

function isCurve({ publicKey }: X509Certificate, curve: string): boolean {
  return publicKey.asymmetricKeyType === "ec" && publicKey.asymmetricKeyDetails?.namedCurve === curve;
}

const curveNames: Readonly<Record<string, string>> = {
  prime256v1: "P-256",
  secp384r1: "P-384",
  secp521r1: "P-521",
};

function keyText(leaf: X509Certificate): string {
  const { asymmetricKeyType = "unknown", asymmetricKeyDetails } = leaf.publicKey;
  const bits = rsaBits(leaf);
  if (bits !== null) return `RSA ${bits}`;
  const curve = asymmetricKeyDetails?.namedCurve ?? "";
  return curve ? `ECDSA ${curveNames[curve] ?? curve}` : asymmetricKeyType;
}
