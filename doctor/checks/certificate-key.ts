// certificate-key: is the certificate's key of a type and size that CloudFront takes?
import type { X509Certificate } from "node:crypto";
import { leafCommand } from "../command";
import { type OnTarget, tlsCheck } from "../examination";
import { error, type Finding, ok, warning } from "../finding";
import { BAD_GATEWAY, type OriginTarget, symptom } from "../targets";
import { withoutChain } from "./port";

export const certificateKey = tlsCheck(
  "certificate-key",
  "the certificate's key is of a type that CloudFront takes",
  (facts, on) => withoutChain(facts, on) ?? judge(facts.chain!.leaf, on),
);

function judge(leaf: X509Certificate, { about, world, target }: OnTarget): Finding {
  const bits = rsaBits(leaf);
  const shown = {
    evidence: [["key", keyText(leaf)]] as const,
    command: `${leafCommand(world, target.endpoint, ["-text"])} | grep -A2 'Public Key Algorithm'`,
    fix: "Make a new certificate with a P-256 key: `certbot certonly --key-type ecdsa --elliptic-curve secp256r1 --force-renewal …`, or RSA 2048.",
  };
  if (unsupportedKey(leaf, target)) {
    const seen = symptom(target, BAD_GATEWAY, "ERR_SSL_VERSION_OR_CIPHER_MISMATCH in most browsers");
    const message = `Neither CloudFront nor most browsers can use a certificate with a key of type ${keyText(leaf)}.`;
    return error("doctor/key-unsupported", about, { message, symptom: seen, ...shown });
  }
  if (isCurve(leaf, "secp384r1") && target.peer === "cloudfront") {
    return warning("doctor/key-undocumented", about, { ...undocumented, ...shown });
  }
  if (bits !== null && bits < MODERN_RSA_BITS) {
    const message = `An RSA key of ${bits} bits can be broken; CloudFront takes it, browsers and public CAs do not.`;
    const seen = symptom(target, "none", "ERR_CERT_WEAK_KEY");
    return warning("doctor/key-short", about, { message, symptom: seen, ...shown });
  }
  return ok(about, `The key is ${keyText(leaf)}.`, shown.evidence, shown.command);
}

const undocumented = {
  message:
    "CloudFront's guide promises P-256 for ECDSA certificates; P-384 was seen to work and is not promised.",
  symptom: `none as long as CloudFront takes P-384, else ${BAD_GATEWAY}`,
};

// CA/Browser Forum Baseline Requirements §6.1.5.
const MODERN_RSA_BITS = 2048;

/**
 * Source: Developer Guide, using-https-cloudfront-to-custom-origin: RSA 1024, 2048, 3072 and 4096, ECDSA P-256.
 * P-384 is among the curves that CloudFront offers, so it is told apart.
 */
export function unsupportedKey(leaf: X509Certificate, { peer }: Pick<OriginTarget, "peer">): boolean {
  const bits = rsaBits(leaf);
  if (bits !== null) return peer === "cloudfront" && ![1024, 2048, 3072, 4096].includes(bits);
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
