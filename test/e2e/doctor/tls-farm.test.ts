// A farm of broken TLS origins: each is exactly one finding, and the healthy one is none.
import { createServer } from "node:https";
import {
  behindCloudFront,
  diagnose,
  farmWorld,
  freePort,
  host,
  problemsOf,
} from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import { sitesOf } from "../../doctor/farm/sites";
import { describeWith } from "../../programs";

const project = behindCloudFront();

describeWith(["nginx", "openssl"], "an origin", () => {
  let farm: Farm;
  let ports: Record<string, number>;

  beforeAll(async () => {
    farm = new Farm();
    ports = await plant(farm);
  });

  afterAll(() => farm.remove());

  const rows: readonly (readonly [name: string, what: string, problems: readonly string[]])[] = [
    ["healthy", "with nothing wrong", []],
    ["rsa2048", "with an RSA 2048 key", []],
    ["rsa4096", "with an RSA 4096 key", []],
    ["p384", "with a P-384 key", ["warning doctor/key-undocumented"]],
    ["p521", "with a P-521 key", ["error doctor/key-unsupported"]],
    ["ed25519", "with an Ed25519 key", ["error doctor/key-unsupported"]],
    ["rsa1024", "with an RSA 1024 key", ["warning doctor/key-short"]],
    ["expired", "whose certificate has expired", ["error doctor/certificate-expired"]],
    ["early", "whose certificate is not valid yet", ["error doctor/certificate-not-yet-valid"]],
    ["due", "whose certificate should have been renewed", ["warning doctor/renewal-due"]],
    ["otherName", "with a certificate for another name", ["error doctor/certificate-name"]],
    ["wrongPurpose", "with a certificate for another purpose", ["error doctor/verify-failed"]],
    ["noCertificate", "without any certificate", ["error doctor/handshake-refused"]],
    ["commonName", "with the name as common name only", ["warning doctor/certificate-common-name"]],
    ["selfSigned", "with a self-signed certificate", ["error doctor/certificate-self-signed"]],
    ["unknownRoot", "with a certificate of a private CA", ["error doctor/certificate-untrusted"]],
    ["noIntermediate", "that sends no intermediate", ["error doctor/chain-incomplete"]],
    ["wrongOrder", "that sends the chain in the wrong order", ["error doctor/chain-order"]],
    ["withRoot", "that sends the root along", ["warning doctor/chain-root-sent"]],
    ["withStranger", "that sends a certificate of somebody else", ["warning doctor/chain-unrelated"]],
    ["tls10", "with TLS 1.0 alone", ["error doctor/no-common-protocol"]],
    ["tls11", "with TLS 1.1 alone", ["error doctor/no-common-protocol"]],
    ["tls13", "with TLS 1.3 alone", ["warning doctor/tls13-only"]],
    ["chacha", "with ciphers that CloudFront does not offer", ["error doctor/no-common-cipher"]],
    ["dhe", "with DHE alone", ["error doctor/no-common-cipher"]],
    ["p521curve", "with the curve P-521 alone", ["error doctor/no-common-curve"]],
    ["otherSni", "that refuses the name in SNI", ["error doctor/name-refused"]],
    ["fatalSni", "that has no certificate for the name in SNI", ["error doctor/name-refused"]],
    ["clientCertificate", "that wants a client certificate", ["error doctor/client-certificate"]],
    ["closed", "whose port is closed", ["error doctor/port-refused"]],
    ["plain", "with plain HTTP on 443", ["error doctor/not-tls"]],
  ];

  test.each(rows)("%s: one %s", async (name, _, problems) => {
    const world = farmWorld(
      project,
      { https: ports[name]!, http: ports["http"]! },
      farm.pki.text(farm.pki.root),
    );
    const diagnosis = await diagnose(project, world);
    expect(problemsOf(diagnosis)).toEqual(problems);
  });

  // A server of its own, which no distribution forwards to.
  test.each(["healthy", "tls13", "chacha", "p384"])(
    "%s has nothing that keeps browsers out",
    async (name) => {
      const alone = behindCloudFront({ distributions: {} });
      const at = { https: ports[name]!, http: ports["http"]! };
      const diagnosis = await diagnose(alone, farmWorld(alone, at, farm.pki.text(farm.pki.root)));
      expect(problemsOf(diagnosis)).toEqual([]);
    },
  );

  test("the order of a chain that TLS 1.3 hides is unknown", async () => {
    const at = { https: ports["tls13"]!, http: ports["http"]! };
    const { findings } = await diagnose(project, farmWorld(project, at, farm.pki.text(farm.pki.root)));
    expect(findings.find(({ check }) => check === "certificate-chain")!.state).toBe("unknown");
  });

  test("without a CA store the trust is unknown, and the rest is judged", async () => {
    const at = { https: ports["unknownRoot"]!, http: ports["http"]! };
    const { findings } = await diagnose(project, farmWorld(project, at, "", { roots: [] }));
    const trust = findings.find(({ check }) => check === "certificate-trust")!;
    expect(trust).toMatchObject({
      state: "unknown",
      message: "This machine has no CA store to compare with.",
    });
    expect(findings.find(({ check }) => check === "certificate-name")!.state).toBe("ok");
  });

  test("one that says nothing is one problem", async () => {
    const world = farmWorld(
      project,
      { https: await farm.silent(), http: ports["http"]! },
      farm.pki.text(farm.pki.root),
      { patience: { connectMs: 2000, handshakeMs: 500, responseMs: 500 } },
    );
    expect(problemsOf(await diagnose(project, world))).toEqual(["error doctor/tls-silent"]);
  });
});

async function plant(farm: Farm): Promise<Record<string, number>> {
  const { pki } = farm;
  const sites = sitesOf(pki);
  const good = pki.leaf({ name: host });
  const other = pki.leaf({ name: "other.example.com" });
  return {
    ...(await farm.nginx(sites, host)),
    fatalSni: await farm.sServer(good, pki.chain(pki.intermediate), [
      ...["-servername", "other.example.com", "-servername_fatal"],
      ...["-cert2", other.certificate, "-key2", other.key],
    ]),
    closed: await freePort(),
    plain: await farm.plain(),
    noCertificate: await farm.listen(createServer()),
  };
}
