// --format sarif, judged by the rules of SARIF 2.1.0.
import { hostileReport } from "./hostile";
import { generated, moathon, sandbox } from "./sandbox";
import { validateSarif } from "./sarif-schema";

describe("sarif", () => {
  function parsed(stdout: string) {
    const log = JSON.parse(stdout);
    expect(validateSarif(log)).toEqual([]);
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
    expect(new Set(before).size).toBe(18);
  });
});
