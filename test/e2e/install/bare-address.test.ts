// A host that is a bare address, with a Certbot that can do those, which Debian has from forky on.

import { generateFiles } from "../../../generators";
import { atLeast } from "../../../generators/nginx/version";
import { withHost, withNginx } from "../../generators/variants";
import type { Machine } from "../namespace";
import { bringApplication, describeOnServers, startPebble, withPebble } from "./fresh-servers";

const address = "54.180.1.2";

describeOnServers(
  "a bare address",
  (server) => {
    jest.setTimeout(600_000);
    let machine: Machine;

    beforeAll(async () => {
      machine = await server.start();
      machine.ok("apt-get update -qq && apt-get install -y -qq --no-install-recommends certbot");
      bringApplication(machine);
      startPebble(machine);
      const project = withPebble(withNginx(server.nginx, withHost("ip", address)));
      for (const { path, text, executable } of generateFiles(project))
        if (path.startsWith("deploy/")) machine.write(`/root/${path}`, text, executable ? 0o755 : 0o644);
    });
    afterAll(() => machine.remove());

    const install = (option = "") => machine.sh(`sh /root/deploy/install.sh ${option}`);
    const asked = () => machine.sh(`curl -sS https://${address}/`, { network: "internet" }).output;
    const certificate = () =>
      machine.ok(
        `openssl x509 -noout -ext subjectAltName -enddate -fingerprint -in /etc/letsencrypt/live/${address}/cert.pem`,
      );

    test("gets a certificate of a few days that viewers trust, and nothing the second time", () => {
      expect(install()).toMatchObject({
        status: 0,
        output: expect.stringContaining(`done: https://${address}/`),
      });
      expect(asked()).toBe("secret none");
      expect(certificate()).toContain(`IP Address:${address}`);
      const soon = `openssl x509 -checkend $((8 * 86400)) -in /etc/letsencrypt/live/${address}/cert.pem`;
      expect(machine.sh(soon).status).toBe(1);
      for (const option of ["--check", ""])
        expect(install(option)).toEqual({ status: 0, output: expect.stringContaining("nothing to do") });
    });

    test("Certbot's timer renews it", () => {
      const before = certificate();
      machine.ok(`sed -i '1i renew_before_expiry = 9999 days' /etc/letsencrypt/renewal/${address}.conf`);
      machine.ok("systemctl start certbot.service");
      expect(certificate()).not.toBe(before);
      expect(asked()).toBe("secret none");
    });
  },
  ({ lacks, certbot }) => lacks ?? (atLeast(certbot, "5.4") ? null : `Certbot ${certbot} is older than 5.4`),
);
