// What the generated signer refuses: keys, ids, times and addresses, each with its code and never with a key byte.
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePrivateKey, signUrl } from "../../signing";
import {
  ECDSA_KEY_PAIR_ID,
  EXPIRES_AT,
  HOST,
  KEY_PAIR_ID,
  NOW,
  publicPem,
  RSA,
  runsOf,
} from "../signing/fixtures";
import { badKeys } from "./bad-keys";
import { needs, runJson } from "./python";
import { type Answer, type Call, runSigner, signingPythons } from "./run-signer";
import { ecdsaKey, ecdsaPem, rsaKey, rsaPem, signerProject } from "./signed-projects";

const python = signingPythons()[0];
const run = needs(python, "needs Python 3 with the package cryptography");
const answersTo = (calls: readonly Call[], keys = [rsaKey, ecdsaKey]): Answer[] =>
  runSigner(python!, [signerProject({}, keys)], {}, calls);
const check = (env: Record<string, string>): Call => ({ function: "check", env });
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("the private key", () => {
  run("works as PEM, with literal line breaks, as base64, from a file, and of either algorithm", () => {
    const folder = mkdtempSync(join(tmpdir(), "httpsmith-signer-"));
    const file = join(folder, "key.pem");
    writeFileSync(file, rsaPem);
    const pkcs1 = execFileSync("openssl", ["rsa", "-in", file, "-traditional"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const texts = [rsaPem, rsaPem.trim(), rsaPem.replaceAll("\n", "\r\n"), rsaPem.replaceAll("\n", "\\n")];
    const more = [base64(rsaPem), base64(rsaPem).replace(/.{64}/g, "$&\n"), ecdsaPem, pkcs1.toString()];
    const calls = [...texts, ...more].map((AWS_CLOUDFRONT_KEY) => check({ AWS_CLOUDFRONT_KEY }));
    const answers = answersTo([...calls, check({ AWS_CLOUDFRONT_KEY_FILE: file })]);
    rmSync(folder, { recursive: true });
    expect(answers).toEqual(Array.from({ length: 9 }, () => ({ value: null })));
  });

  run("signs under the id of its own public half, whichever key is active", () => {
    const sign = (AWS_CLOUDFRONT_KEY: string): Call => ({
      function: "sign_url",
      args: [`${HOST}/a`],
      env: { AWS_CLOUDFRONT_KEY },
    });
    const [rsa, ecdsa] = answersTo([sign(rsaPem), sign(ecdsaPem)]).map(({ value }) => value as string);
    expect(rsa).toContain(`&Key-Pair-Id=${KEY_PAIR_ID}&`);
    expect(ecdsa).toContain(`&Key-Pair-Id=${ECDSA_KEY_PAIR_ID}&`);
  });

  const bad = badKeys();
  const calls = bad.map(({ env }) => check(env()));
  let answers: Answer[] = [];
  beforeAll(() => {
    if (python) answers = answersTo(calls);
  });

  for (const [index, { name, code, says, secret }] of bad.entries()) {
    run(`rejects ${name}`, () => {
      const { code: found, message = "" } = answers[index]!;
      expect([found, message]).toEqual([`signing-keys/${code}`, expect.stringContaining(says)]);
      expect(runsOf(secret).filter((part) => message.includes(part))).toEqual([]);
    });
  }

  run("is judged by the codes of httpsmith/signing, but for what is repaired", () => {
    const repaired = ["literal-newlines", "base64-of-pem"];
    for (const { name, code, env, isForm } of bad.filter((one) => one.isForm)) {
      const parsed = parsePrivateKey(env()["AWS_CLOUDFRONT_KEY"]!);
      const mine = parsed.ok ? "accepted" : parsed.problem.code.split("/")[1]!;
      expect([name, isForm, repaired.includes(mine) ? code : mine]).toEqual([name, true, code]);
    }
  });
});

describe("the id of the key", () => {
  run("may be given, and is needed while httpsmith does not know it", () => {
    const env = { AWS_CLOUDFRONT_KEY: rsaPem };
    const pending = [{ ...rsaKey, keyId: null }, ecdsaKey];
    const sign: Call = { function: "sign_url", args: [`${HOST}/a`], env };
    const given: Call = { ...sign, env: { ...env, AWS_CLOUDFRONT_KEY_ID: " KGIVEN \n" } };
    const other: Call = { ...sign, env: { ...env, AWS_CLOUDFRONT_KEY_ID: ECDSA_KEY_PAIR_ID } };
    const [unknown, known, wrong] = answersTo([sign, given, other], pending);
    expect(wrong).toMatchObject({ code: "signing-keys/not-a-pair" });
    expect(unknown).toMatchObject({
      code: "signing-keys/id-unknown",
      message: expect.stringContaining("2026-11 is not known yet"),
    });
    expect(known!.value).toContain("&Key-Pair-Id=KGIVEN&");
  });

  run("rejects the id of another key, a key in its place, and a key that nobody trusts", () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const stranger = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const of = (key: string, id: string) => check({ AWS_CLOUDFRONT_KEY: key, AWS_CLOUDFRONT_KEY_ID: id });
    const answers = answersTo([
      of(rsaPem, ECDSA_KEY_PAIR_ID),
      of(rsaPem, "KOTHER"),
      of(rsaPem, publicPem("rsa")),
      of(rsaPem, '"KQUOTED"'),
      of(stranger, KEY_PAIR_ID),
    ]);
    expect(answers.map(({ code }) => code)).toEqual([
      "signing-keys/not-a-pair",
      "signing-keys/not-a-pair",
      "signing-keys/key-given-as-id",
      "signing-keys/malformed-id",
      "signing-keys/not-a-pair",
    ]);
    expect(answers[0]!.message).toContain("that of the signing key 2026-11");
    expect(answers[4]!.message).toContain("none of the signing keys (2026-11, 2026-12)");
    const text = answers.map(({ message }) => message).join();
    expect(runsOf(publicPem("rsa")).filter((part) => text.includes(part))).toEqual([]);
  });
});

describe("times, addresses and lengths", () => {
  const cases: [string, Record<string, unknown>, Partial<Parameters<typeof signUrl>[1]>][] = [
    ["an expiry in the past", { expires_in: -1 }, { expiresAt: NOW - 1 }],
    ["an expiry that is this very second", { expires_in: 0 }, { expiresAt: NOW }],
    ["an expiry in milliseconds", { expires_in: EXPIRES_AT * 1000 }, { expiresAt: EXPIRES_AT * 1000 }],
    ["an expiry with a fraction", { expires_in: 0.5 }, { expiresAt: NOW + 0.5 }],
    ["a start after the expiry", { starts_in: EXPIRES_AT - NOW + 1 }, { startsAt: EXPIRES_AT + 1 }],
    ["a start equal to the expiry", { starts_in: EXPIRES_AT - NOW }, { startsAt: EXPIRES_AT }],
    ["a start before 1970", { starts_in: -NOW - 1 }, { startsAt: -1 }],
    ...[
      "office",
      "192.0.2.1,192.0.2.2",
      "192.0.2.010",
      "192.0.2.0/33",
      "192.0.2.0/",
      "192.0.2.0/255.255.255.0",
      "192.0.2.256",
      "",
    ].map((ip): [string, Record<string, unknown>, { ipAddress: string }] => [
      `the address "${ip}"`,
      { ip },
      { ipAddress: ip },
    ]),
    ["IPv6", { ip: "2001:db8::1" }, { ipAddress: "2001:db8::1" }],
    ["a range with host bits", { ip: "192.0.2.5/24" }, { ipAddress: "192.0.2.5/24" }],
    [
      "a resource of another host",
      { resource: "https://other.example/*" },
      { resource: "https://other.example/*" },
    ],
    ["a resource with the scheme http*", { resource: "http*://x/*" }, { resource: "http*://x/*" }],
  ];
  const options = { now: NOW, expires_in: EXPIRES_AT - NOW };
  const env = { AWS_CLOUDFRONT_KEY: rsaPem };
  let answers: Answer[] = [];
  beforeAll(() => {
    if (!python) return;
    answers = answersTo([
      ...cases.map(
        ([, more]): Call => ({
          function: "sign_url",
          args: [`${HOST}/a`],
          options: { ...options, ...more },
          env,
        }),
      ),
      { function: "sign_url", args: [`${HOST}/${"a".repeat(8000)}`], options, env },
      { function: "sign_cookies", options, env },
    ]);
  });

  for (const [index, [name, , more]] of cases.entries()) {
    run(`rejects ${name}`, () => {
      const mine = signUrl(RSA, { url: `${HOST}/a`, expiresAt: EXPIRES_AT, ...more }, NOW);
      expect(answers[index]!.code).toBe(mine.ok ? "accepted" : mine.problem.code);
      expect(answers[index]!.message).toMatch(/\.$/);
    });
  }

  run("rejects a signed URL beyond 8192 bytes, and cookies for nothing", () => {
    expect(answers.slice(-2).map(({ code }) => code)).toEqual([
      "signed-urls/too-long",
      "signed-urls/not-http",
    ]);
  });
});

run("rejects to be imported without the package cryptography, and names it", () => {
  const program = `
import json, sys
given = json.load(sys.stdin)
sys.modules["cryptography"] = None
try:
    exec(compile(given, "cloudfront_signer.py", "exec"), {})
except ImportError as error:
    print(json.dumps(str(error)))
`;
  const { signerFiles } =
    require("../../generators/signer/view") as typeof import("../../generators/signer/view");
  const text = signerFiles(signerProject())[0]!.text;
  expect(runJson({ command: python!.command, packages: "" }, program, text)).toContain(
    "pip install cryptography",
  );
});
