// The public library of CloudFront signed URLs and cookies: exports only.
export {
  type CookieAttributes,
  type SignCookiesInput,
  type SignedCookies,
  signCookies,
  toCookieHeader,
  toSetCookieHeaders,
} from "./cookies";
export { withoutSigningParameters } from "./credentials";
export { decodeCloudFrontBase64, encodeCloudFrontBase64 } from "./encoding";
export type { KeyAlgorithm } from "./key-judgement";
export {
  type GeneratedKeyPair,
  generateKeyPair,
  type PrivateKey,
  type PublicKey,
  parseKeyPairId,
  parsePrivateKey,
  parsePublicKey,
  requireAlgorithm,
  requireKeyPair,
} from "./keys";
export {
  type Allowed,
  type DenialCause,
  type DenialCode,
  type Denied,
  type Outcome,
  SIGNING_ASSUMPTIONS,
  type SigningAssumption,
  type Unchecked,
} from "./outcome";
export { type CustomPolicyInput, cannedPolicy, customPolicy } from "./policy";
export { type Result, SIGNING_PROBLEM_CODES, type SigningProblem, type SigningProblemCode } from "./problem";
export { matchResource, type RawQuestionMark, type ResourceMatch } from "./resource";
export {
  createSigner,
  DEFAULT_SIGNING_HASH,
  type HashAlgorithm,
  type Signer,
  type SignerInput,
} from "./signer";
export { type SignUrlInput, signUrl } from "./url";
export { parseTrustedKeys, type SignedRequest, type TrustedKeys, verifyRequest } from "./verify";
export { toWireUrl } from "./wire-url";
