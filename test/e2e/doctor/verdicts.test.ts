// Verdicts of programs that we did not write about the same servers: openssl s_client and sslscan.
import type { Finding } from "../../../doctor";
import { behindCloudFront, diagnose, farmWorld, host } from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import { type SiteName, sitesOf } from "../../doctor/farm/sites";
import { run, shell } from "../../doctor/farm/peers";
import { describeWith, program } from "../../programs";

const project = behindCloudFront();

describeWith(["nginx", "openssl", "sslscan"], "the doctor and", () => {
  let farm: Farm;
  let ports: Record<string, number>;

  beforeAll(async () => {
    farm = new Farm();
    const needed = [...verified, ...commands].map(([site]) => site);
    ports = await farm.nginx(sitesOf(farm.pki, [...new Set([...needed, ...trusted, ...scanned])]), host);
  });
  afterAll(() => farm.remove());

  const findings = async (site: SiteName) => {
    const world = farmWorld(
      project,
      { https: ports[site]!, http: ports["http"]! },
      farm.pki.text(farm.pki.root),
      {
        rootsFile: farm.pki.root.certificate,
      },
    );
    return (await diagnose(project, world)).findings;
  };
  const sClient = (site: SiteName) =>
    run(program("openssl"), [
      ...["s_client", "-connect", `127.0.0.1:${ports[site]}`, "-servername", host],
      ...["-CAfile", farm.pki.root.certificate, "-verify_hostname", host],
    ]);
  const one = (all: readonly Finding[], check: string) => all.find((finding) => finding.check === check)!;

  // Number and words of X509_V_ERR_*, as s_client prints them.
  const verified: readonly (readonly [site: SiteName, check: string, said: RegExp])[] = [
    ["expired", "certificate-dates", /verify error:num=10:certificate has expired/],
    ["early", "certificate-dates", /verify error:num=9:certificate is not yet valid/],
    ["selfSigned", "certificate-trust", /verify error:num=18:self-signed certificate/],
    ["unknownRoot", "certificate-trust", /verify error:num=19:self-signed certificate in certificate chain/],
    ["noIntermediate", "certificate-chain", /verify error:num=2[01]:/],
    ["otherName", "certificate-name", /verify error:num=62:hostname mismatch/i],
  ];

  test.each(verified)("openssl s_client do not verify %s", async (site, check, said) => {
    expect(one(await findings(site), check).state).toBe("problem");
    const { output } = await sClient(site);
    expect(output).toMatch(said);
  });

  const trusted = ["healthy", "wrongOrder", "withRoot", "withStranger"] as const;
  test.each(trusted)("openssl s_client verify %s", async (site) => {
    const all = await findings(site);
    for (const check of ["certificate-dates", "certificate-name", "certificate-trust"]) {
      expect(one(all, check).state).toBe("ok");
    }
    const { output } = await sClient(site);
    expect(output).toContain("Verify return code: 0 (ok)");
  });

  const commands: readonly (readonly [site: SiteName, check: string, said: RegExp])[] = [
    ["expired", "certificate-dates", /Certificate will expire/],
    ["otherName", "certificate-name", /verify error:num=62/i],
    ["noIntermediate", "certificate-chain", /0 s:CN = api\.example\.com\n/],
    ["selfSigned", "certificate-trust", /self-signed certificate/],
    ["p521", "certificate-key", /id-ecPublicKey/],
    ["tls10", "handshake", /alert|wrong version|unsupported protocol/i],
    ["chacha", "handshake", /handshake failure/i],
    ["dhe", "handshake", /handshake failure/i],
    ["p521curve", "handshake", /handshake failure/i],
    ["clientCertificate", "client-certificate", /Acceptable client certificate CA names/],
    ["otherSni", "handshake", /unrecognized name/i],
    ["due", "certificate-renewal", /notAfter=/],
  ];

  test.each(commands)("the command of the finding about %s show the same", async (site, check, said) => {
    const finding = one(await findings(site), check);
    expect(finding.state).toBe("problem");
    expect((await shell(finding.command)).output).toMatch(said);
  });

  const scanned = ["healthy", "rsa2048", "tls10", "tls11", "tls13", "chacha", "dhe"] as const;
  test.each(scanned)("sslscan see the same protocols and ciphers of %s", async (site) => {
    const { evidence } = one(await findings(site), "handshake");
    const facts = Object.fromEntries(evidence);
    const { output } = await run(program("sslscan"), [
      ...["--no-colour", "--no-fallback", "--no-renegotiation", "--no-compression", "--no-heartbleed"],
      ...["--no-groups", `--sni-name=${host}`, `127.0.0.1:${ports[site]}`],
    ]);
    const enabled = [...output.matchAll(/^(TLSv1\.[0-3]|SSLv3)\s+enabled$/gm)].map(([, name]) => name);
    const accepted = [...output.matchAll(/^(?:Preferred|Accepted)\s+TLSv1\.[0-2]\s+\d+ bits\s+(\S+)/gm)].map(
      ([, name]) => name!,
    );
    // CloudFront's hello is refused where only its ciphers fail; the protocol is there all the same.
    const ours = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"].filter((name) => !/^refused/.test(facts[name]!));
    const seen = enabled.map((name) => (name === "TLSv1.0" ? "TLSv1" : name!));
    if (site !== "chacha" && site !== "dhe") expect(ours).toEqual(seen);
    const offered = new Set(facts["accepted"]?.split(" ") ?? []);
    const cloudFronts = accepted.filter((name) => ciphersOfCloudFront.has(name));
    expect([...offered].sort()).toEqual([...new Set(cloudFronts)].sort());
  });
});

const ciphersOfCloudFront = new Set(
  "ECDHE-ECDSA-AES256-GCM-SHA384 ECDHE-ECDSA-AES256-SHA384 ECDHE-ECDSA-AES256-SHA ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES128-SHA256 ECDHE-ECDSA-AES128-SHA ECDHE-RSA-AES256-GCM-SHA384 ECDHE-RSA-AES256-SHA384 ECDHE-RSA-AES256-SHA ECDHE-RSA-AES128-GCM-SHA256 ECDHE-RSA-AES128-SHA256 ECDHE-RSA-AES128-SHA AES256-SHA AES128-SHA DES-CBC3-SHA RC4-MD5".split(
    " ",
  ),
);
