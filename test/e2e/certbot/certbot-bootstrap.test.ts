// The bootstrap script, run for real: with nothing there, again, broken off anywhere, with a certificate.
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdirSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import type { Project } from "../../../config/project";
import { certbotFiles } from "../../../generators/certbot/view";
import { place, selfSigned } from "../../generators/certificates";
import { withHost } from "../../generators/variants";
import { describeWith, program } from "../../programs";
import { moathon } from "../../projects";
import { type Outcome, ServerRoot } from "../../server-root";

const script = "/deploy/moathon-bootstrap.sh";
const { tlsDirectory, certName } = moathon.server!.acme;
const live = `/etc/letsencrypt/live/${certName}`;
const placeholder = "/etc/nginx/tls/moathon.placeholder";

describeWith(["openssl", "flock", "nginx"], "the bootstrap script", () => {
  let root: ServerRoot;
  beforeEach(async () => {
    root = await ServerRoot.create();
    install(moathon);
  });
  afterEach(() => root.remove());

  const install = (project: Project) => root.install(certbotFiles(project));
  const run = (env: Record<string, string> = {}): Outcome =>
    root.run("/bin/sh", ["-c", 'SCRIPT_PID=$$ exec "$0"', root.at(script)], env);
  const certificate = () => new X509Certificate(root.read(`${tlsDirectory}/fullchain.pem`));
  const privateKey = () => createPrivateKey(root.read(`${tlsDirectory}/privkey.pem`));
  const target = () => readlinkSync(root.at(tlsDirectory));

  test("makes a self-signed certificate for the host, with a key that only root reads", () => {
    expect(run()).toMatchObject({ status: 0 });
    expect(target()).toBe(root.at(placeholder));
    expect(certificate().subjectAltName).toBe(`DNS:${certName}`);
    for (const path of [placeholder, `${placeholder}/privkey.pem`])
      expect(statSync(root.at(path)).mode & 0o077).toBe(0);
    expect(statSync(root.at("/var/www/letsencrypt")).isDirectory()).toBe(true);
  });

  test("names an address as an address", () => {
    install(withHost("ip", "54.180.1.2"));
    expect(run()).toMatchObject({ status: 0 });
    const pem = root.read("/etc/nginx/tls/54.180.1.2/fullchain.pem");
    expect(new X509Certificate(pem).subjectAltName).toBe("IP Address:54.180.1.2");
  });

  test("changes nothing when it runs again", () => {
    run();
    const before = certificate().fingerprint256;
    expect(run()).toMatchObject({ status: 0 });
    expect(certificate().fingerprint256).toBe(before);
    expect(readdirSync(root.at("/etc/nginx/tls")).sort()).toEqual([
      certName,
      "moathon.lock",
      "moathon.placeholder",
    ]);
  });

  test("points to Certbot's certificate where there is one, even after the placeholder", () => {
    run();
    place(root, live, selfSigned("issued"));
    expect(run()).toMatchObject({ status: 0 });
    expect(target()).toBe(root.at(live));
  });

  test("leaves another certificate alone that the link leads to", () => {
    place(root, "/etc/own", selfSigned("own"));
    mkdirSync(root.at("/etc/nginx/tls"));
    symlinkSync(root.at("/etc/own"), root.at(tlsDirectory));
    place(root, live, selfSigned("issued"));
    expect(run()).toMatchObject({ status: 0 });
    expect(target()).toBe(root.at("/etc/own"));
  });

  test("repairs a link that leads nowhere and a placeholder whose key is not the certificate's", () => {
    run();
    root.write(`${placeholder}/privkey.pem`, selfSigned("other").key);
    expect(run()).toMatchObject({ status: 0 });
    expect(certificate().checkPrivateKey(privateKey())).toBe(true);
    rmSync(root.at(placeholder), { recursive: true });
    expect(run()).toMatchObject({ status: 0 });
    expect(certificate().checkPrivateKey(privateKey())).toBe(true);
  });

  test("rejects a folder in the place of the link, and touches nothing in it", () => {
    root.write(`${tlsDirectory}/fullchain.pem`, "mine");
    expect(run()).toEqual({ status: 1, output: expect.stringContaining("is a folder. Move it away") });
    expect(root.read(`${tlsDirectory}/fullchain.pem`)).toBe("mine");
  });

  test("finishes the work of a run that was killed before any of its commands", () => {
    const stopped = ["openssl", "mkdir", "rm", "ln", "mv", "readlink", "flock"];
    for (const name of stopped) root.addProgram(name, killer(program(name)));
    let killed = 0;
    for (let at = 1; at === killed + 1; at += 1) {
      rmSync(root.at("/etc/nginx/tls"), { recursive: true, force: true });
      writeFileSync(root.at("/count"), "");
      if (run({ KILL_AT: String(at), COUNT: root.at("/count") }).status === null) killed = at;
      expect(run({ KILL_AT: "never", COUNT: root.at("/count") })).toMatchObject({ status: 0 });
      expect(certificate().checkPrivateKey(privateKey())).toBe(true);
      expect(readdirSync(root.at(placeholder))).toHaveLength(2);
    }
    expect(killed).toBeGreaterThan(10);
  });
});

// Stands for a program: counts the calls of all such programs, and kills the script at one of them.
function killer(path: string): string {
  return `#!/bin/sh
echo >> "$COUNT"
if [ "$(wc -l < "$COUNT")" = "$KILL_AT" ]; then kill -9 "$SCRIPT_PID"; exit 1; fi
exec ${path} "$@"
`;
}
