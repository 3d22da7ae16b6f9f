// --format sarif, judged by the rules of SARIF 2.1.0.
import Ajv from "ajv";
import { hostileReport } from "./hostile";
import { generated, moathon, sandbox } from "./sandbox";

// What SARIF 2.1.0 asks of the properties that we write, by its sections; properties that we do not write are refused.
const text = {
  type: "object",
  required: ["text"],
  additionalProperties: false,
  properties: { text: { type: "string", minLength: 1 } },
};
const closed = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: "object",
  additionalProperties: false,
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const list = (items: object, rest: object = {}) => ({ type: "array", items, ...rest });
const one = { type: "integer", minimum: 1 };
const sarifSchema = closed({
  $schema: { type: "string", format: "uri" }, // §3.13.3
  version: { const: "2.1.0" }, // §3.13.2
  runs: list(
    closed({
      tool: closed({
        driver: closed({
          name: { const: "httpsmith" }, // §3.19.8
          version: { type: "string", pattern: "^[0-9]+\\.[0-9]+\\.[0-9]+" }, // §3.19.13
          rules: list(closed({ id: { type: "string" }, shortDescription: text }), { uniqueItems: true }), // §3.19.23, §3.49
        }),
      }),
      columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] }, // §3.14.17
      results: list(
        closed(
          {
            ruleId: { type: "string" }, // §3.27.5
            ruleIndex: { type: "integer", minimum: 0 }, // §3.27.6
            level: { enum: ["none", "note", "warning", "error"] }, // §3.27.10
            message: text, // §3.27.11
            locations: list(
              closed({
                physicalLocation: closed({
                  artifactLocation: closed({
                    uri: { type: "string", format: "uri-reference", pattern: "^[^\\\\:/][^\\\\]*$" },
                  }), // §3.4.3
                  region: closed({ startLine: one, startColumn: one }), // §3.30.5, §3.30.6
                }),
              }),
              { maxItems: 1 },
            ),
            partialFingerprints: closed({ problem: { type: "string", pattern: "^[0-9a-f]{32}$" } }), // §3.27.17
            suppressions: list(
              closed({ kind: { enum: ["inSource", "external"] }, justification: { type: "string" } }),
            ), // §3.35
          },
          ["suppressions"],
        ),
      ),
    }),
    { minItems: 1, maxItems: 1 },
  ),
});

describe("sarif", () => {
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.addFormat("uri", (value) => URL.canParse(value));
  ajv.addFormat(
    "uri-reference",
    (value) => /^[A-Za-z0-9._~!$&'()*+,;=@%/-]+$/.test(value) && !/%(?![0-9A-F]{2})/.test(value),
  );
  const validate = ajv.compile(sarifSchema);

  function parsed(stdout: string) {
    const log = JSON.parse(stdout);
    expect({ valid: validate(log), errors: validate.errors }).toEqual({ valid: true, errors: null });
    const [{ tool, results }] = log.runs;
    const ids = tool.driver.rules.map(({ id }: { id: string }) => id);
    for (const { ruleId, ruleIndex } of results) expect(ids[ruleIndex]).toBe(ruleId);
    return { results, ids, rules: tool.driver.rules };
  }

  test("is valid for every kind of outcome", async () => {
    parsed((await sandbox(null).run(["check", "--format", "sarif"])).stdout);
    parsed((await sandbox("{").run(["check", "--format", "sarif"])).stdout);
    parsed((await sandbox().run(["check", "--format", "sarif"])).stdout);
    parsed((await sandbox().run(["generate", "--format", "sarif"])).stdout);
    const { results } = parsed((await (await generated()).run(["check", "--format", "sarif"])).stdout);
    expect(results).toHaveLength(1);
  });

  test("names files as relative URIs with forward slashes, and columns from 1", async () => {
    const { results } = parsed(await hostileReport("sarif"));
    const unknown = results.find(({ ruleId }: { ruleId: string }) => ruleId === "schema/unknown-key");
    expect(unknown.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "sub%20folder/50%25%2Ca%3Ab/httpsmith.json" },
      region: { startLine: 4, startColumn: 3 },
    });
  });

  test("a rule says more than its id", async () => {
    const { rules } = parsed((await sandbox("{").run(["check", "--format", "sarif"])).stdout);
    expect(rules).toEqual([{ id: "config/syntax", shortDescription: { text: "The config is not JSON" } }]);
  });

  test("a waived problem is suppressed with its reason, not hidden", async () => {
    const waivers =
      '"waivers": [{ "rule": "server/nip-io-shared-limit", "reason": "A trial until we have a domain.", "until": "2027-01-01" }],';
    const project = await generated(moathon.replace('"region"', `${waivers}\n  "region"`));
    const { results } = parsed((await project.run(["check", "--format", "sarif"])).stdout);
    expect(results[0].suppressions).toEqual([
      { kind: "external", justification: "A trial until we have a domain. (until 2027-01-01)" },
    ]);
  });

  test("a fingerprint stays when lines move, and differs between files", async () => {
    const fingerprints = async (config: string) => {
      const { results } = parsed((await sandbox(config).run(["check", "--format", "sarif"])).stdout);
      return results.map(
        (result: { partialFingerprints: { problem: string } }) => result.partialFingerprints.problem,
      );
    };
    const before = await fingerprints(moathon);
    expect(await fingerprints(`\n\n${moathon}`)).toEqual(before);
    expect(new Set(before).size).toBe(17);
  });
});
