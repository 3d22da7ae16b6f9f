// What the cross-verification tests share: inputs, how to take a signed URL apart, and visible skipping.
import {
  cannedPolicy,
  decodeCloudFrontBase64,
  type SignUrlInput,
  withoutSigningParameters,
} from "../../signing";
import { ALGORITHMS, EXPIRES_AT, HASHES, HOST, NOW } from "./fixtures";

export const COMBINATIONS = ALGORITHMS.flatMap((algorithm) => HASHES.map((hash) => ({ algorithm, hash })));

/** Inputs whose URLs every signer takes as they are, in wire form. */
export const INPUTS: readonly (SignUrlInput & { name: string })[] = [
  { name: "canned", url: `${HOST}/images/photo.jpg`, expiresAt: EXPIRES_AT },
  { name: "canned with query and escapes", url: `${HOST}/a%20b.jpg?q=%2B&size=large`, expiresAt: EXPIRES_AT },
  { name: "custom with start", url: `${HOST}/a.jpg`, expiresAt: EXPIRES_AT, startsAt: NOW - 60 },
  { name: "custom with range", url: `${HOST}/a.jpg?x=1`, expiresAt: EXPIRES_AT, ipAddress: "192.0.2.0/24" },
];

export const parametersOf = (url: string) => (url.split("?")[1] ?? "").split("&").sort();
export const signatureOf = (url: string) =>
  decodeCloudFrontBase64(/Signature=([^&]*)/.exec(url)?.[1] ?? "") ?? Buffer.alloc(0);
/** The string that was signed, rebuilt without our signer. */
export const policyOf = (url: string) => {
  const policy = /[?&]Policy=([^&]*)/.exec(url)?.[1];
  if (policy !== undefined) return (decodeCloudFrontBase64(policy) ?? "").toString();
  return cannedPolicy(withoutSigningParameters(url), /[?&]Expires=(\d+)/.exec(url)?.[1] ?? "");
};

/** A test that needs a tool; without it, skipped under a name that says what is missing. */
export function runs(missing: string | undefined, name: string, body: () => void): void {
  if (missing === undefined) test(name, body);
  else test.skip(`${name} (skipped: ${missing} is missing)`, body);
}
