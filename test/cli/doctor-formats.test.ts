// The diagnosis for programs: JSON, SARIF, GitHub's annotations and GitLab's entries say the same as the text.
import { github } from "../../cli/report/doctor/github";
import { gitlab } from "../../cli/report/doctor/gitlab";
import { json } from "../../cli/report/doctor/json";
import { sarif } from "../../cli/report/doctor/sarif";
import { wayOf } from "../../cli/report/doctor/way";
import { type Diagnosis, type Finding, hostsOf, machineWorld } from "../../doctor";
import { behindCloudFront, diagnose, freePort } from "../doctor/farm/diagnose";
import { validateSarif } from "./sarif-schema";

const common = {
  check: "certificate-dates",
  leg: "cloudfront-server",
  subject: "api.example.com:443",
  evidence: [["valid", "2026-01-01T00:00:00Z to 2026-04-01T00:00:00Z"]],
  command: "openssl s_client -connect api.example.com:443 </dev/null",
} as const;

const findings: readonly Finding[] = [
  {
    ...common,
    state: "problem",
    code: "doctor/certificate-expired",
    severity: "error",
    message: "The certificate has expired.",
    symptom: "502 from CloudFront",
    fix: "Run `certbot renew`.",
  },
  { ...common, check: "dns", state: "unknown", message: "DNS could not be asked." },
  { ...common, check: "port", state: "ok", message: "A connection opens." },
  { ...common, check: "cors", state: "not-applicable", message: "One origin." },
];
const diagnosis: Diagnosis = { project: behindCloudFront(), findings };

test("JSON has every finding with its state and evidence, the way, and the counts", () => {
  const report = JSON.parse(json(diagnosis, "httpsmith.json"));
  expect(report.findings.map(({ state }: Finding) => state)).toEqual([
    "problem",
    "unknown",
    "ok",
    "not-applicable",
  ]);
  expect(report.findings[0]).toMatchObject({
    code: "doctor/certificate-expired",
    evidence: [{ name: "valid" }],
  });
  expect(report.counts).toEqual({ errors: 1, warnings: 0, ok: 1, unknown: 1, notApplicable: 1 });
  expect(report.way[1]).toMatchObject({ leg: "cloudfront-server", state: "problem" });
});

test("SARIF is valid, with problems as results and what could not be looked at as notifications", () => {
  const log = JSON.parse(sarif(diagnosis, "my project/httpsmith.json"));
  expect(validateSarif(log)).toEqual([]);
  const [run] = log.runs;
  expect(run.results).toHaveLength(1);
  expect(run.results[0]).toMatchObject({ ruleId: "doctor/certificate-expired", level: "error" });
  expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
    "my%20project/httpsmith.json",
  );
  expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain("DNS could not be asked.");
});

test("an annotation of GitHub stays on one line", () => {
  const lines = github(diagnosis, "httpsmith.json").trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(
    /^::error title=doctor\/certificate-expired::api\.example\.com:443: The certificate has expired\.%0A/,
  );
});

test("an entry of GitLab stands in the config", () => {
  expect(JSON.parse(gitlab(diagnosis, "my project/httpsmith.json"))).toEqual([
    {
      description: expect.stringMatching(
        /^api\.example\.com:443: The certificate has expired\. Symptom: 502 /,
      ),
      check_name: "doctor/certificate-expired",
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      severity: "major",
      location: { path: "my project/httpsmith.json", lines: { begin: 1 } },
    },
  ]);
});

test("every finding is on a leg of the way, or about files", async () => {
  const crossOrigin = behindCloudFront({ distributions: {} });
  for (const project of [behindCloudFront(), crossOrigin]) {
    const world = machineWorld({
      hosts: hostsOf(project),
      redirects: [{ host: "api.example.com", from: null, address: "127.0.0.1", port: await freePort() }],
      patience: { connectMs: 2000, handshakeMs: 2000, responseMs: 2000 },
      roots: [],
      rootsFile: null,
      nameservers: null,
      now: () => new Date(),
    });
    const found = await diagnose(project, world);
    const own = found.findings.filter(
      ({ check, state }) => state !== "not-applicable" && check !== "outputs",
    );
    const legs = wayOf(found).map(({ leg }) => leg);
    expect(own.filter(({ leg }) => !legs.includes(leg)).map(({ check, leg }) => `${check} ${leg}`)).toEqual(
      [],
    );
  }
});
