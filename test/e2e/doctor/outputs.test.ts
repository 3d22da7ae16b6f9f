// The outputs file against what can be seen without an account: S3, CloudFront, and the config itself.
import type { Project } from "../../../config/project";
import type { Given } from "../../../doctor";
import { generateKeyPair, parseTrustedKeys, verifyRequest } from "../../../signing";
import {
  behindCloudFront,
  diagnose,
  farmWorld,
  nothingGiven,
  problemsOf,
  redirectsTo,
} from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import { type Site, standIn, viewer, xmlError } from "../../doctor/farm/stand-in-edge";
import { type BucketAnswer, standInS3 } from "../../doctor/farm/stand-in-s3";
import { describeWith } from "../../programs";

const keyId = "K2JCJMDEHXQW5F";
const distributions = { site: { behaviors: [{ path: "*", origin: { bucket: "media" } }] } };
const bucket = { name: "moathon-media" };

function project(more: object = {}): Project {
  return behindCloudFront(
    { server: undefined, buckets: { media: bucket }, distributions, ...more },
    { distribution_site_domain_name: viewer, "signing_key_2026-11_id": keyId },
  );
}

describeWith(["openssl"], "a bucket", () => {
  const farm = new Farm();
  afterAll(() => farm.remove());
  const deployed = { outputs: { bucket_media_name: bucket.name } };

  async function findings(answer: BucketAnswer, given: Partial<Given> = {}, of = project()) {
    const s3 = await standInS3(farm, answer);
    const world = farmWorld(of, { https: s3, http: s3, s3 }, farm.pki.text(farm.pki.root));
    return diagnose(of, world, { given: { ...nothingGiven, ...given }, only: ["buckets"] });
  }

  test("that is closed and in its region is ok", async () => {
    const { findings: found } = await findings({ status: 403, region: "ap-northeast-2" });
    expect(found).toEqual([
      expect.objectContaining({ state: "ok", subject: bucket.name, leg: "cloudfront-bucket" }),
    ]);
  });

  const rows: readonly (readonly [what: string, answer: BucketAnswer, problem: string])[] = [
    ["that is gone", { status: 404, region: null }, "error doctor/bucket-missing"],
    ["in another region", { status: 301, region: "eu-west-1" }, "error doctor/bucket-region"],
    ["that anybody may list", { status: 200, region: "ap-northeast-2" }, "error doctor/bucket-open"],
  ];
  test.each(rows)("%s is one problem", async (_, answer, problem) => {
    expect(problemsOf(await findings(answer, deployed))).toEqual([problem]);
  });

  const unknown: readonly (readonly [what: string, answer: BucketAnswer, message: RegExp])[] = [
    ["that was never deployed", { status: 404, region: null }, /the outputs file does not name it either/],
    ["behind a portal", { status: 404, region: null, byS3: false }, /not S3/],
    ["in a bad moment of S3", { status: 503, region: null }, /503 without the region/],
  ];
  test.each(unknown)("%s is unknown", async (_, answer, message) => {
    const { findings: found } = await findings(answer);
    expect(found).toEqual([expect.objectContaining({ state: "unknown" })]);
    expect(found[0]!.message).toMatch(message);
  });

  test("that exists and is taken over is missed before the first deploy too", async () => {
    const of = project({ buckets: { media: { ...bucket, import: true } } });
    expect(problemsOf(await findings({ status: 404, region: null }, {}, of))).toEqual([
      "error doctor/bucket-missing",
    ]);
  });
});

describeWith(["openssl"], "the outputs file", () => {
  const farm = new Farm();
  let publicPem: string;
  beforeAll(async () => {
    publicPem = (await generateKeyPair("rsa")).publicKey.pem;
  });
  afterAll(() => farm.remove());

  async function findings(of: Project, site: Site, given: Partial<Given> = {}) {
    const ports = await standIn(farm, farm.pki.leaf({ name: viewer }), site);
    const world = farmWorld(of, ports, farm.pki.text(farm.pki.root), {
      redirects: redirectsTo(viewer, ports),
    });
    // As if DNS had led to the stand-in, which is on a port of its own.
    const resolve = async () => ({
      ...{ kind: "addresses" as const, ipv4: ["203.0.114.7"], ipv6: [] },
      given: false,
    });
    const run = { given: { ...nothingGiven, ...given }, only: ["outputs"] };
    return (await diagnose(of, { ...world, resolve }, run)).findings;
  }

  const page: Site = () => ({ body: "page" });

  test("is right about a distribution that answers", async () => {
    expect(await findings(project(), page)).toEqual([
      expect.objectContaining({ state: "ok", evidence: [["answer", "200 from CloudFront"]] }),
    ]);
  });

  test("is not proven by what answers in place of CloudFront", async () => {
    const portal: Site = () => ({ byCloudFront: false, body: "Please log in" });
    expect(await findings(project(), portal)).toEqual([
      expect.objectContaining({ state: "unknown", message: "What answers there is not CloudFront." }),
    ]);
  });

  const signed = () =>
    project({
      distributions: { site: { behaviors: [{ ...distributions.site.behaviors[0], signed: true }] } },
      signingKeys: [{ id: "2026-11", publicKeyFile: "keys/a.pub.pem", phase: "active" }],
    });
  /** Looks a key up and checks signatures with the real verifier. */
  const guarded = (knownId: string): Site => {
    const trusted = parseTrustedKeys({ [knownId]: publicPem });
    if (!trusted.ok) throw new Error(trusted.problem.message);
    return ({ method = "GET", url }) => {
      const request = { method, url: `https://${viewer}${url}`, clientIp: "192.0.2.1" };
      const outcome = verifyRequest(request, trusted.value, Math.floor(Date.now() / 1000));
      return outcome.kind === "denied" ? xmlError(403, outcome.code, "Access denied") : { body: "secret" };
    };
  };

  const keys: readonly (readonly [what: string, site: () => Site, state: string, message: RegExp])[] = [
    ["that CloudFront knows", () => guarded(keyId), "ok", /CloudFront knows the key K2JC/],
    [
      "that CloudFront does not know",
      () => guarded("K0000000000000"),
      "problem",
      /does not know the key K2JC/,
    ],
    ["of a behavior that asks for none", () => page, "unknown", /wrong signature/],
    ["before S3", () => () => xmlError(403, "AccessDenied", "Access Denied"), "unknown", /wrong signature/],
  ];
  test.each(keys)("has a key %s", async (_, site, state, message) => {
    const [, key, ...more] = await findings(signed(), site());
    expect(more).toEqual([]);
    expect(key).toMatchObject({ state, message: expect.stringMatching(message) });
    if (key!.state === "problem") expect(key!.code).toBe("doctor/outputs-stale");
  });

  const older: readonly (readonly [name: string, value: string, evidence: RegExp])[] = [
    ["bucket_media_name", "moathon-old", /moathon-old; the config has moathon-media/],
    ["bucket_logs_name", "moathon-logs", /moathon-logs; the config has none/],
    ["distribution_docs_id", "E2QWRUHAPOMQZL", /the config has none/],
    ["distribution_docs_domain_name", viewer, /the config has none/],
    ["signing_key_2025-01_id", keyId, /the config has none/],
  ];
  test.each(older)("with a %s that the config has not is older", async (name, value, evidence) => {
    const found = await findings(project(), page, { outputs: { [name]: value } });
    const [problem] = found.filter(({ state }) => state === "problem");
    expect(problem).toMatchObject({ code: "doctor/outputs-older", severity: "warning" });
    expect(problem!.evidence).toEqual([[name, expect.stringMatching(evidence)]]);
  });

  test("with another security group than the config's is older", async () => {
    const server = {
      host: { kind: "domain", name: "api.example.com" },
      securityGroupId: "sg-0a1b2c3d4e5f67890",
      acme: { email: "ops@example.com" },
    };
    const outputs = { server_security_group_id: "sg-00000000000000000" };
    const found = await findings(project({ server }), page, { outputs });
    const [problem] = found.filter(({ state }) => state === "problem");
    expect(problem!.evidence).toEqual([
      ["server_security_group_id", "sg-00000000000000000; the config has sg-0a1b2c3d4e5f67890"],
    ]);
  });

  test("with what the config has, and with outputs that it leaves open, is not", async () => {
    const outputs = {
      bucket_media_name: bucket.name,
      bucket_media_kms_statement: "{}",
      distribution_site_id: "E2QWRUHAPOMQZL",
      distribution_site_domain_name: viewer,
      deploy_role_arn: "arn:aws:iam::123456789012:role/deploy",
    };
    const found = await findings(project(), page, { outputs });
    expect(found.map(({ state }) => state)).toEqual(["ok"]);
  });
});
