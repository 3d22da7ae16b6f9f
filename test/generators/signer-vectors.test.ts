// The generated signer makes what openssl made in the vectors of test/signing, and what verifyRequest accepts.
import { verifyRequest } from "../../signing";
import { trustedFor } from "../signing/fixtures";
import vectors from "../signing/vectors/vectors.json";
import { needs } from "./python";
import { type Answer, type Call, runSigner, signingPythons } from "./run-signer";
import { ecdsaKey, ecdsaPem, rsaKey, rsaPem, signerProject } from "./signed-projects";

type Input = { url: string; expiresAt: number; startsAt?: number; ipAddress?: string; resource?: string };
type Case = (typeof vectors.cases)[number] & { keyType: "rsa" | "ecdsa"; input: Input };

const cases = vectors.cases as readonly Case[];
const pems = { rsa: rsaPem, ecdsa: ecdsaPem };
const keys = { rsa: rsaKey, ecdsa: { ...ecdsaKey, keyId: vectors.keyPairId } };

// One module for each key and hash, as the config would have it.
const kinds = (["rsa", "ecdsa"] as const).flatMap((keyType) =>
  (["SHA1", "SHA256"] as const).map((hashAlgorithm) => ({ keyType, hashAlgorithm })),
);
const projects = kinds.map(({ keyType, hashAlgorithm }) =>
  signerProject({ hashAlgorithm }, [{ ...keys[keyType], phase: "active" }]),
);

function call({ keyType, hashAlgorithm, input, cookies }: Case, name: Call["function"]): Call {
  const { url, expiresAt, startsAt, ipAddress, resource } = input;
  const options = {
    now: vectors.now,
    expires_in: expiresAt - vectors.now,
    ...(startsAt === undefined ? {} : { starts_in: startsAt - vectors.now }),
    ...(ipAddress === undefined ? {} : { ip: ipAddress }),
    ...(resource === undefined ? {} : { resource }),
  };
  const module = kinds.findIndex((kind) => kind.keyType === keyType && kind.hashAlgorithm === hashAlgorithm);
  // A custom policy in cookies is for the pattern alone.
  const args = name === "sign_cookies" && "CloudFront-Policy" in cookies && resource ? [] : [url];
  return { module, function: name, args, options, env: { AWS_CLOUDFRONT_KEY: pems[keyType] } };
}

const found = signingPythons();
const rows = found.length > 0 ? found : [{ command: "", cryptography: "none" }];

describe.each(rows)("with cryptography $cryptography", (python) => {
  const run = needs(python.command, "needs Python 3 with the package cryptography");
  let urls: Answer[] = [];
  let cookies: Answer[] = [];

  beforeAll(() => {
    if (python.command === "") return;
    const calls = (["sign_url", "sign_cookies"] as const).flatMap((name) =>
      cases.map((one) => call(one, name)),
    );
    const answers = runSigner(python, projects, {}, calls);
    urls = answers.slice(0, cases.length);
    cookies = answers.slice(cases.length);
  });

  run("signs every URL of the vectors, with RSA to the byte", () => {
    expect(urls).toHaveLength(cases.length);
    for (const [index, one] of cases.entries()) {
      const url = urls[index]!.value as string;
      if (one.keyType === "rsa") expect(url).toBe(one.signedUrl);
      else expect(withoutSignature(url)).toBe(withoutSignature(one.signedUrl));
      const request = { method: "GET", url, clientIp: vectors.clientIp };
      expect(verifyRequest(request, trustedFor(one.keyType), vectors.now)).toMatchObject({ kind: "allowed" });
    }
  });

  run("makes the cookies of the vectors, with RSA to the byte and in their order", () => {
    for (const [index, one] of cases.entries()) {
      const made = cookies[index]!.value as Record<string, string>;
      if (one.keyType === "rsa") expect(made).toEqual(one.cookies);
      expect(Object.keys(made)).toEqual(Object.keys(one.cookies));
      const cookieHeader = Object.entries(made)
        .map(([name, value]) => `${name}=${value}`)
        .join("; ");
      const request = { method: "GET", url: one.wireUrl, cookieHeader, clientIp: vectors.clientIp };
      expect(verifyRequest(request, trustedFor(one.keyType), vectors.now)).toMatchObject({ kind: "allowed" });
    }
  });
});

function withoutSignature(url: string): string {
  return url.replace(/Signature=[^&]+/, "");
}
