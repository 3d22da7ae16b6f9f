// Cross-verification both ways with botocore's CloudFrontSigner and Python's cryptography.
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { type KeyAlgorithm, type SignUrlInput, signUrl } from "../../signing";
import {
  ask,
  EXPIRES_AT,
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
import { COMBINATIONS, INPUTS, policyOf, runs, signatureOf } from "./peers";

describe("botocore's CloudFrontSigner and Python's cryptography", () => {
  const python = pythonWith("botocore.signers, cryptography");
  const missing =
    python === undefined
      ? "a python3 that has botocore and cryptography (see HTTPSMITH_PYTHONPATH)"
      : undefined;
  const signItem = (input: SignUrlInput, algorithm: KeyAlgorithm) => ({
    ...input,
    privatePem: testingPem(algorithm),
    keyPairId: KEY_PAIR_ID,
    // botocore knows no Hash-Algorithm parameter: what its signer function makes must be SHA-1.
    hash: "SHA1",
  });
  const threeConditions: SignUrlInput = {
    url: `${HOST}/m/a.jpg`,
    expiresAt: EXPIRES_AT,
    startsAt: NOW - 60,
    ipAddress: "192.0.2.10",
    resource: `${HOST}/m/*`,
  };
  const checkItems = COMBINATIONS.flatMap(({ algorithm, hash }) =>
    INPUTS.flatMap((input) => {
      const signed = valueIn(signUrl(signerOf(algorithm, hash), input, NOW));
      const item = { publicPem: publicPem(algorithm), hash, signature: signatureOf(signed).toString("hex") };
      return [policyOf(signed), `${policyOf(signed)} `].map((policy) => ({ ...item, policy }));
    }),
  );
  let signedByRsa: string[] = [];
  let signedByEcdsa: string[] = [];
  let signedWithThree = "";
  let checked: boolean[] = [];

  beforeAll(() => {
    if (python === undefined) return;
    const sign = [
      ...INPUTS.map((input) => signItem(input, "rsa")),
      ...INPUTS.map((input) => signItem(input, "ecdsa")),
      signItem(threeConditions, "rsa"),
    ];
    const input = JSON.stringify({ sign, check: checkItems });
    const output = execFileSync(python, [join(__dirname, "botocore-signs.py")], { input, env: pythonEnv() });
    const answer: { signed: string[]; checked: boolean[] } = JSON.parse(output.toString());
    signedByRsa = answer.signed.slice(0, INPUTS.length);
    signedByEcdsa = answer.signed.slice(INPUTS.length, -1);
    signedWithThree = answer.signed.at(-1) ?? "";
    checked = answer.checked;
  });

  runs(missing, "signs what we verify: RSA and ECDSA, canned and custom", () => {
    for (const [algorithm, urls] of [["rsa", signedByRsa] as const, ["ecdsa", signedByEcdsa] as const]) {
      expect(urls).toHaveLength(INPUTS.length);
      const asked = { trusted: trustedFor(algorithm) };
      for (const url of urls) {
        expect(verdict(ask(url, asked))).toBe("allowed");
        expect(verdict(ask(url.replace(".jpg", ".png"), asked))).toMatch(/^AccessDenied/);
      }
    }
  });

  runs(missing, "makes the URLs that we make, to the byte, with RSA", () => {
    expect(signedByRsa).toEqual(INPUTS.map((input) => valueIn(signUrl(signerOf("rsa", "SHA1"), input, NOW))));
  });

  runs(missing, "orders three conditions differently, which does not matter", () => {
    expect(signedWithThree).not.toBe(valueIn(signUrl(signerOf("rsa", "SHA1"), threeConditions, NOW)));
    expect(verdict(ask(signedWithThree))).toBe("allowed");
    expect(verdict(ask(signedWithThree, { now: NOW - 60 }))).toBe("AccessDenied/not-yet-valid");
    expect(verdict(ask(signedWithThree, { clientIp: "192.0.2.11" }))).toBe("AccessDenied/ip-outside-range");
  });

  runs(missing, "verifies what we sign, and not another policy", () => {
    expect(checked).toEqual(checkItems.map((_, index) => index % 2 === 0));
  });
});

function pythonWith(modules: string): string | undefined {
  const candidates = ["python3", "/usr/bin/python3", "python"];
  return candidates.find(
    (name) => spawnSync(name, ["-c", `import ${modules}`], { env: pythonEnv() }).status === 0,
  );
}

function pythonEnv(): NodeJS.ProcessEnv {
  const path = process.env["HTTPSMITH_PYTHONPATH"];
  return path === undefined ? process.env : { ...process.env, PYTHONPATH: path };
}
