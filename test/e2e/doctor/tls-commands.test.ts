// The commands of findings about TLS, run in a shell on the farm: openssl says the same of each that verdicts leave out.
import { execFile } from "node:child_process";
import type { DoctorProblem } from "../../../doctor";
import { behindCloudFront, diagnose, farmWorld, freePort, host } from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import { type SiteName, sitesOf } from "../../doctor/farm/sites";
import { describeWith } from "../../programs";

const project = behindCloudFront();
const rows = [
  ["early", "doctor/certificate-not-yet-valid", /notBefore=/],
  ["unknownRoot", "doctor/certificate-untrusted", /self-signed certificate in certificate chain/],
  ["commonName", "doctor/certificate-common-name", /subject=.*api\.example\.com(?![\s\S]*DNS:)/],
  [
    "wrongOrder",
    "doctor/chain-order",
    / 0 s:CN ?= ?api[\s\S]+ 1 s:CN ?= ?Farm Root[\s\S]+ 2 s:CN ?= ?Farm Intermediate/,
  ],
  ["withRoot", "doctor/chain-root-sent", / 2 s:CN ?= ?Farm Root\n +i:CN ?= ?Farm Root/],
  ["withStranger", "doctor/chain-unrelated", / 2 s:CN ?= ?other\.example\.com/],
  ["p384", "doctor/key-undocumented", /384 bit/],
  ["ed25519", "doctor/key-unsupported", /ED25519/],
  ["rsa1024", "doctor/key-short", /1024 bit/],
  ["tls13", "doctor/tls13-only", /alert protocol version/],
  ["wrongPurpose", "doctor/verify-failed", /unsuitable certificate purpose/],
  ["closed", "doctor/port-refused", /Connection refused/],
  ["plain", "doctor/not-tls", /wrong version number/],
] as const satisfies readonly (readonly [site: string, code: string, said: RegExp])[];

describeWith(["nginx", "openssl"], "the command of a finding", () => {
  let farm: Farm;
  let ports: Record<string, number>;
  beforeAll(async () => {
    farm = new Farm();
    const others = { closed: await freePort(), plain: await farm.plain(), silent: await farm.silent() };
    const sites = rows.map(([site]) => site).filter((site) => !(site in others)) as SiteName[];
    ports = { ...(await farm.nginx(sitesOf(farm.pki, sites), host)), ...others };
  });
  afterAll(() => farm.remove());

  async function problem(site: string, handshakeMs = 10_000): Promise<DoctorProblem> {
    const at = { https: ports[site]!, http: ports["http"]! };
    const world = farmWorld(project, at, farm.pki.text(farm.pki.root), {
      rootsFile: farm.pki.root.certificate,
      patience: { connectMs: 10_000, handshakeMs, responseMs: 20_000 },
    });
    const { findings } = await diagnose(project, world);
    return findings.find((one): one is DoctorProblem => one.state === "problem")!;
  }

  test.each(rows)("about %s shows the same", async (site, code, said) => {
    const { code: found, command } = await problem(site);
    expect(found).toBe(code);
    expect(command).toMatch(/^openssl s_client /);
    expect(await shell(command)).toMatch(said);
  });

  test("about a server that says nothing ends", async () => {
    const { code, command } = await problem("silent", 500);
    expect(code).toBe("doctor/tls-silent");
    expect(command).toMatch(/^timeout 10 openssl s_client /);
    expect(await shell(command.replace("timeout 10", "timeout 1"))).not.toContain("Server certificate");
  });
});

function shell(command: string): Promise<string> {
  return new Promise((resolve) => {
    execFile("/bin/sh", ["-c", command], (_, stdout, stderr) => resolve(stdout + stderr));
  });
}
