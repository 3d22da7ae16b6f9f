// Any text arrives in Terraform as it is: proven with the real terraform, through CDKTF.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Lazy, TerraformOutput, Token } from "cdktf";
import fc from "fast-check";
import { terraformString, terraformStrings } from "../../../modules";
import { inFolder, inPlainStack } from "../../modules/synthesized";
import { hostile } from "../../modules/variants";
import { terraformOk, terraformTest, writeJson } from "../../terraform/terraform";

// Numbers and markers that CDKTF would take for tokens, because they are tokens of this process.
const number = Token.asNumber({ resolve: () => 1, creationStack: [], toString: () => "" });
const liveTokens = [
  String(number),
  String(number).replace("e+", "e"),
  Token.asString(Lazy.stringValue({ produce: () => "x" })),
];

const fragments = [
  "$",
  "%",
  "{",
  "}",
  "${",
  "%{",
  "$${",
  "%%{",
  "#{",
  "&{",
  "TfToken[",
  "]}",
  '"',
  "\\",
  "\n",
  "\r\n",
  "\r",
  "~",
  "<<EOF",
  "é",
  "e\u0301",
  "\u2028",
  "\u{1f512}",
  " ",
  "a",
  "if",
  "-",
  "1",
  "e+29",
  ...liveTokens,
];
const text = fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: "binary", maxLength: 2 })), {
  maxLength: 12,
});

/** @returns each text as Terraform has it after an apply, once as a value and once as a key */
function throughTerraform(texts: readonly string[]): { values: string[]; keys: string[] } {
  const { output } = inPlainStack((stack) => {
    texts.forEach((value, at) => {
      new TerraformOutput(stack, `v${at}`, { value: terraformString(value) });
      new TerraformOutput(stack, `k${at}`, { value: terraformStrings({ [value]: "" }) });
    });
  });
  return inFolder((folder) => {
    writeJson(folder, "main.tf.json", { output });
    terraformOk(folder, ["apply", "-auto-approve"]);
    const { outputs } = JSON.parse(readFileSync(join(folder, "terraform.tfstate"), "utf8"));
    return {
      values: texts.map((_, at) => outputs[`v${at}`].value),
      keys: texts.map((_, at) => Object.keys(outputs[`k${at}`].value)[0]!),
    };
  });
}

// Terraform stores text in normal form C.
const stored = (value: string) => value.normalize("NFC");

terraformTest("known hostile texts arrive unchanged", () => {
  const texts = [
    hostile,
    "${x}",
    "%{x}",
    "$${x}",
    "$$${x}",
    "%%{x}",
    "$%{x}",
    "%${x}",
    "${",
    "String Map Token Value",
    ...liveTokens,
  ];
  expect(throughTerraform(texts)).toEqual({ values: texts.map(stored), keys: texts.map(stored) });
});

terraformTest("any text arrives unchanged, as a value and as a key", () => {
  const texts = fc.array(
    text.map((parts) => parts.join("")),
    { minLength: 400, maxLength: 400 },
  );
  fc.assert(
    fc.property(texts, (all) => {
      expect(throughTerraform(all)).toEqual({ values: all.map(stored), keys: all.map(stored) });
    }),
    { numRuns: 1, seed: 20261122, endOnFailure: true },
  );
});

test("text without marks is left alone, so that the output stays readable", () => {
  const plain = "Web platform: 100 % of $5, #{x} &{y} 1e+29 a{b}";
  expect(terraformString(plain)).toBe(plain);
});

test("a single mark is doubled, as people write it by hand", () => {
  expect(terraformString("${a} %{b}")).toBe("$${a} %%{b}");
});
