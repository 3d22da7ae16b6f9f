// doctor --aws: the AWS SDK reads a distribution from a stand-in, and what it says is compared with the config.
import { spawn } from "node:child_process";
import type { Project } from "../../../config/project";
import type { Finding } from "../../../doctor";
import { readDistribution } from "../../../publish";
import { needBuild, plainEnv, program } from "../../cli/built";
import { sandbox } from "../../cli/sandbox";
import { diagnose, farmWorld, freePort, nothingGiven } from "../../doctor/farm/diagnose";
import { distributionXmls, secretOfOrigins, type Told } from "../../doctor/farm/distribution-xml";
import { exampleProjects } from "../../example-projects";
import { everything } from "../../modules/everything";
import { moathon } from "../../projects";
import { type RecordingCloudFront, recordingCloudFront } from "../publish/recording-cloudfront";

const distributionId = "E2QWRUHAPOMQZL";
const domainName = "d111111abcdef8.cloudfront.net";
const deployed: Project = withIds(moathon, () => distributionId);

describe("doctor --aws", () => {
  let cloudFront: RecordingCloudFront;
  const credentials = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret-of-the-account" };
  const before = { ...process.env };
  beforeAll(async () => {
    cloudFront = await recordingCloudFront();
    Object.assign(process.env, credentials, { AWS_EC2_METADATA_DISABLED: "true" });
  });
  beforeEach(() => cloudFront.forget());
  afterAll(async () => {
    process.env = before;
    await cloudFront.close();
  });

  async function findings(project: Project): Promise<readonly Finding[]> {
    const account = {
      distribution: (id: string) =>
        readDistribution(
          { distributionId: id, partition: "aws", endpoint: cloudFront.url },
          { connectMs: 5000, answerMs: 5000 },
        ),
    };
    const world = farmWorld(project, { https: await freePort(), http: await freePort() }, "", { roots: [] });
    const found = await diagnose(project, world, { given: { ...nothingGiven, account }, only: ["account"] });
    expect(JSON.stringify(found)).not.toMatch(/secret-of/);
    return found.findings;
  }

  function has(project: Project, told: Partial<Told> = {}): void {
    const keyIds = project.signingKeys.flatMap(({ keyId }) => keyId ?? []);
    const xmls = distributionXmls(project, () => ({ domainName, keyIds, ...told }));
    for (const [id, xml] of Object.entries(xmls)) {
      expect(xml).toContain(secretOfOrigins);
      cloudFront.has(project.distributions[id]!.distributionId!, xml);
    }
  }

  const said = (found: readonly Finding[]) =>
    found.map((one) => (one.state === "problem" ? `${one.severity} ${one.code}` : one.state));

  test("finds what Terraform deploys as the config says, and only reads", async () => {
    has(deployed);
    expect(said(await findings(deployed))).toEqual(["ok"]);
    expect(cloudFront.requests).toEqual([`GET /2020-05-31/distribution/${distributionId}`]);
  });

  const projects: readonly (readonly [string, Project])[] = [
    ["every setting of the modules", everything],
    ...exampleProjects.flatMap(({ name, projects: all }) =>
      all.map((project) => [`the example ${name}, ${project.environment ?? "as written"}`, project] as const),
    ),
  ];
  test.each(projects)("has no difference to tell about %s", async (_, one) => {
    let count = 0;
    const project = withIds(one, () => `EDFDVBD${++count}`);
    has(project);
    for (const finding of await findings(project)) expect(finding).toMatchObject({ state: "ok" });
  });

  const rows: readonly (readonly [what: string, told: Partial<Told>, said: string, evidence: RegExp])[] = [
    [
      "under way",
      { status: "InProgress" },
      "warning doctor/distribution-in-progress",
      /wait distribution-deployed --id E\w+`.*InProgress/,
    ],
    ["disabled", { edit: (one) => (one.enabled = false) }, "error doctor/distribution-disabled", /Deployed/],
    [
      "of another name",
      { domainName: "d222222abcdef8.cloudfront.net" },
      "error doctor/outputs-stale",
      /d222222.*d111111/,
    ],
    [
      "with an alias by hand",
      { edit: (one) => one.aliases.push("app.example.com") },
      "warning doctor/distribution-differs",
      /aliases.*config: none; CloudFront: app\.example\.com/,
    ],
    [
      "with another bucket",
      { edit: (one) => (one.origin[0].domain_name = "other.s3.ap-northeast-2.amazonaws.com") },
      "warning doctor/distribution-differs",
      /origins.*config: bucket moathon-client-dist; CloudFront: bucket other"/,
    ],
    [
      "without the app's function",
      { edit: (one) => (one.default_cache_behavior.function_association = []) },
      "warning doctor/distribution-differs",
      /functions.*config: \* on viewer-request; CloudFront: none/,
    ],
    [
      "with a key group",
      { edit: (one) => (one.default_cache_behavior.trusted_key_groups = ["group"]) },
      "warning doctor/distribution-differs",
      /signed.*config: none; CloudFront: \*/,
    ],
    [
      "with a web ACL",
      { edit: (one) => (one.web_acl_id = "arn:aws:wafv2:us-east-1:1:global/webacl/a/b") },
      "warning doctor/distribution-differs",
      /web ACL.*config: none; CloudFront: arn:/,
    ],
    [
      "with another start page",
      { edit: (one) => (one.default_root_object = "start.html") },
      "warning doctor/distribution-differs",
      /root object.*config: index\.html; CloudFront: start\.html/,
    ],
  ];
  test.each(rows)("one %s is one finding", async (_, told, code, evidence) => {
    has(deployed, told);
    const found = await findings(deployed);
    expect(said(found)).toEqual([code]);
    expect(JSON.stringify(found)).toMatch(evidence);
  });

  test("another key in the group is a difference", async () => {
    const [example] = exampleProjects.find(({ name }) => name === "signed-media")!.projects;
    const signed = withIds(example!, () => distributionId);
    has(signed, { keyIds: ["K0000000000000"] });
    const media = (await findings(signed)).find(({ subject }) => subject.startsWith("media"))!;
    expect(JSON.stringify(media.evidence)).toContain("config: K2JCJMDEHXQW5F; CloudFront: K0000000000000");
  });

  test("one that the account does not have is one finding", async () => {
    expect(said(await findings(deployed))).toEqual(["error doctor/outputs-stale"]);
  });

  test("one without an id is unknown", async () => {
    const [one] = await findings(moathon);
    expect(one).toMatchObject({ state: "unknown", message: expect.stringContaining("distribution_site_id") });
    expect(cloudFront.requests).toEqual([]);
  });

  const refusals: readonly (readonly [
    what: string,
    error: { status: number; code: string; message?: string },
    said: RegExp,
  ])[] = [
    [
      "without the right",
      {
        status: 403,
        code: "AccessDenied",
        message:
          "User: arn:aws:iam::123456789012:user/ci is not authorized to perform: cloudfront:GetDistribution",
      },
      /\{"Effect":"Allow","Action":"cloudfront:GetDistribution","Resource":"arn:aws:cloudfront::123456789012:distribution\/E2QWRUHAPOMQZL"\}/,
    ],
    [
      "with credentials that have expired",
      { status: 403, code: "ExpiredToken" },
      /have expired\. Sign in again/,
    ],
    ["with credentials that are none", { status: 403, code: "InvalidClientTokenId" }, /does not take these/],
    ["that is asked too often", { status: 400, code: "Throttling" }, /AWS asks to slow down/],
  ];
  test.each(refusals)("%s, the reason is told", async (_, error, reason) => {
    cloudFront.refuse(error);
    const found = await findings(deployed);
    expect(said(found)).toEqual(["unknown"]);
    expect(found[0]!.message).toMatch(reason);
  });

  describe("as a program", () => {
    const project = () => {
      const one = sandbox();
      const outputs = { distribution_site_id: distributionId, distribution_site_domain_name: domainName };
      one.write("httpsmith.outputs.json", JSON.stringify({ moathon: outputs }));
      return one;
    };
    const doctor = (argv: readonly string[], env: Record<string, string>) =>
      new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
        const child = spawn(process.execPath, [program, "doctor", "--only", "account", ...argv], {
          cwd: project().root,
          env: plainEnv({ AWS_EC2_METADATA_DISABLED: "true", ...env }),
        });
        const out = { stdout: "", stderr: "" };
        for (const name of ["stdout", "stderr"] as const)
          child[name].on("data", (part) => (out[name] += part));
        child.on("close", (code) => done({ code, ...out }));
      });

    beforeAll(() => needBuild());

    test("asks nobody unless it is told to, whatever credentials there are", async () => {
      has(deployed);
      const env = { ...credentials, AWS_ENDPOINT_URL: cloudFront.url };
      const { code, stdout } = await doctor([], env);
      expect([code, cloudFront.requests]).toEqual([0, []]);
      expect(stdout).toContain("Ask with --aws");
    });

    test("reads with the credentials of the environment", async () => {
      has(deployed);
      const { code, stdout, stderr } = await doctor(
        ["--aws", "--cloudfront-endpoint-url", cloudFront.url],
        credentials,
      );
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toContain("CloudFront has what the config says.");
      expect(stdout).not.toMatch(/secret-of/);
    });

    test("without credentials is unknown, with what to do", async () => {
      const { code, stdout } = await doctor(["--aws", "--cloudfront-endpoint-url", cloudFront.url], {});
      expect(code).toBe(2);
      expect(stdout).toMatch(/There are no AWS credentials here\..*aws sso login/s);
      expect(cloudFront.requests).toEqual([]);
    });

    test("from a service that does not answer is unknown, in time", async () => {
      const url = `http://127.0.0.1:${await freePort()}`;
      const { code, stdout } = await doctor(
        ["--cloudfront-endpoint-url", url, "--timeout", "1s"],
        credentials,
      );
      expect(code).toBe(2);
      expect(stdout).toContain("AWS cannot be reached");
    });
  });
});

function withIds(project: Project, next: () => string): Project {
  const entries = Object.entries(project.distributions).map(([id, one]) => [
    id,
    { ...one, distributionId: one.distributionId ?? next(), domainName: one.domainName && domainName },
  ]);
  return { ...project, distributions: Object.fromEntries(entries) };
}
