// Private keys that must not be taken, as environments hold them, with the slug of the problem and what it says.
import { generateKeyPairSync } from "node:crypto";
import { publicPem } from "../signing/fixtures";
import { rsaPem } from "./signed-projects";

export interface BadKey {
  readonly name: string;
  readonly env: () => Record<string, string>;
  readonly code: string;
  readonly says: string;
  /** What no message may hold a part of. */
  readonly secret: string;
  /** Whether httpsmith/signing judges the same text. */
  readonly isForm: boolean;
}

/** @returns those that no consumer of a key takes; which algorithm is right is up to the consumer */
export function badKeys(): readonly BadKey[] {
  const lines = rsaPem.trim().split("\n");
  const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
  const small = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
  const encrypted = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
    type: "pkcs8",
    format: "pem",
    cipher: "aes-256-cbc",
    passphrase: "secret",
  });
  const pkcs8 = (key: typeof p384) => key.export({ type: "pkcs8", format: "pem" }).toString();
  return [
    form("an empty key", "", "empty", "AWS_CLOUDFRONT_KEY is missing"),
    form("a key of blanks", " \n ", "empty", "AWS_CLOUDFRONT_KEY is missing"),
    form("a byte order mark", `\ufeff${rsaPem}`, "byte-order-mark", "byte order mark"),
    form("quotation marks", `"${rsaPem.trim()}"`, "quoted", "quotation marks"),
    form(
      "quotation marks around literal line breaks",
      `'${rsaPem.trim().replaceAll("\n", "\\n")}'`,
      "quoted",
      "quotation marks",
    ),
    form(
      "an indented key",
      lines.map((line) => `  ${line}`).join("\n"),
      "indented",
      "spaces before its lines",
    ),
    form(
      "an indented body",
      [lines[0], ...lines.slice(1, -1).map((line) => `    ${line}`), lines.at(-1)].join("\n"),
      "indented",
      "spaces",
    ),
    form("lost line breaks", lines.join(" "), "line-breaks-lost", "lost its line breaks"),
    form("a key that is cut off", lines.slice(0, -1).join("\n"), "incomplete-pem", "cut off"),
    form("a text that is no PEM", "hunter2hunter2", "not-pem", "no BEGIN line"),
    form("base64 of base64", twice(rsaPem), "not-pem", "no BEGIN line"),
    form("the public half", publicPem("rsa"), "public-key-given", "is a public key"),
    form("both halves", rsaPem + publicPem("rsa"), "several-keys", "more than one key"),
    form("an encrypted key", encrypted.toString(), "encrypted-key", "encrypted with a passphrase"),
    form("a certificate", block("CERTIFICATE"), "certificate-given", "is a certificate"),
    form(
      "a certificate request",
      block("CERTIFICATE REQUEST"),
      "certificate-request-given",
      "signing request",
    ),
    form("an OpenSSH key", block("OPENSSH PRIVATE KEY"), "ssh-key-given", "is an SSH key"),
    form("an SSH public key", `ssh-rsa ${body()} me@host`, "ssh-key-given", "is an SSH key"),
    form("a block that is no key", block("PRIVATE KEY"), "unreadable", "not of a key"),
    form("RSA of 1024 bit", pkcs8(small), "wrong-rsa-size", "1024 bit"),
    ...filesAndVariables(),
  ];
}

function filesAndVariables(): BadKey[] {
  const env = (variables: Record<string, string>, code: string, says: string, name: string): BadKey => ({
    name,
    env: () => variables,
    code,
    says,
    secret: Object.values(variables).join("\n"),
    isForm: false,
  });
  return [
    env({}, "empty", "AWS_CLOUDFRONT_KEY is missing", "an environment without a key"),
    env(
      { AWS_CLOUDFRONT_KEY: rsaPem, AWS_CLOUDFRONT_KEY_FILE: "/k.pem" },
      "two-sources",
      "both set",
      "two sources",
    ),
    env(
      { AWS_CLOUDFRONT_KEY_FILE: "/nowhere/key.pem" },
      "file-not-found",
      "No such file",
      "a file that is not there",
    ),
    env({ AWS_CLOUDFRONT_KEY_FILE: rsaPem }, "not-a-path", "holds a key", "a key in place of a path"),
  ];
}

function form(name: string, key: string, code: string, says: string): BadKey {
  return { name, env: () => ({ AWS_CLOUDFRONT_KEY: key }), code, says, secret: key, isForm: true };
}

function body(): string {
  return rsaPem.trim().split("\n").slice(1, 6).join("");
}

function block(label: string): string {
  return `-----BEGIN ${label}-----\n${rsaPem.trim().split("\n").slice(1, 6).join("\n")}\n-----END ${label}-----\n`;
}

function twice(text: string): string {
  return Buffer.from(Buffer.from(text).toString("base64")).toString("base64");
}
