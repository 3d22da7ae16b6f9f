// SARIF 2.1.0, as far as httpsmith writes it.
import Ajv from "ajv";

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
    closed(
      {
        // §3.14.11, §3.20.14, §3.20.21, §3.58
        invocations: list(
          closed({
            executionSuccessful: { type: "boolean" },
            toolExecutionNotifications: list(
              closed({ level: { enum: ["none", "note", "warning", "error"] }, message: text }),
            ),
          }),
        ),
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
                closed(
                  {
                    // §3.28.4, §3.33
                    logicalLocations: list(closed({ name: { type: "string" }, kind: { const: "resource" } })),
                    physicalLocation: closed(
                      {
                        artifactLocation: closed({
                          uri: { type: "string", format: "uri-reference", pattern: "^[^\\\\:/][^\\\\]*$" },
                        }), // §3.4.3
                        region: closed({ startLine: one, startColumn: one }), // §3.30.5, §3.30.6
                      },
                      ["region"],
                    ),
                  },
                  ["logicalLocations"],
                ),
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
      },
      ["invocations"],
    ),
    { minItems: 1, maxItems: 1 },
  ),
});

const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addFormat("uri", (value) => URL.canParse(value));
ajv.addFormat(
  "uri-reference",
  (value) => /^[A-Za-z0-9._~!$&'()*+,;=@%/-]+$/.test(value) && !/%(?![0-9A-F]{2})/.test(value),
);
const validate = ajv.compile(sarifSchema);

/** @returns what is wrong with a log */
export function validateSarif(log: unknown): readonly object[] {
  return validate(log) ? [] : (validate.errors ?? []);
}
