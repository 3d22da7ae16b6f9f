// Finds the one PEM block in a text, and names what copying, YAML or an .env file did to it.
import { accepted, type Result, refused, type SigningProblemCode } from "./problem";

export type PemKind =
  | "public"
  | "private"
  | "encrypted"
  | "certificate"
  | "certificate-request"
  | "openssh"
  | "other";

export interface PemBlock {
  readonly kind: PemKind;
  /** The block with LF line ends and exactly one trailing newline. Holds key bytes: never put it into a message. */
  readonly text: string;
}

/** The single PEM block of the text, undamaged; damage that some reader chokes on is refused, not repaired. */
export function readPemBlock(text: string): Result<PemBlock> {
  const fault = FAULTS.find(({ found }) => found(text));
  if (fault !== undefined) return refused(fault.code, fault.message, fault.fix);
  const blocks = [...text.matchAll(BLOCK)]
    .filter((match) => match[1] !== "EC PARAMETERS")
    .map((match) => ({ kind: kindOf(match[1] ?? "", match[0]), text: toLf(match[0]) }));
  const [first] = blocks;
  if (first === undefined) {
    return refused(
      "signing-keys/incomplete-pem",
      'The PEM text has no complete block: a "-----BEGIN …-----" line without its "-----END …-----" line.',
      "Copy the whole file, including its last line.",
    );
  }
  const secret = blocks.find(({ kind }) => kind === "private" || kind === "encrypted");
  if (blocks.length === 1 || blocks.every(({ kind }) => kind === "certificate")) return accepted(first);
  return refused(
    "signing-keys/several-keys",
    `The text holds ${blocks.length} PEM blocks${secret ? ", a private key among them" : ""}; exactly one is expected.`,
    "Keep each key in a file of its own.",
  );
}

interface Fault {
  readonly code: SigningProblemCode;
  readonly found: (text: string) => boolean;
  readonly message: string;
  readonly fix: string;
}

const BLOCK = /^-----BEGIN ([A-Z0-9 ]+)-----[ \t]*\r?\n[\s\S]*?^-----END \1-----/gm;
const PASTE_AGAIN =
  "Copy the file as it is; for an environment variable use base64 of the whole file (base64 -w0 FILE).";

/** In the order in which they are told: the first that holds explains the others. */
const FAULTS: readonly Fault[] = [
  {
    code: "signing-keys/empty",
    found: (text) => text.trim() === "",
    message: "The key is empty.",
    fix: "Check that the file or variable that holds the key is the one meant.",
  },
  {
    code: "signing-keys/byte-order-mark",
    found: (text) => /^(?:\uFEFF|\u00EF\u00BB\u00BF|\uFFFE)/.test(text),
    message: "The text begins with a byte order mark (BOM), which PEM readers refuse.",
    fix: "Save the file as UTF-8 without BOM.",
  },
  {
    code: "signing-keys/ssh-key-given",
    found: (text) =>
      /^\s*(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+) /.test(text) || text.includes("---- BEGIN SSH2"),
    message: "This is an SSH public key (one line for authorized_keys); CloudFront needs PEM.",
    fix: "ssh-keygen -e -m PKCS8 -f KEY.pub > KEY.pub.pem, or make a key pair of its own for CloudFront.",
  },
  {
    code: "signing-keys/base64-of-pem",
    found: (text) => !text.includes("-----BEGIN ") && Buffer.from(text, "base64").includes("-----BEGIN "),
    message: "This is base64 of a PEM file, not the PEM file itself.",
    fix: "Decode it once (base64 -d) before it is used as a key.",
  },
  {
    code: "signing-keys/not-pem",
    found: (text) => !text.includes("-----BEGIN "),
    message: 'This is not PEM: it has no "-----BEGIN …-----" line.',
    fix: "Give the contents of the PEM file; convert DER with openssl pkey -inform DER -in FILE -out FILE.pem (add -pubin for a public key).",
  },
  {
    code: "signing-keys/quoted",
    found: (text) => /["'`]\s*-----BEGIN |-----END [A-Z0-9 ]+-----\s*(?:\\n)?\s*["'`]/.test(text),
    message: "There are quotation marks around the key; they are part of its text here.",
    fix: "Remove the quotation marks. " + PASTE_AGAIN,
  },
  {
    code: "signing-keys/literal-newlines",
    found: (text) => /\\r|\\n/.test(text),
    message: "The key has the two characters \\ and n where line breaks belong.",
    fix: PASTE_AGAIN,
  },
  {
    code: "signing-keys/line-breaks-lost",
    found: (text) => /-----BEGIN [A-Z0-9 ]+-----[^\r\n]*\S|\S[^\r\n]*-----END /.test(text),
    message: "The line breaks of the key were lost: a BEGIN or END line has other text beside it.",
    fix: PASTE_AGAIN,
  },
  {
    code: "signing-keys/indented",
    found: (text) => /^[ \t]+\S/m.test(text.slice(text.search(/^[ \t]*-----BEGIN /m))),
    message: "Lines of the key are indented.",
    fix: "Remove the spaces at the start of each line; in YAML use a block scalar (key: |).",
  },
];

function kindOf(label: string, block: string): PemKind {
  if (label === "OPENSSH PRIVATE KEY") return "openssh";
  if (label === "ENCRYPTED PRIVATE KEY" || /^Proc-Type: 4,ENCRYPTED/m.test(block)) return "encrypted";
  if (label.endsWith("PRIVATE KEY")) return "private";
  if (label === "PUBLIC KEY" || label === "RSA PUBLIC KEY") return "public";
  if (label.endsWith("CERTIFICATE REQUEST")) return "certificate-request";
  return label.endsWith("CERTIFICATE") ? "certificate" : "other";
}

function toLf(block: string): string {
  return block.replace(/[ \t]*\r?\n/g, "\n") + "\n";
}
