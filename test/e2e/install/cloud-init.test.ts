// The user data at the first boot of a server: the real cloud-init under real systemd, up to the padlock.
import { generateFiles } from "../../../generators";
import { withHost, withNginx } from "../../generators/variants";
import type { Machine } from "../namespace";
import { certificateShown, curl } from "../served";
import { bringApplication, describeOnServers, startPebble, tree, withPebble } from "./fresh-servers";

const host = "api.example.com";
const seed = "/var/lib/cloud/seed/nocloud";

// What a machine of namespaces has not: a network to set up, a mirror, keys of an SSH server.
const imageConfig = `datasource_list: [NoCloud]
network: {config: disabled}
apt: {preserve_sources_list: true}
ssh_deletekeys: false
ssh_genkeytypes: []
locale: false
`;
// The internet here is a child of the tests, and comes up after the boot has begun.
const afterInternet = `[Service]
ExecStartPre=/usr/bin/timeout 180 /bin/sh -c 'until [ -e /run/internet ]; do sleep 0.1; done'
TimeoutStartSec=infinity
`;

describeOnServers(
  "cloud-init",
  (server) => {
    const project = withPebble(withNginx(server.nginx, withHost("domain", host)));
    jest.setTimeout(600_000);
    let machine: Machine;

    beforeAll(async () => {
      machine = await server.start();
      server.addCloudInit(machine);
      const userData = generateFiles(project).find(({ path }) => path.endsWith("/cloud-init.yaml"))!;
      machine.write(`${seed}/user-data`, userData.text);
      machine.write(`${seed}/meta-data`, "instance-id: first\n");
      machine.write("/etc/cloud/cloud.cfg.d/99-image.cfg", imageConfig);
      machine.write("/etc/systemd/system/cloud-final.service.d/internet.conf", afterInternet);
    });
    afterAll(() => machine.remove());

    const asked = (path = "/") =>
      curl(machine, "--resolve", `${host}:443:54.180.1.2`, `https://${host}${path}`).output;
    const status = () => machine.sh("cloud-init status --wait --long").output;
    const runs = () =>
      machine.ok("grep -c 'Cloud-init .* running .modules:final' /var/log/cloud-init-output.log");
    const state = () => tree(machine, "/etc/nginx /etc/systemd /etc/letsencrypt /var/www /srv /opt");

    test("the first boot brings the site up, with a certificate that viewers trust", async () => {
      await machine.reboot();
      startPebble(machine);
      machine.ok("touch /run/internet");
      expect(status()).toMatch(/^\.*status: done$/m);
      const log = machine.read("/var/log/cloud-init-output.log");
      expect(log).toContain(`install: done: https://${host}/`);
      expect(log).toContain("is not there; the application brings it");
      expect(certificateShown(machine, host)?.issuer).toContain("Pebble");
      expect(asked("/static/missing.css")).toContain("404 Not Found");
    });

    test("once the application is there, the same script starts it", () => {
      bringApplication(machine);
      expect(machine.sh("sh /opt/httpsmith/moathon/install.sh")).toMatchObject({ status: 0 });
      expect(asked()).toBe("secret none");
    });

    test("the second boot changes nothing, and the site is up again", async () => {
      const [before, count] = [state(), runs()];
      await machine.reboot();
      machine.ok("touch /run/internet");
      expect(status()).toMatch(/^\.*status: done$/m);
      expect(Number(runs())).toBe(Number(count) + 1);
      expect(state()).toBe(before);
      expect(machine.read("/var/log/cloud-init-output.log").match(/^install: done/gm)).toHaveLength(1);
      expect(machine.sh("sh /opt/httpsmith/moathon/install.sh --check")).toEqual({
        status: 0,
        output: expect.stringContaining("nothing to do"),
      });
      expect(asked()).toBe("secret none");
    });
  },
  ({ lacks, lacksCloudInit }) => lacks ?? lacksCloudInit,
);
