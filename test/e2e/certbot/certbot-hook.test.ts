// The deploy hook, run for real against a running Nginx: new certificate, refusal, two at once.
import { readdirSync, readlinkSync, rmSync } from "node:fs";
import { type Pair, place, selfSigned, servedFingerprint } from "../../generators/certificates";
import { installedNginx } from "../../generators/installed-nginx";
import { type RunningSites, runSites, sitePrograms } from "../../generators/running-site";
import { hosts, withNginx } from "../../generators/variants";
import { describeWith, program } from "../../programs";
import type { Outcome, ServerRoot } from "../../server-root";

const hook = "/etc/letsencrypt/renewal-hooks/deploy/moathon.sh";

describeWith(sitePrograms, "the deploy hook", () => {
  let sites: RunningSites;
  let root: ServerRoot;
  afterEach(() => sites.root.remove());

  async function start(project = hosts[0]!): Promise<void> {
    sites = await runSites([withNginx(installedNginx, project)]);
    root = sites.root;
  }

  // As Certbot does: the lineage in the environment.
  const renewed = (name: string): Outcome =>
    root.run(root.at(hook), [], { RENEWED_LINEAGE: root.at(`/etc/letsencrypt/live/${name}`) });

  function issue(name: string): Pair {
    const pair = selfSigned(name);
    place(root, `/etc/letsencrypt/live/${name}`, pair);
    return pair;
  }

  test.each(hosts.map((project) => [project.server!.host.kind, project] as const))(
    "gives Nginx a new certificate for a host of kind %s, and the next one again",
    async (_, project) => {
      await start(project);
      const { name } = project.server!.host;
      const serverName = project.server!.host.kind === "ip" ? "" : name;
      for (let renewal = 1; renewal <= 2; renewal += 1) {
        const issued = issue(name);
        expect(renewed(name)).toEqual({
          status: 0,
          output: expect.stringContaining("serves the new certificate"),
        });
        expect(await servedFingerprint(root, serverName)).toBe(issued.fingerprint);
      }
    },
  );

  test("does nothing for the certificates of other sites", async () => {
    await start();
    const before = readlinkSync(root.at(directory));
    issue("other.example.com");
    expect(renewed("other.example.com")).toEqual({ status: 0, output: "" });
    expect(root.run(root.at(hook))).toEqual({ status: 0, output: "" });
    expect(readlinkSync(root.at(directory))).toBe(before);
  });

  test("rejects a certificate that nginx -t refuses, and puts the link back", async () => {
    await start();
    const before = await servedFingerprint(root, name);
    const target = readlinkSync(root.at(directory));
    place(root, `/etc/letsencrypt/live/${name}`, { ...selfSigned(name), key: selfSigned(name).key });
    expect(renewed(name)).toEqual({ status: 1, output: expect.stringContaining("nginx -t refuses") });
    expect(readlinkSync(root.at(directory))).toBe(target);
    expect(await servedFingerprint(root, name)).toBe(before);
  });

  test("rejects a reload that says 0 but leaves the old certificate in service", async () => {
    await start();
    issue(name);
    const real = `${program("nginx")} -p ${root.path} -c ${root.path}/etc/nginx/nginx.conf`;
    root.addProgram("nginx", `#!/bin/sh\n[ "$1" = -s ] || exec ${real} "$@"\n`);
    root.addProgram("sleep", "#!/bin/sh\n");
    expect(renewed(name)).toEqual({
      status: 1,
      output: expect.stringContaining("still serves another certificate"),
    });
  });

  test("works when two run at once", async () => {
    await start();
    const issued = issue(name);
    const env = { RENEWED_LINEAGE: root.at(`/etc/letsencrypt/live/${name}`) };
    const statuses = [1, 2, 3].map(
      () => new Promise((resolve) => root.start(root.at(hook), [], env).once("exit", resolve)),
    );
    expect(await Promise.all(statuses)).toEqual([0, 0, 0]);
    expect(await servedFingerprint(root, name)).toBe(issued.fingerprint);
    expect(readdirSync(root.at("/etc/nginx/tls"))).not.toContain("moathon.link");
  });

  test("works on a server whose link is lost", async () => {
    await start();
    const issued = issue(name);
    rmSync(root.at(directory));
    expect(renewed(name)).toMatchObject({ status: 0 });
    expect(await servedFingerprint(root, name)).toBe(issued.fingerprint);
  });
});

const { name } = hosts[0]!.server!.host;
const directory = hosts[0]!.server!.acme.tlsDirectory;
