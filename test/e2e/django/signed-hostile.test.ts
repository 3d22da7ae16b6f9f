// Hostile values in what signs: each is refused or is read back by Python exactly, and changes nothing beside itself.
import fc from "fast-check";
import { djangoFiles } from "../../../generators/django/view";
import { signerFiles } from "../../../generators/signer/view";
import { needs, pythons, runJson } from "../../generators/python";
import { rsaKey, signerProject, storageProject } from "../../generators/signed-projects";

const program = `
import ast, json, sys
given = json.load(sys.stdin)
def read(text):
    kept, values = [], {}
    for node in ast.parse(text).body:
        name = getattr(getattr(node, "targets", [None])[0], "id", None)
        if name in ("AWS_STORAGE_BUCKET_NAME", "AWS_S3_REGION_NAME", "AWS_S3_CUSTOM_DOMAIN", "AWS_LOCATION", "_signing_keys"):
            values[name] = ast.literal_eval(node.value)
            kept.append(name)
        else:
            kept.append(ast.dump(node))
    return kept, values
forms = [read(text)[0] for text in given["references"]]
faults = []
for index, (form, text, expected) in enumerate(given["cases"]):
    kept, values = read(text)
    wrong = {name: values[name] for name in expected if values[name] != expected[name]}
    if kept != forms[form] or wrong:
        faults.append([index, wrong])
print(json.dumps(faults))
`;

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        '"',
        "'",
        '"""',
        "\\",
        "\n",
        "\r",
        "]",
        "}",
        "{{x}}",
        "#",
        "\u2028",
        "\u202e",
        "é😀",
        "\ud800",
        '"\nimport os\n',
      ),
      {
        maxLength: 6,
      },
    )
    .map((parts) => parts.join("")),
);
const samples = fc.sample(fc.tuple(hostile, hostile, hostile, hostile, hostile), { numRuns: 300, seed: 9 });

function cases() {
  return samples.flatMap(([bucket, region, domain, location, keyId]) => {
    const key = { ...rsaKey, id: bucket, keyId };
    const keys = (values: { id: unknown; name: unknown }[]) => values;
    try {
      const settings = djangoFiles(
        storageProject({ bucket, region, domain, location }, { signingKeys: [key] }),
      )[0]!;
      const module = signerFiles(signerProject({}, [key]))[0]!;
      const ours = {
        AWS_STORAGE_BUCKET_NAME: bucket,
        AWS_S3_REGION_NAME: region,
        AWS_S3_CUSTOM_DOMAIN: domain,
        AWS_LOCATION: location,
      };
      return [
        [0, settings.text, ours],
        [1, module.text, { _signing_keys: keys([{ id: keyId, name: bucket }]) }],
      ] as const;
    } catch (error) {
      expect((error as Error).message).toMatch(/surrogate/);
      return [];
    }
  });
}

needs(pythons()[0], "needs Python 3")("settings and signer hold exactly the values, as data", () => {
  const made = cases().map(([form, text, expected]) => {
    if (!("_signing_keys" in expected)) return [form, text, expected];
    const [key] = expected._signing_keys;
    const sha256 = /"sha256": "([0-9a-f]{64})"/.exec(text)![1];
    return [form, text, { _signing_keys: [{ name: key!.name, phase: "active", sha256, id: key!.id }] }];
  });
  expect(made.length).toBeGreaterThan(300);
  const references = [
    djangoFiles(storageProject({}, { signingKeys: [rsaKey] }))[0]!.text,
    signerFiles(signerProject({}, [rsaKey]))[0]!.text,
  ];
  const python = { command: pythons()[0]!.command, packages: "" };
  expect(runJson(python, program, { references, cases: made })).toEqual([]);
});
