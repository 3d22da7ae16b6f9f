// Networks that show nothing, or something else than what is there: unknown with the reason, and never a problem.
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import type { Finding } from "../../../doctor";
import { needBuild, plainEnv, program as httpsmith, spawned } from "../../cli/built";
import { type Sandbox, sandbox } from "../../cli/sandbox";
import {
  behindCloudFront,
  diagnose,
  farmWorld,
  freePort,
  host,
  redirectsTo,
} from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import { healthy, standIn, viewer } from "../../doctor/farm/stand-in-edge";
import { describeWith, findProgram } from "../../programs";

const parts = {
  buckets: { client: { name: "moathon-client-dist" } },
  distributions: {
    site: {
      behaviors: [
        { path: "/api/*", origin: { server: true } },
        { path: "*", origin: { bucket: "client" } },
      ],
    },
  },
};
const outputs = { distribution_site_domain_name: viewer };
const project = behindCloudFront(parts, outputs);

interface Ports {
  readonly https: number;
  readonly http: number;
}

describeWith(["openssl"], "a network", () => {
  const farm = new Farm();
  afterAll(() => farm.remove());

  /** As if DNS had led to these ports, which it cannot. */
  async function findings(edge: Ports, server: Ports, changed: object = {}): Promise<readonly Finding[]> {
    const world = farmWorld(project, { ...server, s3: server.https }, farm.pki.text(farm.pki.root), {
      redirects: [...redirectsTo(viewer, edge), ...redirectsTo(host, server)],
      ...changed,
    });
    const resolve = async () => ({
      ...{ kind: "addresses" as const, ipv4: ["203.0.114.7"], ipv6: ["2600:9000::1"] },
      given: false,
    });
    return (await diagnose(project, { ...world, resolve })).findings;
  }

  /** Answers for every host, over TLS too, and leads plain HTTP to its own page. */
  async function portal(): Promise<Ports> {
    const leaf = farm.pki.selfSigned("login.hotel.example");
    const https = await farm.https(farm.pki.chain(leaf), leaf, (_, response) =>
      response.end("Please log in"),
    );
    const redirect = { Location: "https://login.hotel.example/" };
    return {
      https,
      http: await farm.listen(createServer((_, response) => response.writeHead(302, redirect).end())),
    };
  }

  const real = () => standIn(farm, farm.pki.leaf({ name: viewer }), healthy);
  const problems = (found: readonly Finding[]) => found.filter(({ state }) => state === "problem");

  test("with a captive portal makes unknown what it shows, and names the portal's certificate", async () => {
    const hotel = await portal();
    const found = await findings(hotel, hotel);
    expect(problems(found)).toEqual([]);
    const [name] = found.filter(({ check }) => check === "certificate-name");
    expect(name).toMatchObject({ state: "unknown" });
    expect(name!.message).toMatch(
      /certificate of login\.hotel\.example.*captive portal.*not for api\.example\.com/s,
    );
    for (const check of ["viewer-tls", "distribution", "buckets", "certificate-trust"]) {
      expect(found.find((one) => one.check === check)).toMatchObject({ check, state: "unknown" });
    }
  });

  test("with a captive portal is trusted for the host that --resolve has, and not for those below it", async () => {
    const hotel = await portal();
    const apex = { path: "/apex/*", origin: { host: "example.com" } };
    const of = behindCloudFront(
      { distributions: { site: { behaviors: [apex, { path: "*", origin: { server: true } }] } } },
      outputs,
    );
    const hosts = [viewer, host, "example.com"];
    const world = farmWorld(of, hotel, farm.pki.text(farm.pki.root), {
      redirects: hosts.flatMap((name) => redirectsTo(name, hotel)),
    });
    const resolve = async (name: string) => ({
      ...{ kind: "addresses" as const, ipv4: ["203.0.114.7"], ipv6: ["2600:9000::1"] },
      given: name === "example.com",
    });
    const found = problems((await diagnose(of, { ...world, resolve })).findings);
    expect([...new Set(found.map(({ subject }) => subject))]).toEqual(["example.com:443"]);
  });

  test("with a proxy that has a certificate for every name is no better", async () => {
    const proxied = (name: string) => farm.pki.leaf({ name, by: farm.pki.stranger });
    const of = async (name: string) => {
      const leaf = proxied(name);
      const https = await farm.https(farm.pki.chain(leaf), leaf, (_, response) =>
        response.writeHead(407).end(),
      );
      return { https, http: https };
    };
    const found = await findings(await of(viewer), await of(host));
    expect(problems(found)).toEqual([]);
    expect(found.find(({ check }) => check === "certificate-chain")!.message).toContain(
      "a proxy is in between",
    );
  });

  test("that lets nothing out to port 443 says so of the server too", async () => {
    const closed = { https: await freePort(), http: await freePort() };
    const found = await findings(closed, closed);
    expect(problems(found)).toEqual([]);
    expect(found.find(({ check }) => check === "port")!.message).toMatch(
      /this network does not let everything out/,
    );
  });

  test("that shows the real CloudFront hides no problem of the server", async () => {
    const closed = { https: await freePort(), http: await freePort() };
    const found = problems(await findings(await real(), closed));
    expect(found).toContainEqual(expect.objectContaining({ code: "doctor/port-refused" }));
    const hotel = await portal();
    const shown = problems(await findings(await real(), hotel));
    expect(shown).toContainEqual(expect.objectContaining({ code: "doctor/certificate-name" }));
  });

  test("is not blamed for a machine without a CA store", async () => {
    const found = await findings(await real(), await portal(), { roots: [] });
    const trust = found.filter(({ check }) => check === "viewer-tls");
    expect(trust).toEqual([
      expect.objectContaining({ state: "unknown", message: "This machine has no CA store to compare with." }),
    ]);
    expect(problems(found)).toContainEqual(expect.objectContaining({ code: "doctor/certificate-name" }));
  });

  test("under a wrong clock, where CloudFront has expired too, is told apart from an expired certificate", async () => {
    const old = async (name: string) => {
      const leaf = farm.pki.leaf({ name, from: -90, to: -1 });
      const chain = farm.pki.chain(leaf, farm.pki.intermediate);
      const https = await farm.https(chain, leaf, (_, response) => response.end());
      return { https, http: https };
    };
    const dates = (found: readonly Finding[]) => found.find(({ check }) => check === "certificate-dates")!;
    const wrong = dates(await findings(await old(viewer), await old(host)));
    expect(wrong).toMatchObject({
      state: "unknown",
      message: expect.stringContaining("the clock of this machine"),
    });
    const right = dates(await findings(await real(), await old(host)));
    expect(right).toMatchObject({ state: "problem", code: "doctor/certificate-expired" });
  });
});

// A process of its own without any network: not even the loopback interface is up.
const nowhere = ["-rn", "--"];
const hasNowhere =
  findProgram("unshare") !== null && spawnSync(findProgram("unshare")!, [...nowhere, "true"]).status === 0;

(hasNowhere ? describe : describe.skip)("without a network, the program", () => {
  let folder: Sandbox;
  beforeAll(() => {
    needBuild();
    const server = {
      host: { kind: "domain", name: host },
      securityGroupId: "sg-0a1b2c3d4e5f67890",
      acme: { email: "ops@example.com" },
    };
    folder = sandbox(JSON.stringify({ name: "moathon", region: "ap-northeast-2", server, ...parts }));
    folder.write("httpsmith.outputs.json", JSON.stringify({ moathon: outputs }));
  });
  const doctor = (...argv: string[]) => {
    const { code, stdout, stderr } = spawned(
      findProgram("unshare")!,
      [...nowhere, process.execPath, httpsmith, "doctor", "--format", "json", ...argv],
      { cwd: folder.root, env: plainEnv() },
    );
    expect(stderr).toBe("");
    return { code, ...(JSON.parse(stdout) as { findings: readonly Finding[] }) };
  };

  test("knows nothing, has no problem, and says why", () => {
    const { code, findings } = doctor();
    expect(code).toBe(2);
    const states = new Set(findings.map(({ state }) => state));
    expect([...states].sort()).toEqual(["not-applicable", "unknown"]);
    const [dns] = findings.filter(({ check }) => check === "dns");
    expect(dns!.message).toMatch(/DNS could not be asked \(E\w+\); is this machine on a network\?/);
  });

  test("finds no way to an address that it was given", () => {
    const { code, findings } = doctor(
      "--only",
      "port,handshake,response",
      "--resolve",
      `${host}:203.0.113.7`,
    );
    expect(code).toBe(2);
    expect(findings.map(({ state }) => state)).toEqual(["unknown", "unknown", "unknown"]);
    expect(findings[0]!.message).toMatch(/ENETUNREACH|no way/i);
  });
});
