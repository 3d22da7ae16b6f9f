// The issue script with a Certbot that records how it is called: what it asks for, and what it says on failure.
import { existsSync, readlinkSync, rmSync } from "node:fs";
import type { Project } from "../../../config/project";
import { place, selfSigned } from "../../generators/certificates";
import { installedNginx } from "../../generators/installed-nginx";
import { type RunningSites, runSites, sitePrograms } from "../../generators/running-site";
import { withHost, withNginx } from "../../generators/variants";
import { describeWith } from "../../programs";
import { moathon } from "../../projects";
import type { Outcome, ServerRoot } from "../../server-root";

const { tlsDirectory, certName } = moathon.server!.acme;
const address = withHost("ip", "54.180.1.2");
const domain = withHost("domain", "api.example.com");

describeWith(sitePrograms, "the issue script", () => {
  let sites: RunningSites;
  let root: ServerRoot;
  afterEach(() => sites.root.remove());

  async function start(project: Project, version = "5.4.0", fake = succeeds(project)): Promise<void> {
    sites = await runSites([withNginx(installedNginx, project)]);
    root = sites.root;
    const versionText = `if [ "$1" = --version ]; then echo "certbot ${version}"; exit; fi`;
    root.addProgram(
      "certbot",
      `#!/bin/sh\n${versionText}\necho "$@" >> ${root.at("/calls")}\n${root.rewrite(fake)}`,
    );
    place(root, "/new", selfSigned(project.server!.host.name));
  }

  const run = (): Outcome => root.run(root.at("/deploy/moathon-issue.sh"));
  const calls = (): string[] => (existsSync(root.at("/calls")) ? root.read("/calls").trim().split("\n") : []);

  test("tries with --dry-run first, then asks for the certificate and hands it over", async () => {
    await start(moathon);
    expect(run()).toMatchObject({ status: 0 });
    const asked = root.rewrite(
      "certonly --non-interactive --agree-tos --no-eff-email --email ops@example.com" +
        " --server https://acme-v02.api.letsencrypt.org/directory --webroot --webroot-path /var/www/letsencrypt" +
        " --cert-name 54.180.1.2.nip.io --domain 54.180.1.2.nip.io --key-type ecdsa",
    );
    const hook = root.at("/etc/letsencrypt/renewal-hooks/deploy/moathon.sh");
    expect(calls()).toEqual([`${asked} --dry-run`, `${asked} --force-renewal --deploy-hook ${hook}`]);
    expect(readlinkSync(root.at(tlsDirectory))).toBe(root.at(`/etc/letsencrypt/live/${certName}`));
  });

  test("tries nothing first when there is a certificate already", async () => {
    await start(moathon);
    run();
    expect(run()).toMatchObject({ status: 0 });
    expect(calls().map((call) => / --(dry-run|keep\S+|force\S+)/.exec(call)?.[1])).toEqual([
      "dry-run",
      "force-renewal",
      "keep-until-expiring",
    ]);
  });

  test("replaces the certificate of another authority, such as the staging one", async () => {
    await start(moathon);
    run();
    const renewal = `/etc/letsencrypt/renewal/${certName}.conf`;
    root.write(renewal, "server = https://acme-staging-v02.api.letsencrypt.org/directory\n");
    run();
    expect(calls().at(-1)).toContain("--force-renewal");
  });

  test("asks for an address with the profile for addresses", async () => {
    await start(address);
    expect(run()).toMatchObject({ status: 0 });
    expect(calls()[1]).toContain("--ip-address 54.180.1.2 --key-type ecdsa --preferred-profile shortlived");
  });

  test("installs the hook that lies beside it", async () => {
    await start(moathon);
    root.write(
      "/deploy/moathon-deploy-hook.sh",
      `#!/bin/sh\necho "$RENEWED_LINEAGE" > ${root.at("/called")}\n`,
    );
    run();
    expect(root.read("/called")).toBe(root.at(`/etc/letsencrypt/live/${certName}\n`));
  });

  test("rejects a Certbot that cannot do addresses, and says how to get another", async () => {
    await start(address, "5.3.9");
    const output = expect.stringMatching(
      /5\.3\.9 is too old, 5\.4\.0 is needed.*snap install --classic certbot/,
    );
    expect(run()).toEqual({ status: 1, output });
    expect(calls()).toEqual([]);
  });

  test.each([
    ["1.12.0", moathon],
    ["10.0.0", address],
  ])("accepts Certbot %s, by numbers and not by letters", async (version, project) => {
    await start(project, version);
    expect(run()).toMatchObject({ status: 0 });
  });

  test("hands the certificate over again when the link to it is lost", async () => {
    await start(moathon);
    run();
    rmSync(root.at(tlsDirectory));
    expect(run()).toMatchObject({ status: 0 });
    expect(readlinkSync(root.at(tlsDirectory))).toBe(root.at(`/etc/letsencrypt/live/${certName}`));
  });

  test("rejects a failed try before the authority counts it", async () => {
    await start(moathon, "2.1.0", "echo 'unauthorized'; exit 1\n");
    const output = expect.stringMatching(/unauthorized.*port 80.*No certificate for 54\.180\.1\.2\.nip\.io/s);
    expect(run()).toEqual({ status: 1, output });
    expect(calls()).toHaveLength(1);
  });

  test("names the ways out of nip.io's shared limit, which Certbot's log alone may show", async () => {
    await start(moathon, "2.1.0", limited);
    expect(run()).toEqual({
      status: 1,
      output: expect.stringMatching(/too many certificates.*"kind": "domain"/s),
    });
  });

  test("says to wait for the limit of a domain of one's own", async () => {
    await start(domain, "2.1.0", limited);
    const { output } = run();
    expect(output).toMatch(/Wait until the time/);
    expect(output).not.toMatch(/All users of nip\.io/);
  });
});

// Does what Certbot does after a success: writes the lineage, then calls the hook that it was given.
function succeeds({ server }: Project): string {
  const { certName, directoryUrl } = server!.acme;
  const live = `/etc/letsencrypt/live/${certName}`;
  const renewal = `/etc/letsencrypt/renewal/${certName}.conf`;
  return `case "$*" in *--dry-run) exit;; esac
for hook; do :; done
[ -e ${live} ] && exit
mkdir -p /etc/letsencrypt/renewal/ && echo "server = ${directoryUrl}" > ${renewal}
mkdir -p ${live} && cp "$(dirname "$0")"/../new/* ${live} && RENEWED_LINEAGE=${live} "$hook"
`;
}

// The log that Certbot 2.1 writes while it prints only "AttributeError: can't set attribute".
const limited = `mkdir -p /var/log/letsencrypt
cat > /var/log/letsencrypt/letsencrypt.log <<'LOG'
{
  "type": "urn:ietf:params:acme:error:rateLimited",
  "detail": "too many certificates (250000) already issued for nip.io"
}
LOG
exit 1
`;
