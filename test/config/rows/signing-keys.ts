// Rows: signing keys and their files.
import { row, rowWithFiles } from "../row";
import { keyFiles, pem, signingKeys } from "./keys";

const key = (id: string, file: string, phase: string) =>
  `{ "id": ${id}, "publicKeyFile": ${file}, "phase": ${phase} }`;
const a = '"keys/a.pub.pem"';
const list = (...keys: string[]) => ({ signingKeys: `[\n    ${keys.join(",\n    ")}\n  ]` });
const file = (text: string, code: string) =>
  rowWithFiles(
    { "keys/a.pub.pem": text },
    `rejects a key file: ${code}`,
    list(key('"a"', `«${a}`, '"active"')),
    [`signing-keys/${code}`, "signingKeys[0].publicKeyFile"],
  );

const body = pem.rsa.split("\n").slice(1, -2);

export const signingKeyRows = [
  rowWithFiles(keyFiles, "accepts an RSA key", signingKeys),
  rowWithFiles(
    keyFiles,
    "accepts keys in all phases",
    list(key('"a"', a, '"active"'), key('"b"', '"keys/b.pub.pem"', '"staged"'), key('"c"', a, '"retiring"')),
  ),
  row("rejects a key file that is not there", list(key('"a"', `«${a}`, '"active"')), [
    "signing-keys/file-not-found",
    "signingKeys[0].publicKeyFile",
  ]),
  file("", "empty"),
  file(pem.private, "private-key-given"),
  file(pem.encrypted, "private-key-given"),
  file("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "certificate-given"),
  file(
    "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n",
    "certificate-request-given",
  ),
  file("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ ops@example.com\n", "ssh-key-given"),
  file(pem.rsa.replaceAll("\n", "\\n"), "literal-newlines"),
  file(`\uFEFF${pem.rsa}`, "byte-order-mark"),
  file(pem.rsa.replaceAll(/^/gm, "  "), "indented"),
  file(`"${pem.rsa.trim()}"`, "quoted"),
  file(pem.rsa.replaceAll("\n", " "), "line-breaks-lost"),
  file(pem.rsa + pem.ecdsa, "several-keys"),
  file(pem.rsa.replace(/-----END.*/s, ""), "incomplete-pem"),
  file(Buffer.from(pem.rsa).toString("base64"), "base64-of-pem"),
  file("what is this\n", "not-pem"),
  file(
    ["-----BEGIN PUBLIC KEY-----", ...body.slice(1), "-----END PUBLIC KEY-----", ""].join("\n"),
    "unreadable",
  ),
  file(pem.otherCurve, "wrong-curve"),
  file(pem.smallRsa, "wrong-rsa-size"),
  file(pem.ed25519, "unsupported-algorithm"),
  rowWithFiles(
    keyFiles,
    "rejects an id that stands twice",
    list(key('"a"', a, '"active"'), key('«"a"', a, '"staged"')),
    ["signing-keys/id-twice", "signingKeys[1].id"],
  ),
  rowWithFiles(
    keyFiles,
    "rejects keys of which none is active",
    { signingKeys: `«[${key('"a"', a, '"staged"')}]` },
    ["signing-keys/none-active", "signingKeys"],
  ),
  rowWithFiles(
    keyFiles,
    "rejects two active keys",
    list(key('"a"', a, '"active"'), key('"b"', a, '«"active"')),
    ["signing-keys/two-active", "signingKeys[1].phase"],
  ),
  rowWithFiles(
    keyFiles,
    "rejects more keys than a key group takes",
    {
      signingKeys: `«[${["a", "b", "c", "d", "e", "f"].map((id) => key(`"${id}"`, a, id === "a" ? '"active"' : '"staged"')).join(", ")}]`,
    },
    ["signing-keys/too-many", "signingKeys"],
  ),
  rowWithFiles(
    keyFiles,
    "accepts as many keys as a key group takes",
    list(...["a", "b", "c", "d", "e"].map((id) => key(`"${id}"`, a, id === "a" ? '"active"' : '"staged"'))),
  ),
  row(
    "rejects a key file outside of the project, and does not read it",
    list(key('"a"', '«"../keys/a.pub.pem"', '"active"')),
    ["paths/outside-project", "signingKeys[0].publicKeyFile"],
  ),
];
