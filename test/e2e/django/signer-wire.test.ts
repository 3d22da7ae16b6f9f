// The generated signer against httpsmith/signing over hostile URLs: same bytes, same refusals, accepted by verifyRequest.
import fc from "fast-check";
import { signCookies, signUrl, toWireUrl } from "../../../signing";
import { needs } from "../../generators/python";
import { type Answer, type Call, runSigner, signingPythons } from "../../generators/run-signer";
import { rsaPem, signerProject } from "../../generators/signed-projects";
import { ask, EXPIRES_AT, HOST, NOW, RSA, verdict } from "../../signing/fixtures";

const HOSTILE = [
  ..." +%*?'\"()[]{}<>~,;:@!$&=|\\^`#é사😀ſK\u0085\u2028\ufeff\x7f\n\t",
  "\ud83d",
  "%20",
  "%2F",
  "%e9",
  "%zz",
  "..",
  "%2e",
  "/",
  "//",
  "&&",
  "==",
  "Expires=",
  "&Policy=1",
  "?Key-Pair-Id",
  "%45xpires=1",
];
const character = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary", maxLength: 1 }));
const piece = fc.array(character, { maxLength: 10 }).map((parts) => parts.join(""));
const url = fc
  .tuple(piece, fc.option(piece))
  .map(([path, query]) => `${HOST}/${path}${query === null ? "" : `?${query}`}`);
const pattern = fc
  .array(fc.constantFrom("*", "*", "*", "?", "a", "b", "/", "img", ".jpg", "é", "%", "#", "\\", " "), {
    maxLength: 8,
  })
  .map((parts) => parts.join(""));
const head = fc.constantFrom(
  HOST,
  `${HOST}/`,
  "*",
  "*://",
  "http*://x",
  `*${HOST.slice(8)}/`,
  "https://*/",
  `${HOST}:443/`,
);
const resource = fc.tuple(head, pattern).map((parts) => parts.join(""));
const plain = fc
  .array(fc.constantFrom("a", "b", "/", "img", ".jpg", "?x=1"), { maxLength: 6 })
  .map((parts) => `${HOST}/${parts.join("")}`);

const python = signingPythons()[0];
const run = needs(python, "needs Python 3 with the package cryptography");
const options = { now: NOW, expires_in: EXPIRES_AT - NOW };
const env = { AWS_CLOUDFRONT_KEY: rsaPem };

function answersTo(calls: readonly Call[]): Answer[] {
  return runSigner(python!, [signerProject()], env, calls);
}

describe("hostile URLs", () => {
  const urls = fc.sample(url, { numRuns: 1500, seed: 4 });

  run("are signed as httpsmith/signing signs them, or refused with the same code", () => {
    const answers = answersTo(urls.map((one) => ({ function: "sign_url", args: [one], options })));
    const signed = urls.map((one) => signUrl(RSA, { url: one, expiresAt: EXPIRES_AT }, NOW));
    const codes = new Set<string>();
    for (const [index, mine] of signed.entries()) {
      const { value, code } = answers[index]!;
      expect([urls[index], value ?? code]).toEqual([urls[index], mine.ok ? mine.value : mine.problem.code]);
      if (!mine.ok) codes.add(mine.problem.code);
      else expect(verdict(ask(value as string))).toBe("allowed");
    }
    expect(signed.filter(({ ok }) => ok).length).toBeGreaterThan(300);
    expect([...codes].sort()).toEqual([
      "signed-urls/control-character",
      "signed-urls/dot-segment",
      "signed-urls/fragment",
      "signed-urls/not-unicode",
      "signed-urls/reserved-parameter",
    ]);
  });

  run("open nothing once a character is changed", () => {
    const answers = answersTo(
      urls.slice(0, 300).map((one) => ({ function: "sign_url", args: [one], options })),
    );
    const good = answers.flatMap(({ value }) => (typeof value === "string" ? [value] : []));
    expect(good.length).toBeGreaterThan(50);
    for (const [index, one] of good.entries()) {
      const at = HOST.length + 1 + (index % (one.indexOf("Expires=") - HOST.length - 1));
      const changed = `${one.slice(0, at)}Q${one.slice(at + 1)}`;
      expect(verdict(ask(changed))).not.toBe("allowed");
    }
  });
});

describe("patterns and conditions", () => {
  const samples = fc.sample(fc.tuple(resource, plain), { numRuns: 1500, seed: 5 });

  run("match, are written and are refused as in httpsmith/signing", () => {
    const answers = answersTo(
      samples.map(([one, to]) => ({
        function: "sign_url",
        args: [to],
        options: { ...options, resource: one },
      })),
    );
    let allowed = 0;
    for (const [index, [one, to]] of samples.entries()) {
      const mine = signUrl(RSA, { url: to, expiresAt: EXPIRES_AT, resource: one }, NOW);
      const { value, code } = answers[index]!;
      expect([one, to, value ?? code]).toEqual([one, to, mine.ok ? mine.value : mine.problem.code]);
      if (mine.ok) allowed += verdict(ask(value as string)) === "allowed" ? 1 : 0;
    }
    expect(allowed).toBeGreaterThan(50);
  });

  run("make the same cookies as httpsmith/signing, or the same refusal", () => {
    const answers = answersTo(
      samples.map(([one]) => ({
        function: "sign_cookies",
        options: { ...options, resource: one, ip: "192.0.2.0/24" },
      })),
    );
    for (const [index, [one]] of samples.entries()) {
      const mine = signCookies(RSA, { resource: one, expiresAt: EXPIRES_AT, ipAddress: "192.0.2.0/24" }, NOW);
      const { value, code } = answers[index]!;
      expect([one, value ?? code]).toEqual([one, mine.ok ? mine.value : mine.problem.code]);
    }
  });
});

// What WHATWG's parser accepts beyond plain names is refused: Python has no parser that would read it alike.
const stricter = [
  "https://bücher.example/a",
  "https://1.2.3/a",
  "https://0x7f.1/a",
  "https://[::1]/a",
  "https://a!b.example/",
];
const hosts = [
  "HTTPS://CDN.Example.COM/A",
  "http://cdn.example.com:80/a",
  "http://cdn.example.com:443/a",
  "https://cdn.example.com:/a",
  "http://localhost:8443/a",
  "https://192.0.2.1/a",
  "https://example.com./a",
  "https://exa mple.com/a",
  "https://example.com:99999/a",
  "https://user:secret@example.com/a",
  "https://example.com\\a",
  "https:/example.com/a",
  "httpſ://example.com/a",
  "ftp://example.com/a",
  "example.com/a",
  "/a",
  " https://example.com/a",
  "",
];

run("hosts are written as httpsmith/signing writes them, or refused", () => {
  const answers = answersTo([...hosts, ...stricter].map((one) => ({ function: "_wire_url", args: [one] })));
  for (const [index, one] of hosts.entries()) {
    const mine = toWireUrl(one);
    const { value, code, message } = answers[index]!;
    expect([one, value ?? code]).toEqual([one, mine.ok ? mine.value : mine.problem.code]);
    expect(message ?? "").not.toMatch(/secret|user:/);
  }
  for (const { code } of answers.slice(hosts.length)) expect(code).toBe("signed-urls/malformed-host");
});
