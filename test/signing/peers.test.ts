// Cross-verification both ways with AWS's own signer and the openssl command line.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getSignedCookies, getSignedUrl } from "@aws-sdk/cloudfront-signer";
import {
  cannedPolicy,
  encodeCloudFrontBase64,
  type HashAlgorithm,
  type SignUrlInput,
  signCookies,
  signUrl,
  withoutSigningParameters,
} from "../../signing";
import {
  ask,
  EXPIRES_AT,
  HASHES,
  HOST,
  KEY_PAIR_ID,
  NOW,
  publicPem,
  signerOf,
  testingPem,
  trustedFor,
  valueIn,
  verdict,
} from "./fixtures";
import { COMBINATIONS, INPUTS, parametersOf, policyOf, runs, signatureOf } from "./peers";

describe("@aws-sdk/cloudfront-signer", () => {
  const awsUrl = ({ url, startsAt, ipAddress }: SignUrlInput, algorithm: HashAlgorithm) =>
    getSignedUrl({
      url,
      keyPairId: KEY_PAIR_ID,
      privateKey: testingPem("rsa"),
      algorithm,
      dateLessThan: new Date(EXPIRES_AT * 1000).toISOString(),
      ...(startsAt === undefined ? {} : { dateGreaterThan: new Date(startsAt * 1000).toISOString() }),
      ...(ipAddress === undefined ? {} : { ipAddress }),
    });

  describe.each(HASHES)("%s", (hash) => {
    test.each(INPUTS)("makes the parameters that we make, to the byte: $name", (input) => {
      const ours = valueIn(signUrl(signerOf("rsa", hash), input, NOW));
      expect(parametersOf(awsUrl(input, hash))).toEqual(parametersOf(ours));
      expect(withoutSigningParameters(awsUrl(input, hash))).toBe(withoutSigningParameters(ours));
    });

    test.each(INPUTS)("is verified by us: $name", (input) => {
      expect(verdict(ask(awsUrl(input, hash)))).toBe("allowed");
    });

    test.each(INPUTS)("is not verified by us after a change: $name", (input) => {
      expect(verdict(ask(awsUrl(input, hash).replace(".jpg", ".png")))).toMatch(/^AccessDenied/);
    });

    test("makes the cookies that we make", () => {
      const input = { url: `${HOST}/a.jpg`, expiresAt: EXPIRES_AT };
      const dateLessThan = new Date(EXPIRES_AT * 1000).toISOString();
      const privateKey = testingPem("rsa");
      const theirs = getSignedCookies({
        url: input.url,
        dateLessThan,
        privateKey,
        keyPairId: KEY_PAIR_ID,
        algorithm: hash,
      });
      const ours = valueIn(signCookies(signerOf("rsa", hash), input, NOW));
      expect(
        Object.fromEntries(Object.entries(theirs).map(([name, value]) => [name, String(value)])),
      ).toEqual(ours);
    });
  });
});

describe("openssl", () => {
  const missing = spawnSync("openssl", ["version"]).status === 0 ? undefined : "openssl";
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-signing-"));
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  describe.each(COMBINATIONS)("$algorithm $hash", ({ algorithm, hash }) => {
    const digest = `-${hash.toLowerCase()}`;
    const isRejected = (signed: string, policy: string) => {
      const key = file("public.pem", publicPem(algorithm));
      const args = ["dgst", digest, "-verify", key, "-signature", file("signature", signatureOf(signed))];
      return spawnSync("openssl", args, { input: policy }).status !== 0;
    };

    runs(missing, "verifies what we sign, and not another policy", () => {
      for (const input of INPUTS) {
        const signed = valueIn(signUrl(signerOf(algorithm, hash), input, NOW));
        expect(isRejected(signed, policyOf(signed))).toBe(false);
        expect(isRejected(signed, `${policyOf(signed)} `)).toBe(true);
      }
    });

    runs(missing, "signs, by the guide's own command line, what we verify", () => {
      const url = `${HOST}/images/photo.jpg`;
      const key = file("private.pem", testingPem(algorithm));
      const signature = execFileSync("openssl", ["dgst", digest, "-sign", key], {
        input: cannedPolicy(url, EXPIRES_AT),
      });
      const hashParameter = hash === "SHA1" ? "" : `&Hash-Algorithm=${hash}`;
      const query = `Expires=${EXPIRES_AT}&Signature=${encodeCloudFrontBase64(signature)}&Key-Pair-Id=${KEY_PAIR_ID}${hashParameter}`;
      const asked = { trusted: trustedFor(algorithm) };
      expect(verdict(ask(`${url}?${query}`, asked))).toBe("allowed");
      expect(verdict(ask(`${url}x?${query}`, asked))).toBe("AccessDenied/bad-signature");
    });
  });
});
