// What others say of a running site with a domain of its own: testssl.sh's grade, and its headers, one by one.
import { generateKeyPairSync } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseTrustedKeys, verifyRequest } from "../../signing";
import { cacheFolder } from "../generators/python";
import { testUnless } from "../programs";
import { type Deployment, deploy, deploymentPrograms } from "./deployment";
import { figure, timed } from "./figures";
import { internetPrograms, startInternet } from "./internet";
import { describeOnMachine, type Machine, startMachine } from "./namespace";
import { curl, fetched } from "./served";

const host = "api.example.com";
const media = "https://d222222abcdef8.cloudfront.net";
const keyPairId = "K2JCJMDEHXQW5F";
const key = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

// Fetched by scripts/fetch-versions.js: releases before 3.2 give no grade.
const testssl = join(cacheFolder, "testssl/usr/bin/testssl");
const whyNoGrade = existsSync(testssl) ? null : "needs testssl.sh 3.2: node scripts/fetch-versions.js";
const storages = "/usr/lib/python3/dist-packages/storages/backends/s3boto3.py";

describeOnMachine([...deploymentPrograms, ...internetPrograms], "a site with a domain of its own", () => {
  jest.setTimeout(600_000);
  let machine: Machine;
  let site: Deployment;

  beforeAll(async () => {
    machine = await startMachine();
    await startInternet(machine);
    site = deploy(machine, "signed-media", {
      files: { "keys/2026-11.pub.pem": key.publicKey },
      environment: { AWS_CLOUDFRONT_KEY: Buffer.from(key.privateKey).toString("base64") },
    });
    site.install();
  });
  afterAll(() => machine?.remove());

  testUnless(whyNoGrade, "gets the grade A+ of testssl.sh", async () => {
    await timed("testssl.sh", () => {
      // Those tests without which there is no rating, and none that simulates old clients.
      const tests = "-p -s -f -S -h -U -E --quiet --color 0 --warnings batch --ip=54.180.1.2 --nodns=none";
      const places = `--add-ca /internet/root.pem --jsonfile /tmp/testssl.json ${host}`;
      const env = { TESTSSL_INSTALL_DIR: join(cacheFolder, "testssl/etc/testssl") };
      // Its exit status counts findings.
      const { output } = machine.sh(`bash ${testssl} ${tests} ${places}`, { network: "internet", env });
      if (machine.sh("[ -s /tmp/testssl.json ]").status !== 0) throw new Error(output);
    });
    const findings: Finding[] = JSON.parse(machine.read("/tmp/testssl.json"));
    const of = (id: string) => findings.find((finding) => finding.id === id)?.finding;
    expect(findings.filter(isBad)).toEqual([]);
    figure(`grade of ${host}, testssl.sh`, `${of("overall_grade")} (${of("final_score")})`);
    expect(of("overall_grade")).toBe("A+");
  });

  test.each([
    ["the application", "/api/"],
    ["a form", "/admin/login/"],
    ["a file", "/static/admin/css/base.css"],
    ["a missing file", "/static/none.css"],
    ["a missing page", "/none"],
    ["a dotfile", "/.env"],
  ])("sends no header twice, and HSTS for two years: %s", (_, path) => {
    const headers = headersOf(path);
    // Those two may: each cookie has its line, and Vary is a list (RFC 9110, section 5.3).
    const names = headers.map(([name]) => name).filter((name) => name !== "set-cookie" && name !== "vary");
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(headers).toEqual(
      expect.arrayContaining([
        ["strict-transport-security", "max-age=63072000"],
        ["x-content-type-options", "nosniff"],
        ["x-frame-options", "DENY"],
      ]),
    );
    expect(headers.find(([name]) => name === "server")).toEqual(["server", "nginx"]);
  });

  test("redirects plain HTTP with the method kept, and without HSTS", () => {
    const { output } = curl(machine, "-si", "-X", "POST", `http://${host}/api/?a=b`);
    expect(output).toMatch(/^HTTP\/1.1 308 /);
    expect(output).toMatch(/^Location: https:\/\/api.example.com\/api\/\?a=b\r$/m);
    expect(output).not.toMatch(/strict-transport/i);
  });

  test("passes check --deploy", () => {
    expect(site.manage("check", "--deploy", "--fail-level", "WARNING")).toContain("no issues");
  });

  testUnless(
    existsSync(storages) ? null : "needs Debian's python3-django-storages-boto3",
    "gives out media URLs that CloudFront would take",
    async () => {
      const { url } = JSON.parse(fetched(machine, `https://${host}/api/signed/`).body);
      expect(url.startsWith(`${media}/uploads/img/a%20b.png?`)).toBe(true);
      const trusted = parseTrustedKeys({ [keyPairId]: key.publicKey });
      if (!trusted.ok) throw new Error("the key is not taken");
      const verdict = (asked: string, now: number) =>
        verifyRequest({ method: "GET", url: asked, clientIp: "203.0.113.7" }, trusted.value, now);
      const now = Math.floor(Date.now() / 1000);
      expect(verdict(url, now)).toMatchObject({ kind: "allowed", keyPairId });
      expect(verdict(url, now + 3700).kind).not.toBe("allowed");
      expect(verdict(url.replace("a%20b", "other"), now).kind).not.toBe("allowed");
    },
  );

  function headersOf(path: string): [name: string, value: string][] {
    const { output } = curl(machine, "-s", "-o", "/dev/null", "-D", "-", `https://${host}${path}`);
    const lines = output.split("\r\n").slice(1).filter(Boolean);
    return lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]);
  }
});

interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
}

// Pebble puts no revocation list into its certificates, so nobody could ask for one.
const pebbles = ["cert_revocation", "DNS_CAArecord"];

function isBad({ id, severity }: Finding): boolean {
  return /^(MEDIUM|HIGH|CRITICAL|FATAL)$/.test(severity) && !pebbles.some((name) => id.startsWith(name));
}
