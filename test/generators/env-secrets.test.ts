// Names and values that look secret are told from those that everyone may read.
import { createHash } from "node:crypto";
import { looksSecretName, looksSecretValue } from "../../config/secrets";

test.each([
  ["VITE_SECRET", "SECRET"],
  ["VITE_CLIENTSECRET", "SECRET"],
  ["VITE_API_TOKEN", "TOKEN"],
  ["VITE_DB_PASSWORD", "PASSWORD"],
  ["VITE_DB_PASSWD", "PASSWD"],
  ["VITE_PRIVATE_URL", "PRIVATE"],
  ["AWS_CREDENTIALS", "CREDENTIAL"],
  ["VITE_API_KEY", "KEY"],
  ["VITE_APIKEY", "KEY"],
  ["KEY", "KEY"],
  ["vite_api_key", "KEY"],
  ["VITE_SIGNING_KEYS", "KEY"],
])("the name %s looks secret because of %s", (name, word) => {
  expect(looksSecretName(name)).toContain(word);
});

test.each([
  "VITE_API_URL",
  "VITE_TITLE",
  "VITE_MONKEY",
  "VITE_HOTKEYS",
  "VITE_KEYBOARD",
  "VITE_KEY_ID",
  "VITE_AUTHOR",
])("the name %s does not look secret", (name) => {
  expect(looksSecretName(name)).toBeNull();
});

// Put together here, so that no scanner takes this file for a leak.
const digest = (text: string, form: "hex" | "base64" | "base64url") =>
  createHash("sha256").update(text).digest(form);
const capitals = digest("a", "hex").slice(0, 16).toUpperCase();

test.each([
  ["an AWS access key id", `AKIA${capitals}`],
  ["an AWS access key id", `id=ASIA${capitals}`],
  ["a PEM block", ["-----BEGIN", "PRIVATE KEY-----"].join(" ")],
  ["a GitHub token", `ghp_${"a".repeat(36)}`],
  ["a GitHub token", `github_pat_${"a".repeat(30)}`],
  ["a GitLab token", `glpat-${"a".repeat(20)}`],
  ["an npm token", `npm_${"a".repeat(36)}`],
  ["a Stripe secret key", `sk_live_${"a".repeat(24)}`],
  ["a Stripe secret key", `rk_test_${"a".repeat(24)}`],
  ["a Slack token", `xoxb-${"1".repeat(12)}`],
  ["a SendGrid key", `SG.${"a".repeat(22)}.${"b".repeat(43)}`],
  ["a JSON Web Token", `${btoa('{"alg":"none","t":"J"}')}.${btoa('{"sub":"123"}')}.`.replaceAll("=", "")],
  ["a URL with a password", "postgres://user:hunter2@db.example.com/app"],
])("a value with %s looks secret, and the reason holds none of it", (what, value) => {
  const reason = looksSecretValue(value);
  expect(reason).toContain(what);
  expect(reason).not.toContain(value.slice(0, 12));
});

test("randomly generated values look secret, almost always", () => {
  const makers: ((n: number) => string)[] = [
    (n) => digest(`${n}`, "hex").slice(0, 32),
    (n) => digest(`${n}`, "hex"),
    (n) => digest(`${n}`, "base64").slice(0, 40),
    (n) => digest(`${n}`, "base64url").slice(0, 32),
    (n) => `key: ${digest(`${n}`, "base64url")}, next`,
  ];
  for (const make of makers) {
    const missed = [...Array(1000).keys()].filter((n) => looksSecretValue(make(n)) === null);
    expect(missed.length).toBeLessThan(10);
  }
});

test.each([
  "",
  "true",
  "https://54.180.1.2.nip.io",
  "https://d111111abcdef8.cloudfront.net/assets/index.html?version=2026-11-22",
  "https://user@example.com/path",
  "https://example.com:8443/a@b",
  "/api/v1/PublicEndpoint/of/EveryKind/2026",
  "Moathon, the app for everyone since 2026",
  "MyAppTitleForProduction2026",
  "release-candidate-2026-11-22-build-7",
  "ap-northeast-2_AbCdEfGhI",
  "UA-12345678-1",
  "G-ABC1DEF2GH",
  "1:123456789012:web:main",
  "123e4567-e89b-12d3-a456-426614174000",
  "#ff8800,#00ff88,#8800ff",
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  "12345678901234567890123456789012",
  "abcdefghijklmnopqrstuvwxyz",
  "203.0.113.7",
  "10px20px30px40px50px",
])("the value %j does not look secret", (value) => {
  expect(looksSecretValue(value)).toBeNull();
});
