// What goes wrong on a running site, with the real programs: it goes on working, and the next run repairs.
import { deploy, deploymentPrograms } from "./deployment";
import { type Internet, internetPrograms, startInternet, until } from "./internet";
import { describeOnMachine, type Machine, startMachine } from "./namespace";
import { certificateShown, curl } from "./served";

const name = "signed-media";
const host = "api.example.com";
const home = `/srv/${name}`;
const live = `/etc/letsencrypt/live/${host}`;
const tls = "/etc/nginx/tls";
const hook = `/etc/letsencrypt/renewal-hooks/deploy/${name}.sh`;
const nowhere = "203.0.113.99";

// One machine; each test leaves a site with a certificate that viewers trust.
describeOnMachine([...deploymentPrograms, ...internetPrograms], "faults that a site survives", () => {
  jest.setTimeout(300_000);
  let machine: Machine;
  let internet: Internet;

  beforeAll(async () => {
    machine = await startMachine();
    internet = await startInternet(machine);
    deploy(machine, name, { application: false }).installByHand("bootstrap.sh");
    machine.ok(`install -m 644 ${home}/deploy/systemd/certificate-${name}.service /etc/systemd/system/
systemctl daemon-reload && systemctl enable --quiet certificate-${name}.service`);
  });
  afterAll(() => machine.remove());

  const script = (which: string) => machine.sh(`${home}/deploy/certbot/${name}-${which}.sh`);
  const renew = () => machine.sh("certbot renew --force-renewal --no-random-sleep-on-renew");
  const timerRuns = () =>
    machine.sh(`systemctl start certbot.service
while systemctl list-jobs certificate-${name}.service | grep -q certificate; do sleep 0.1; done
! systemctl is-failed --quiet certificate-${name}.service`);
  const fingerprint = () => certificateShown(machine, host)?.fingerprint;
  // Gunicorn never runs here: the page of a site without it is what this site answers.
  const isTrusted = () => curl(machine, `https://${host}/`).output.includes("Please try again");

  // The issue script replaces a certificate of another authority.
  const asIfOfStaging = () =>
    machine.ok(
      `sed -i 's#^server = .*#server = https://staging.example/#' /etc/letsencrypt/renewal/${host}.conf`,
    );

  /** What a fault must not do to a site, and what the next run does. */
  function survives(goes: { wrong: () => { status: number | null; output: string }; saying: RegExp }): void {
    const before = fingerprint();
    const { status, output } = goes.wrong();
    expect(output).toMatch(goes.saying);
    expect(status).not.toBe(0);
    expect(fingerprint()).toBe(before);
    expect(isTrusted()).toBe(true);
  }

  function isRepairedBy(run: () => { status: number | null; output: string }): void {
    const before = fingerprint();
    const { status, output } = run();
    if (status !== 0) throw new Error(`not repaired:\n${output}`);
    expect(fingerprint()).not.toBe(before);
    expect(isTrusted()).toBe(true);
  }

  test("a bootstrap on a full disk, and one that is killed", () => {
    machine.ok(
      `mkdir -p ${tls} && mount -t tmpfs -o size=16k tmpfs ${tls} && head -c 12k /dev/zero >${tls}/other`,
    );
    expect(script("bootstrap").status).not.toBe(0);
    machine.ok(`umount ${tls}`);
    const killed = machine.sh(`timeout -s KILL 0.05 ${home}/deploy/certbot/${name}-bootstrap.sh`);
    expect(killed.status).not.toBe(0);
    expect(script("bootstrap")).toMatchObject({ status: 0 });
    machine.ok("nginx -t && systemctl restart nginx");
    expect(certificateShown(machine, host)?.issuer).toContain("placeholder");
  });

  test("a certificate authority that is down when the first certificate is asked for", () => {
    internet.takeAuthorityDown();
    expect(script("issue")).toMatchObject({
      status: 1,
      output: expect.stringMatching(/No certificate for api/),
    });
    expect(certificateShown(machine, host)?.issuer).toContain("placeholder");
  });

  test("a first run that is killed while Certbot works", async () => {
    await internet.bringAuthorityBack();
    machine.start("sh", [`${home}/deploy/certbot/${name}-issue.sh`]);
    await until("Certbot at work", () => machine.sh("pgrep -x certbot").status === 0);
    machine.ok("pkill -KILL -f '[i]ssue.sh'; pkill -KILL -x certbot");
    isRepairedBy(() => script("issue"));
  });

  test("a certificate authority that is down at a renewal", async () => {
    internet.takeAuthorityDown();
    survives({ wrong: renew, saying: /Failed to renew/ });
    await internet.bringAuthorityBack();
    isRepairedBy(renew);
  });

  test("a certificate authority that refuses, for its limit is reached", async () => {
    await internet.limitOrders();
    asIfOfStaging();
    survives({ wrong: () => script("issue"), saying: /rate limit is reached. Do not retry in a loop/ });
    await internet.bringAuthorityBack();
    isRepairedBy(() => script("issue"));
  });

  test("a name that leads to another machine", () => {
    internet.setAddresses(host, [nowhere]);
    const { status, output } = renew();
    expect([status, output]).toEqual([1, expect.stringContaining("Failed to renew")]);
    internet.setAddresses(host, ["54.180.1.2"]);
    expect(isTrusted()).toBe(true);
    isRepairedBy(renew);
  });

  test("a full disk when the certificate is written", () => {
    const folder = "/etc/letsencrypt";
    machine.ok(`cp -a ${folder} /var/tmp/letsencrypt && mount -t tmpfs -o size=400k tmpfs ${folder}
cp -a /var/tmp/letsencrypt/. ${folder} && chmod 755 ${folder}
head -c 1M /dev/zero >${folder}/full || true`);
    survives({ wrong: renew, saying: /No space left on device/ });
    machine.ok(`nginx -t && systemctl reload nginx`);
    expect(isTrusted()).toBe(true);
    machine.ok(`rm ${folder}/full`);
    isRepairedBy(renew);
    machine.ok(`rm -rf /var/tmp/letsencrypt && cp -a ${folder} /var/tmp/letsencrypt && umount ${folder}
rm -rf ${folder} && cp -a /var/tmp/letsencrypt ${folder}`);
  });

  test("a reload that says 0 while Nginx stays with the old configuration", () => {
    // nginx -t does not mind a port that is taken; a reload does, and says so in the log alone.
    machine.start("/usr/bin/python3", ["-m", "http.server", "--bind", "127.0.0.1", "8443"]);
    machine.ok("until curl -s http://127.0.0.1:8443/ >/dev/null; do sleep 0.1; done");
    machine.write("/etc/nginx/sites-enabled/taken.conf", "server { listen 127.0.0.1:8443; }\n");
    machine.ok("nginx -t");
    const before = fingerprint();
    expect(renew().output).toContain("Nginx still serves another certificate");
    expect(fingerprint()).toBe(before);
    expect(isTrusted()).toBe(true);
    machine.ok("rm /etc/nginx/sites-enabled/taken.conf");
    isRepairedBy(() => script("issue"));
  });

  test("a broken configuration of another site at a renewal", () => {
    machine.write("/etc/nginx/sites-enabled/broken.conf", "server {\n");
    const before = fingerprint();
    expect(renew().output).toContain("nginx -t refuses the configuration");
    expect(fingerprint()).toBe(before);
    expect(isTrusted()).toBe(true);
    // As often as Certbot's timer runs, the hand-over is tried again; until it works, systemd names it failed.
    expect(timerRuns().status).toBe(1);
    expect(machine.sh(`systemctl is-failed certificate-${name}`).output).toBe("failed\n");
    expect(fingerprint()).toBe(before);
    machine.ok("rm /etc/nginx/sites-enabled/broken.conf");
    isRepairedBy(timerRuns);
  });

  test("a chain without its intermediate", () => {
    const before = fingerprint();
    machine.ok(`certbot certonly -n --force-renewal --webroot --webroot-path /var/www/letsencrypt -d ${host} \
--cert-name ${host} --no-directory-hooks --deploy-hook true`);
    machine.ok(`cp ${live}/cert.pem "$(readlink -f ${live}/fullchain.pem)"`);
    const handed = machine.sh(`RENEWED_LINEAGE=${live} ${hook}`);
    expect(handed).toEqual({
      status: 1,
      output: expect.stringContaining("lacks the intermediate certificate"),
    });
    expect(fingerprint()).toBe(before);
    expect(isTrusted()).toBe(true);
    isRepairedBy(renew);
    expect(certificateShown(machine, host)?.chain).toBe(2);
  });

  test("two deploy hooks at once", async () => {
    machine.ok(`certbot certonly -n --force-renewal --webroot --webroot-path /var/www/letsencrypt -d ${host} \
--cert-name ${host} --no-directory-hooks --deploy-hook true`);
    const before = fingerprint();
    machine.ok(`export RENEWED_LINEAGE=${live}
${hook} & first=$!
${hook} & second=$!
wait $first && wait $second`);
    expect(fingerprint()).not.toBe(before);
    expect(isTrusted()).toBe(true);
    expect(machine.ok(`ls ${tls}`)).not.toContain(".link");
  });

  test("a deploy hook that is killed before Nginx has the certificate", () => {
    const before = fingerprint();
    const slow = "#!/bin/sh\nsleep 60\n";
    machine.write("/usr/local/sbin/nginx", slow, 0o755);
    machine.sh(`PATH=/usr/local/sbin:$PATH; certbot renew --force-renewal --no-random-sleep-on-renew & sleep 0
until pgrep -f '[s]leep 60'; do sleep 0.1; done; pkill -KILL -f "deploy/[s]igned"; pkill -KILL -x certbot; pkill sleep || true`);
    machine.ok("rm /usr/local/sbin/nginx");
    expect(fingerprint()).toBe(before);
    expect(isTrusted()).toBe(true);
    isRepairedBy(() => script("issue"));
  });

  test("an expired certificate", async () => {
    const forget = "rm -rf /etc/letsencrypt/accounts";
    machine.ok(forget);
    asIfOfStaging();
    await internet.replaceAuthority(8);
    expect(script("issue").output).toContain("Nginx serves the new certificate");
    await until("the certificate's end", () => curl(machine, `https://${host}/`).status === 60);
    machine.ok(forget);
    await internet.replaceAuthority(90 * 86400);
    isRepairedBy(() => script("issue"));
  });
});
