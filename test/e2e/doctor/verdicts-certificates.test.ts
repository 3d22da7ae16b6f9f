// Verdicts of sslscan, openssl, testssl.sh and curl about keys, dates, chains, ports and answers of the same servers.
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import type { Finding } from "../../../doctor";
import { behindCloudFront, diagnose, farmWorld, freePort, host } from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import { run, shell } from "../../doctor/farm/peers";
import { type SiteName, sitesOf } from "../../doctor/farm/sites";
import { describeWith, findProgram, program, testUnless } from "../../programs";

const project = behindCloudFront({
  distributions: { site: { behaviors: [{ path: "*", origin: { server: true, readTimeoutSeconds: 1 } }] } },
  server: {
    host: { kind: "domain", name: host },
    securityGroupId: "sg-0a1b2c3d4e5f67890",
    acme: { email: "ops@example.com" },
    gunicorn: { timeoutSeconds: 1 },
    nginx: { proxyConnectTimeoutSeconds: 1 },
  },
});

const keys: readonly (readonly [site: SiteName, sslscan: string, ours: string])[] = [
  ["healthy", "ECC Curve Name: prime256v1", "ECDSA P-256"],
  ["p384", "ECC Curve Name: secp384r1", "ECDSA P-384"],
  ["p521", "ECC Curve Name: secp521r1", "ECDSA P-521"],
  ["rsa1024", "RSA Key Strength: 1024", "RSA 1024"],
  ["rsa2048", "RSA Key Strength: 2048", "RSA 2048"],
  ["rsa4096", "RSA Key Strength: 4096", "RSA 4096"],
];
const dated = ["healthy", "expired", "early", "due"] as const;
const chains = [
  "healthy",
  "noIntermediate",
  "wrongOrder",
  "withRoot",
  "withStranger",
  "unknownRoot",
] as const;
const judged: readonly (readonly [site: SiteName, check: string, id: string, finding: RegExp])[] = [
  ["noIntermediate", "certificate-chain", "cert_chain_of_trust", /chain incomplete/],
  ["expired", "certificate-dates", "cert_expirationStatus", /^expired$/],
  ["selfSigned", "certificate-trust", "cert_chain_of_trust", /self signed/],
  ["otherName", "certificate-name", "cert_trust", /does not match/],
  // It judges as browsers do, which have stopped to look at the common name.
  ["commonName", "certificate-name", "cert_trust", /does not match/],
];

describeWith(["nginx", "openssl", "sslscan", "curl"], "the doctor and", () => {
  const farm = new Farm();
  let ports: Record<string, number>;

  beforeAll(async () => {
    const named = [...keys, ...judged].map(([site]) => site);
    const sites = sitesOf(farm.pki, [...new Set([...named, ...dated, ...chains])]);
    ports = await farm.nginx(sites, host);
  });
  afterAll(() => farm.remove());

  const findingOn = async (https: number, check: string, changed: object = {}): Promise<Finding> => {
    const world = farmWorld(project, { https, http: ports["http"]! }, farm.pki.text(farm.pki.root), {
      rootsFile: farm.pki.root.certificate,
      ...changed,
    });
    return (await diagnose(project, world, { only: [check] })).findings[0]!;
  };
  const factsOn = async (site: SiteName, check: string) =>
    Object.fromEntries((await findingOn(ports[site]!, check)).evidence);

  const sslscan = async (site: SiteName) => {
    const target = `127.0.0.1:${ports[site]}`;
    const less = [
      "--no-groups",
      "--no-ciphersuites",
      "--no-fallback",
      "--no-renegotiation",
      "--no-heartbleed",
    ];
    return (await run(program("sslscan"), ["--no-colour", ...less, `--sni-name=${host}`, target])).output;
  };

  test.each(keys)("sslscan see the same key of %s", async (site, theirs, ours) => {
    expect((await sslscan(site)).replace(/: +/g, ": ")).toContain(theirs);
    expect((await factsOn(site, "certificate-key"))["key"]).toBe(ours);
  });

  test.each(dated)("sslscan see the same dates of %s", async (site) => {
    const output = await sslscan(site);
    const theirs = ["before", "after"].map((end) => {
      const [, text = ""] = new RegExp(`^Not valid ${end}: +(.+)$`, "m").exec(output) ?? [];
      return new Date(text).toISOString().replace(".000", "");
    });
    expect((await factsOn(site, "certificate-dates"))["valid"]).toBe(theirs.join(" to "));
  });

  test.each(chains)("openssl s_client -showcerts see the same certificates of %s, in order", async (site) => {
    const { command, evidence } = await findingOn(ports[site]!, "certificate-chain");
    const { output } = await shell(command);
    const theirs = [...output.matchAll(/^ *\d+ s:.*?CN ?= ?(.+)$/gm)].map(([, name]) => name);
    expect(Object.fromEntries(evidence)["sent"]).toBe(theirs.join(" <- "));
  });

  test("openssl take a common name, as CloudFront does", async () => {
    const finding = await findingOn(ports["commonName"]!, "certificate-name");
    expect(finding).toMatchObject({ code: "doctor/certificate-common-name", severity: "warning" });
    const { output } = await run(program("openssl"), [
      ...["s_client", "-connect", `127.0.0.1:${ports["commonName"]}`, "-servername", host],
      ...["-CAfile", farm.pki.root.certificate, "-verify_hostname", host, "-brief"],
    ]);
    expect(output).toContain("Verification: OK");
  });

  test("openssl s_client find a closed port closed", async () => {
    const finding = await findingOn(await freePort(), "port");
    expect(finding).toMatchObject({ code: "doctor/port-refused" });
    expect((await shell(finding.command)).output).toMatch(/Connection refused|connect:errno=111/);
  });

  test("openssl s_client find no TLS in plain HTTP", async () => {
    const finding = await findingOn(await farm.plain(), "tls");
    expect(finding).toMatchObject({ code: "doctor/not-tls" });
    expect((await shell(finding.command)).output).toMatch(/wrong version number|packet length too long/);
  });

  const answering = (answer: (response: ServerResponse) => void) => {
    const leaf = farm.pki.leaf({ name: host });
    return farm.https(farm.pki.chain(leaf, farm.pki.intermediate), leaf, (_, response) => answer(response));
  };
  const curl = (port: number, ...flags: string[]) =>
    run(program("curl"), [
      ...["-s", "-o", "/dev/null", "--cacert", farm.pki.root.certificate, ...flags],
      ...["--connect-to", `${host}:443:127.0.0.1:${port}`, `https://${host}/`],
    ]);

  test("curl find a body slow that CloudFront would not wait for", async () => {
    const port = await answering((response) => {
      response.writeHead(200, { "Content-Length": "100" });
      response.write("half");
    });
    const patience = { connectMs: 10_000, handshakeMs: 10_000, responseMs: 1000 };
    expect(await findingOn(port, "response", { patience })).toMatchObject({
      code: "doctor/response-too-slow",
    });
    // The manual's number for an operation that took too long.
    expect((await curl(port, "--max-time", "1")).status).toBe(28);
  });

  test.each([
    [31_000, "ok"],
    [34_000, "problem"],
  ])("curl count %i bytes of headers", async (bytes, state) => {
    const port = await answering((response) =>
      response.writeHead(200, { "X-Large": "x".repeat(bytes) }).end(),
    );
    const { output } = await curl(port, "-w", "%{size_header}");
    expect(Number(output) > 32_768).toBe(state === "problem");
    expect((await findingOn(port, "response")).state).toBe(state);
  });

  const testssl = findProgram("testssl") ?? findProgram("testssl.sh");
  testUnless(
    testssl ? null : "testssl.sh is not installed",
    `testssl.sh agree about ${judged.map(([site]) => site).join(", ")}`,
    async () => {
      // It is a shell script that starts openssl hundreds of times.
      const said = await Promise.all(judged.map(([site, , id]) => bySsl(testssl!, site, id)));
      for (const [index, [site, check, , finding]] of judged.entries()) {
        expect([site, said[index]]).toEqual([site, expect.stringMatching(finding)]);
        expect((await findingOn(ports[site]!, check)).state).toBe("problem");
      }
    },
    600_000,
  );

  async function bySsl(program: string, site: SiteName, id: string): Promise<string> {
    const file = join(farm.folder, `${site}.json`);
    await run("bash", [
      ...[program, "--quiet", "--color", "0", "--warnings", "batch", "--ip=127.0.0.1", "--nodns=none"],
      ...["--add-ca", farm.pki.root.certificate, "--jsonfile", file, "-S", `${host}:${ports[site]}`],
    ]);
    const results = JSON.parse(readFileSync(file, "utf8")) as { id: string; finding: string }[];
    return results.find((one) => one.id.startsWith(id))?.finding ?? "";
  }
});
