// Generated pairs, halves that belong together, key ids; and that nothing shows private text.
import { inspect } from "node:util";
import {
  createSigner,
  generateKeyPair,
  parseKeyPairId,
  parsePrivateKey,
  parsePublicKey,
  parseTrustedKeys,
  requireAlgorithm,
  requireKeyPair,
} from "../../signing";
import {
  ALGORITHMS,
  expectNoKeyBytes,
  KEY_PAIR_ID,
  privateKeyOf,
  problemOf,
  publicPem,
  runsOf,
  testingPem,
  valueIn,
} from "./fixtures";

const RSA_PRIVATE = testingPem("rsa");
const RSA_PUBLIC = publicPem("rsa");

describe("key pairs", () => {
  test.each(ALGORITHMS)(
    "a generated %s pair is accepted, its halves belong together, its private text stays hidden",
    async (algorithm) => {
      const pair = await generateKeyPair(algorithm);
      const privateKey = valueIn(parsePrivateKey(pair.privatePem));
      expect(privateKey.algorithm).toBe(algorithm);
      expect(requireKeyPair(privateKey, valueIn(parsePublicKey(pair.publicKey.pem))).ok).toBe(true);
      expect(inspect(pair, { depth: 9 }) + JSON.stringify(pair)).not.toContain("PRIVATE");
    },
  );

  test("rejects halves of different pairs", () => {
    const problem = problemOf(requireKeyPair(privateKeyOf("rsa"), privateKeyOf("ecdsa").publicKey));
    expect(problem.code).toBe("signing-keys/not-a-pair");
  });

  test("rejects EC where RSA is needed, and the other way round", () => {
    expect(problemOf(requireAlgorithm(privateKeyOf("ecdsa"), "rsa"))).toMatchObject({
      code: "signing-keys/wrong-algorithm",
      message: "This is an ECDSA key; an RSA key is needed here.",
    });
    expect(problemOf(requireAlgorithm(privateKeyOf("rsa").publicKey, "ecdsa")).code).toBe(
      "signing-keys/wrong-algorithm",
    );
    expect(requireAlgorithm(privateKeyOf("rsa"), "rsa").ok).toBe(true);
  });

  test.each(ALGORITHMS)("logging or serialising a %s key or signer shows no private text", (algorithm) => {
    const privateKey = privateKeyOf(algorithm);
    const signer = valueIn(createSigner({ keyPairId: KEY_PAIR_ID, privateKey }));
    const texts = [privateKey, signer].map(
      (value) => JSON.stringify(value) + inspect(value, { depth: 9, showHidden: true }),
    );
    const secret = runsOf(testingPem(algorithm)).filter((run) => !publicPem(algorithm).includes(run));
    expect(secret.length).toBeGreaterThan(50);
    for (const text of texts) expect(secret.filter((run) => text.includes(run))).toEqual([]);
  });
});

describe("key ids", () => {
  test.each(["K2JCJMDEHXQW5F", "APKAEIBAERJR2EXAMPLE", "local-2026_11"])("accepts %s", (id) => {
    expect(parseKeyPairId(id)).toEqual({ ok: true, value: id });
  });

  test.each([
    ["a public key", RSA_PUBLIC, "signing-keys/key-given-as-id"],
    ["a private key", RSA_PRIVATE, "signing-keys/key-given-as-id"],
    ["a public key with literal \\n", RSA_PUBLIC.replaceAll("\n", "\\n"), "signing-keys/key-given-as-id"],
    ["the base64 of a public key", RSA_PUBLIC.replace(/-----.*-----\n/g, ""), "signing-keys/key-given-as-id"],
    ["base64 of a PEM", Buffer.from(RSA_PUBLIC).toString("base64"), "signing-keys/key-given-as-id"],
    ["an empty id", "", "signing-keys/malformed-id"],
    ["an id in quotes", '"KQUOTEDEXAMPLE"', "signing-keys/malformed-id"],
    ["an id with a line break", "KBROKENEXAMPLE\n", "signing-keys/malformed-id"],
    ["an id that would inject a parameter", "K2J&Expires=1", "signing-keys/malformed-id"],
  ])("rejects %s", (_what, id, code) => {
    for (const result of [
      parseKeyPairId(id),
      createSigner({ keyPairId: id, privateKey: privateKeyOf("rsa") }),
      parseTrustedKeys({ [id]: RSA_PUBLIC }),
    ]) {
      expect(problemOf(result).code).toBe(code);
      expectNoKeyBytes(result, id);
    }
  });
});
