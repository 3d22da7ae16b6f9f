// Says why a signature does not fit, by trying what people usually get wrong; runs only after a refusal.
import type { Credentials, Proof } from "./credentials";
import type { PublicKey } from "./keys";
import { cannedPolicy } from "./policy";
import { type HashAlgorithm, signatureFits } from "./signer";

export function explainBadSignature(
  proof: Proof,
  { ownUrl, parameters }: Credentials,
  trustedKeys: ReadonlyMap<string, PublicKey>,
): string {
  const { keyPairId = "", hashAlgorithm, expires = "" } = parameters;
  const { signed, signature, hash } = proof;
  const otherKey = [...trustedKeys].find(([, key]) => signatureFits(signed, signature, key, hash));
  if (otherKey) return `The signature was made with the private key of ${otherKey[0]}, not of ${keyPairId}.`;
  const own = trustedKeys.get(keyPairId);
  const otherHash: HashAlgorithm = hash === "SHA1" ? "SHA256" : "SHA1";
  if (own && signatureFits(signed, signature, own, otherHash)) {
    const said = hashAlgorithm === undefined ? "has no Hash-Algorithm, which means SHA1" : `says ${hash}`;
    return `The signature was made with ${otherHash}, but the request ${said}.`;
  }
  const signedUrl =
    own &&
    proof.isCanned &&
    urlsNearby(ownUrl).find((url) => signatureFits(cannedPolicy(url, expires), signature, own, hash));
  if (signedUrl) return `The URL was changed after signing: signed was ${signedUrl}, requested ${ownUrl}.`;
  const changed = proof.isCanned ? "the URL or Expires was changed" : "Policy was changed";
  return `The signature does not fit the string ${signed} under the key ${keyPairId}: ${changed} after signing, or another private key signed.`;
}

/** What the URL may have been when it was signed: other scheme, no query, raw or encoded spelling. */
function urlsNearby(url: string): string[] {
  const otherScheme = url.startsWith("https:")
    ? url.replace("https:", "http:")
    : url.replace("http:", "https:");
  const [withoutQuery = url] = url.split("?", 1);
  return [
    otherScheme,
    withoutQuery,
    respelt(decodeURI, url),
    respelt(decodeURIComponent, url),
    respelt(encodeURI, url),
  ];
}

function respelt(spell: (url: string) => string, url: string): string {
  try {
    return spell(url);
  } catch {
    return url;
  }
}
