// Keys: what is accepted, what each kind of bad input is called, and that no key bytes ever get into a text.
import { createHash, generateKeyPairSync, type KeyObject } from "node:crypto";
import { parsePrivateKey, parsePublicKey, SIGNING_PROBLEM_CODES } from "../../signing";
import {
  ALGORITHMS,
  expectNoKeyBytes,
  privateKeyOf,
  problemOf,
  publicPem,
  testingPem,
  valueIn,
} from "./fixtures";

const RSA_PRIVATE = testingPem("rsa");
const RSA_PUBLIC = publicPem("rsa");
const PASSPHRASE = "open sesame";
const rsaPrivate = privateKeyOf("rsa").keyObject;
const ecPrivate = privateKeyOf("ecdsa").keyObject;

type Pair = { privateKey: KeyObject; publicKey: KeyObject };
const pems = ({ privateKey, publicKey }: Pair) => ({
  privatePem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  publicPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
});
const rsaOf = (modulusLength: number) => pems(generateKeyPairSync("rsa", { modulusLength }));
const ecOf = (namedCurve: string) => pems(generateKeyPairSync("ec", { namedCurve }));
const block = (label: string, body = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=") =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
const encrypted = (type: "pkcs1" | "pkcs8") =>
  rsaPrivate.export({ type, format: "pem", cipher: "aes-256-cbc", passphrase: PASSPHRASE }).toString();

/** What copying, YAML and .env files do to a key: the same names for both halves. */
const DAMAGE: readonly (readonly [string, (pem: string) => string, string])[] = [
  ["an empty text", () => " \n", "signing-keys/empty"],
  ["literal \\n", (pem) => pem.replaceAll("\n", "\\n"), "signing-keys/literal-newlines"],
  ["literal \\r\\n", (pem) => pem.replaceAll("\n", "\\r\\n"), "signing-keys/literal-newlines"],
  ["a byte order mark", (pem) => `\uFEFF${pem}`, "signing-keys/byte-order-mark"],
  [
    "a byte order mark that was read as Latin-1",
    (pem) => `\u00EF\u00BB\u00BF${pem}`,
    "signing-keys/byte-order-mark",
  ],
  ["indentation", (pem) => pem.replace(/^/gm, "  "), "signing-keys/indented"],
  ["indentation of all but the first line", (pem) => pem.replaceAll("\n", "\n    "), "signing-keys/indented"],
  ["tabs before the lines", (pem) => pem.replace(/^/gm, "\t"), "signing-keys/indented"],
  ["double quotes", (pem) => `"${pem.trim()}"`, "signing-keys/quoted"],
  ["single quotes", (pem) => `'${pem}'`, "signing-keys/quoted"],
  ["quotes and literal \\n", (pem) => `"${pem.replaceAll("\n", "\\n")}"`, "signing-keys/quoted"],
  ["spaces for line breaks", (pem) => pem.trim().replaceAll("\n", " "), "signing-keys/line-breaks-lost"],
  ["no line breaks at all", (pem) => pem.replaceAll("\n", ""), "signing-keys/line-breaks-lost"],
  ["no last line", (pem) => pem.slice(0, pem.indexOf("-----END")), "signing-keys/incomplete-pem"],
  [
    "an END of another label",
    (pem) => pem.replace(/END .*-----/, "END OTHER-----"),
    "signing-keys/incomplete-pem",
  ],
  ["lines left out", (pem) => pem.replace(/\n[^-\n]+\n/, "\n"), "signing-keys/unreadable"],
  ["base64 of the PEM", (pem) => Buffer.from(pem).toString("base64"), "signing-keys/base64-of-pem"],
  ["the base64 without its frame", (pem) => pem.replace(/-----.*-----\n/g, ""), "signing-keys/not-pem"],
  ["a file name", () => "keys/2026-11.pem", "signing-keys/not-pem"],
  ["two keys in one text", (pem) => pem + pem, "signing-keys/several-keys"],
];

const NEITHER: readonly (readonly [string, string, string])[] = [
  ["a certificate", block("CERTIFICATE"), "signing-keys/certificate-given"],
  ["a certificate chain", block("CERTIFICATE") + block("CERTIFICATE"), "signing-keys/certificate-given"],
  ["a certificate request", block("CERTIFICATE REQUEST"), "signing-keys/certificate-request-given"],
  ["an OpenSSH private key", block("OPENSSH PRIVATE KEY"), "signing-keys/ssh-key-given"],
  ["an SSH public key", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ user@host", "signing-keys/ssh-key-given"],
  ["a PGP block", block("PGP PUBLIC KEY BLOCK"), "signing-keys/unreadable"],
];

const BAD_PUBLIC: readonly (readonly [string, string, string])[] = [
  ...DAMAGE.map(([what, damage, code]) => [what, damage(RSA_PUBLIC), code] as const),
  ...NEITHER,
  ["a private RSA key", RSA_PRIVATE, "signing-keys/private-key-given"],
  [
    "a private RSA key in PKCS#1",
    rsaPrivate.export({ type: "pkcs1", format: "pem" }).toString(),
    "signing-keys/private-key-given",
  ],
  ["a private EC key", testingPem("ecdsa"), "signing-keys/private-key-given"],
  ["an encrypted private key", encrypted("pkcs8"), "signing-keys/private-key-given"],
  ["RSA of 1024 bit", rsaOf(1024).publicPem, "signing-keys/wrong-rsa-size"],
  ["RSA of 3072 bit", rsaOf(3072).publicPem, "signing-keys/wrong-rsa-size"],
  ["the curve P-384", ecOf("P-384").publicPem, "signing-keys/wrong-curve"],
  ["the curve secp256k1", ecOf("secp256k1").publicPem, "signing-keys/wrong-curve"],
  ["Ed25519", pems(generateKeyPairSync("ed25519")).publicPem, "signing-keys/unsupported-algorithm"],
  [
    "RSA-PSS",
    pems(generateKeyPairSync("rsa-pss", { modulusLength: 2048 })).publicPem,
    "signing-keys/unsupported-algorithm",
  ],
];

const BAD_PRIVATE: readonly (readonly [string, string, string])[] = [
  ...DAMAGE.map(([what, damage, code]) => [what, damage(RSA_PRIVATE), code] as const),
  ...NEITHER,
  ["a public RSA key", RSA_PUBLIC, "signing-keys/public-key-given"],
  ["a public EC key", publicPem("ecdsa"), "signing-keys/public-key-given"],
  ["an encrypted key", encrypted("pkcs8"), "signing-keys/encrypted-key"],
  ["a key encrypted in the old way", encrypted("pkcs1"), "signing-keys/encrypted-key"],
  ["RSA of 1024 bit", rsaOf(1024).privatePem, "signing-keys/wrong-rsa-size"],
  ["the curve P-384", ecOf("P-384").privatePem, "signing-keys/wrong-curve"],
  ["Ed25519", pems(generateKeyPairSync("ed25519")).privatePem, "signing-keys/unsupported-algorithm"],
  ["both halves in one text", RSA_PUBLIC + RSA_PRIVATE, "signing-keys/several-keys"],
];

describe("public keys", () => {
  test.each(BAD_PUBLIC)("rejects %s", (_what, text, code) => {
    expect(problemOf(parsePublicKey(text)).code).toBe(code);
    expectNoKeyBytes(parsePublicKey(text), text);
  });

  test("names the kind and size of a private key without showing it", () => {
    expect(problemOf(parsePublicKey(RSA_PRIVATE))).toEqual({
      code: "signing-keys/private-key-given",
      message: "This is a private key (RSA, 2048 bit; contents not shown). CloudFront needs the public half.",
      fix: "openssl pkey -in PRIVATE.pem -pubout -out PUBLIC.pem",
    });
  });

  test.each([
    ["CRLF line ends", RSA_PUBLIC.replaceAll("\n", "\r\n")],
    ["no newline at the end", RSA_PUBLIC.trim()],
    ["several newlines at the end", `${RSA_PUBLIC}\n\n`],
    ["text before it, as openssl prints it", `Bag Attributes\n    friendlyName: x\n${RSA_PUBLIC}`],
    ["spaces at the ends of lines", RSA_PUBLIC.replaceAll("\n", "  \n")],
    ["PKCS#1", privateKeyOf("rsa").publicKey.keyObject.export({ type: "pkcs1", format: "pem" }).toString()],
    ["its own output", valueIn(parsePublicKey(RSA_PUBLIC)).pem],
  ])("is the same text and fingerprint after %s", (_what, text) => {
    const { pem, fingerprintSha256 } = valueIn(parsePublicKey(text));
    expect(pem).toBe(RSA_PUBLIC);
    expect(pem).toMatch(/[^\n]\n$/);
    const der = Buffer.from(RSA_PUBLIC.replace(/-----.*-----/g, ""), "base64");
    expect(fingerprintSha256).toBe(createHash("sha256").update(der).digest("hex"));
  });

  test("an EC key is known as ecdsa, an RSA key as rsa", () => {
    expect(ALGORITHMS.map((algorithm) => valueIn(parsePublicKey(publicPem(algorithm))).algorithm)).toEqual(
      ALGORITHMS,
    );
  });
});

describe("private keys", () => {
  test.each(BAD_PRIVATE)("rejects %s", (_what, text, code) => {
    expect(problemOf(parsePrivateKey(text)).code).toBe(code);
    expectNoKeyBytes(parsePrivateKey(text), text);
  });

  test.each([
    ["PKCS#8", RSA_PRIVATE],
    ["PKCS#1", rsaPrivate.export({ type: "pkcs1", format: "pem" }).toString()],
    ["CRLF line ends", RSA_PRIVATE.replaceAll("\n", "\r\n")],
    ["no newline at the end", RSA_PRIVATE.trim()],
  ])("reads RSA as %s", (_what, text) => {
    expect(valueIn(parsePrivateKey(text)).publicKey.pem).toBe(RSA_PUBLIC);
  });

  test("reads EC as SEC1, also behind the EC PARAMETERS that openssl ecparam -genkey writes", () => {
    const sec1 = ecPrivate.export({ type: "sec1", format: "pem" }).toString();
    for (const text of [sec1, block("EC PARAMETERS", "BggqhkjOPQMBBw==") + sec1]) {
      expect(valueIn(parsePrivateKey(text)).publicKey.pem).toBe(publicPem("ecdsa"));
    }
  });

  test.each(["pkcs1", "pkcs8"] as const)("opens a key encrypted as %s with its passphrase alone", (type) => {
    expect(valueIn(parsePrivateKey(encrypted(type), PASSPHRASE)).publicKey.pem).toBe(RSA_PUBLIC);
    expect(problemOf(parsePrivateKey(encrypted(type), "wrong")).code).toBe("signing-keys/wrong-passphrase");
    expect(problemOf(parsePrivateKey(encrypted(type), "")).code).toBe("signing-keys/wrong-passphrase");
  });

  test("needs no passphrase to be right for a key that is not encrypted", () => {
    expect(parsePrivateKey(RSA_PRIVATE, "any").ok).toBe(true);
  });
});

test("every problem code is a section and a slug, once", () => {
  for (const code of SIGNING_PROBLEM_CODES)
    expect(code).toMatch(/^(?:signing-keys|signed-urls|signing-policy|signed-cookies)\/[a-z0-9-]+$/);
  expect(new Set(SIGNING_PROBLEM_CODES).size).toBe(SIGNING_PROBLEM_CODES.length);
});
