// From no certificate to a renewed one with the real Certbot, Nginx and an ACME authority.
//
// Rewritten beside what server-root.ts rewrites: `certbot` keeps its files below the root and trusts Pebble,
// and Pebble asks for http-01 on the root's port in place of 80.
import type { Host } from "../../../config/project";
import { atLeast } from "../../../generators/nginx/version";
import { servedFingerprint } from "../../generators/certificates";
import { installedNginx } from "../../generators/installed-nginx";
import { type RunningSites, runSites, sitePrograms } from "../../generators/running-site";
import { withHost, withNginx } from "../../generators/variants";
import { describeWith, program, testUnless } from "../../programs";
import { freePort, type ServerRoot } from "../../server-root";
import { installedCertbot } from "./installed-certbot";
import { type Pebble, pebblePrograms, startPebble } from "./pebble";

describeWith([...sitePrograms, ...pebblePrograms, "certbot"], "Certbot with the generated files", () => {
  jest.setTimeout(180_000);
  let sites: RunningSites;
  afterEach(() => sites.root.remove());

  async function start(host: string, kind: Host["kind"] = "domain"): Promise<ServerRoot> {
    const port = await freePort();
    const project = withNginx(installedNginx, withHost(kind, host));
    const server = project.server!;
    const acme = { ...server.acme, directoryUrl: `https://127.0.0.1:${port}/dir` };
    sites = await runSites([{ ...project, server: { ...server, acme } }]);
    const { root } = sites;
    addCertbot(root, await startPebble(root, { directory: port, http: root.httpPort }));
    return root;
  }

  test("gets the first certificate, keeps it, and renews it into the running Nginx", async () => {
    const host = "api.example.com";
    const root = await start(host);
    const issue = () => root.run(root.at("/deploy/moathon-issue.sh"));
    const placeholder = await servedFingerprint(root, host);

    expect(issue()).toEqual({ status: 0, output: expect.stringContaining("The dry run was successful") });
    const first = await servedFingerprint(root, host);
    expect(first).not.toBe(placeholder);

    expect(issue()).toEqual({ status: 0, output: expect.stringContaining("not yet due") });
    expect(await servedFingerprint(root, host)).toBe(first);

    const renewal = root.run(root.at("/bin/certbot"), [
      "renew",
      "--force-renewal",
      "--no-random-sleep-on-renew",
    ]);
    expect(renewal).toEqual({ status: 0, output: expect.stringContaining("all renewals succeeded") });
    expect(await servedFingerprint(root, host)).not.toBe(first);
  });

  const tooOld = atLeast(installedCertbot, "5.4") ? null : `Certbot ${installedCertbot} is older than 5.4`;
  testUnless(tooOld, "gets a certificate for a bare address", async () => {
    const root = await start("127.0.0.1", "ip");
    const placeholder = await servedFingerprint(root, "");
    expect(root.run(root.at("/deploy/moathon-issue.sh"))).toMatchObject({ status: 0 });
    expect(await servedFingerprint(root, "")).not.toBe(placeholder);
  });

  test("shows the authority's reason when it refuses the name", async () => {
    const root = await start("www.blocked.example");
    expect(root.run(root.at("/deploy/moathon-issue.sh"))).toEqual({
      status: 1,
      output: expect.stringMatching(
        /acme:error:rejectedIdentifier.*No certificate for www\.blocked\.example/s,
      ),
    });
  });
});

function addCertbot(root: ServerRoot, { caFile }: Pebble): void {
  const folders =
    "--config-dir /etc/letsencrypt --work-dir /var/lib/letsencrypt --logs-dir /var/log/letsencrypt";
  const command = `exec ${program("certbot")} "$@" ${root.rewrite(folders)}`;
  root.addProgram("certbot", `#!/bin/sh\nexport REQUESTS_CA_BUNDLE=${caFile}\n${command}\n`);
}
