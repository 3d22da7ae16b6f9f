// The catalogue against the tables: no code without a row, no row with a code that does not exist.
import { isProblemCode, isWaivable, problemTitles } from "../../config/catalogue";
import { SIGNING_PROBLEM_CODES } from "../../signing/problem";
import { outputsRows } from "./outputs-rows";
import { tables } from "./tables";

// Found by the command line, or between generated files; their rows are there.
const elsewhere =
  /^(files|coherence|doctor|publish)\/|^config\/(not-found|exists|unanswered|unreadable|unknown-environment|not-a-duration|unknown-base)$|^edge\/(no-handler|no-bundler|does-not-build|language|too-large|unknown-function|event-file|refused-result)$|^environments\/(same-file|shared-resource)$|^signing-keys\/(removed-while-active|activated-unstaged|replaced|id-unknown|inside-work-tree)$/;

// What reading a public key can say; the others are about private keys, URLs and cookies.
const notOfPublicKeys = [
  "encrypted-key",
  "wrong-passphrase",
  "public-key-given",
  "wrong-algorithm",
  "not-a-pair",
  "key-given-as-id",
  "malformed-id",
  "sha1-unavailable",
];

const inRows = new Set(
  [...Object.values(tables).flat(), ...outputsRows].flatMap(({ expected }) => expected.map(([code]) => code)),
);

test("every code that the config can have has a row", () => {
  const own = Object.keys(problemTitles).filter((code) => !elsewhere.test(code));
  expect(own.filter((code) => !inRows.has(code))).toEqual([]);
});

test("every code that a public key can have has a row", () => {
  const own = SIGNING_PROBLEM_CODES.filter(
    (code) => code.startsWith("signing-keys/") && !notOfPublicKeys.includes(code.split("/")[1]!),
  );
  expect(own.filter((code) => !inRows.has(code))).toEqual([]);
});

test("every row has codes of the catalogue", () => {
  expect([...inRows].filter((code) => !isProblemCode(code))).toEqual([]);
});

test("every code is a section and a slug", () => {
  for (const code of Object.keys(problemTitles)) expect(code).toMatch(/^[a-z0-9-]+\/[a-z0-9-]+$/);
});

test("a malformed input has nothing to waive", () => {
  const sections = /^(config|schema|environments|outputs|waivers|files|paths|doctor)\//;
  expect(Object.keys(problemTitles).filter((code) => sections.test(code) && isWaivable(code))).toEqual([]);
  expect(SIGNING_PROBLEM_CODES.filter(isWaivable)).toEqual([]);
  expect(isWaivable("toString")).toBe(false);
});
