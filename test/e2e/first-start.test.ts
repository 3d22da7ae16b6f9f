// The moathon example on a server from nothing: placeholder, certificate, application, renewal, and all of it again.

import { type Deployment, deploy, deploymentPrograms } from "./deployment";
import { timed } from "./figures";
import { internetPrograms, startInternet, until } from "./internet";
import { describeOnMachine, type Machine, startMachine } from "./namespace";
import { certificateShown, curl, fetched } from "./served";

const host = "54.180.1.2.nip.io";
const page = "https://d111111abcdef8.cloudfront.net";
const outputs = { distribution_site_domain_name: "d111111abcdef8.cloudfront.net" };

// One machine, in this order: each test stands on what the one before it left.
describeOnMachine([...deploymentPrograms, ...internetPrograms], "a server from nothing", () => {
  jest.setTimeout(300_000);
  let machine: Machine;
  let site: Deployment;

  beforeAll(async () => {
    machine = await timed("machine with systemd", startMachine);
    await timed("name server and certificate authority", () => startInternet(machine));
    site = await timed("httpsmith build, Django project", () => deploy(machine, "moathon", { outputs }));
  });
  afterAll(() => machine.remove());

  const shown = () => certificateShown(machine, host);
  const mainPid = () => machine.ok("systemctl show --value -p MainPID gunicorn-moathon");

  test("has no Nginx before the bootstrap", () => {
    site.installByHand("bootstrap.sh");
    expect(machine.sh("nginx -t")).toEqual({
      status: 1,
      output: expect.stringContaining("cannot load cert"),
    });
  });

  test("starts Nginx with a placeholder, which viewers refuse", async () => {
    await timed("bootstrap, Nginx started", () => site.installByHand("issue.sh"));
    expect(shown()?.issuer).toContain("placeholder");
    expect(curl(machine, `https://${host}/`).status).toBe(60);
    expect(curl(machine, "-i", `http://${host}/a?b`).output).toMatch(
      / 308 .*https:\/\/54.180.1.2.nip.io\/a\?b/s,
    );
  });

  test("gets a certificate that viewers trust", async () => {
    await timed("first certificate by webroot, deploy hook", () => site.installByHand("deploy/systemd"));
    expect(shown()).toMatchObject({ issuer: expect.stringContaining("Pebble Intermediate"), chain: 2 });
    expect(machine.ok("journalctl -u nginx --no-pager")).toContain("signal process started");
  });

  test("answers with a page of its own until Gunicorn runs", () => {
    expect(fetched(machine, `https://${host}/api/`)).toEqual({
      status: 502,
      body: expect.stringContaining("Please try again in a moment"),
    });
  });

  test("runs Gunicorn behind its socket", async () => {
    await timed("Gunicorn installed, first answer", () => {
      site.installByHand();
      expect(fetched(machine, `https://${host}/api/`)).toEqual({ status: 200, body: "hello" });
    });
    expect(machine.ok("systemctl list-units --failed --no-legend")).toBe("");
  });

  test("keeps sessions, takes a change with a CSRF token, and rejects one from elsewhere", () => {
    const from = (origin: string, ...args: string[]) => {
      const headers = ["-H", `Origin: ${origin}`, "-H", `Referer: ${origin}/`];
      return fetched(machine, "-b", "/tmp/jar", "-c", "/tmp/jar", ...headers, ...args);
    };
    const session = () => JSON.parse(from(page, `https://${host}/api/session/`).body);
    expect(session().visits).toBe(1);
    const { visits, csrfToken } = session();
    expect(visits).toBe(2);
    const change = ["-X", "POST", "-H", `X-CSRFToken: ${csrfToken}`, `https://${host}/api/change/`];
    expect(from(page, ...change)).toMatchObject({
      status: 200,
      body: expect.stringContaining('"visits": 2'),
    });
    expect(from("https://evil.example", ...change).status).toBe(403);
  });

  test("serves the admin's files from disk", () => {
    const answer = curl(machine, "-i", `https://${host}/static/admin/css/base.css`).output;
    expect(answer).toMatch(/^HTTP\/2 200/);
    expect(answer).toMatch(/^content-type: text\/css/m);
  });

  test("passes check --deploy", () => {
    expect(site.manage("check", "--deploy", "--fail-level", "WARNING")).toContain("no issues (2 silenced)");
  });

  test("lets the application write where the unit's owner said, and nowhere else, and shows it no devices", () => {
    const may = (path: string) => JSON.parse(fetched(machine, `https://${host}/api/may/?path=${path}`).body);
    expect(may("/srv/moathon/data/x").written).toBe("yes");
    expect(may("/srv/moathon/static/x").written).toBe("Read-only file system");
    const { devices } = may("/etc/moathon/x");
    expect(devices).toContain("null");
    expect(devices.filter((name: string) => /^(vd|sd|kvm|kmsg|loop|tty\d)/.test(name))).toEqual([]);
  });

  test("restarts Gunicorn when its settings change", async () => {
    const before = mainPid();
    machine.ok("touch /srv/moathon/backend/config/settings_https.py");
    await until("a restart", () => mainPid() !== before && Number(mainPid()) > 0);
    expect(fetched(machine, `https://${host}/api/`).status).toBe(200);
  });

  test("serves a renewed certificate", async () => {
    const before = shown();
    const renew = "certbot renew --force-renewal --no-random-sleep-on-renew";
    await timed("forced renewal", () => machine.ok(renew));
    expect(shown()?.fingerprint).not.toBe(before?.fingerprint);
    expect(fetched(machine, `https://${host}/api/`).status).toBe(200);
  });

  test("has nothing to do for Certbot's timer, nor for install.sh", async () => {
    const state = () =>
      machine.ok(`find /etc/nginx /etc/systemd/system /etc/letsencrypt/live -type f -exec sha256sum {} + | sort
find /etc/nginx /etc/letsencrypt/live -type l -exec readlink {} +`);
    const before = [shown(), state()];
    machine.ok("systemctl start certbot.service");
    const said = await timed("install.sh with nothing to do", () => site.install());
    expect(said).toContain("nothing to do");
    expect([shown(), state()]).toEqual(before);
    expect(fetched(machine, `https://${host}/api/`).status).toBe(200);
  });

  describe("faults that a site survives", () => {
    test("an application that does not start", async () => {
      const settings = "/srv/moathon/backend/config/settings.py";
      const changed = "touch /srv/moathon/backend/config/settings_https.py";
      const failures = () => Number(machine.ok("systemctl show --value -p NRestarts gunicorn-moathon"));
      machine.ok(`cp ${settings} /tmp/kept && echo 'this is not Python' >>${settings} && ${changed}`);
      // Visitors wait at the socket, which systemd holds, and each of them makes it try again.
      const visitor =
        "curl -sS --max-time 100 -o /tmp/visitor-$0 -w '%{http_code}' https://54.180.1.2.nip.io/api/";
      await until("a failed start", () => failures() > 0);
      for (let visit = 0; visit < 20; visit += 1)
        machine.start("sh", ["-c", `${visitor} >/tmp/status-$0`, String(visit)], { network: "internet" });
      await until("a second one", () => failures() > 1);
      expect(fetched(machine, `https://${host}/static/admin/css/base.css`).status).toBe(200);
      machine.ok(`cp /tmp/kept ${settings} && ${changed}`);
      await until("the application again", () => fetched(machine, `https://${host}/api/`).status === 200);
      await until("the visitors' end", () => machine.sh("pgrep -x curl").status !== 0);
      expect(machine.ok("cat /tmp/status-*")).toBe("200".repeat(20));
    });

    test("a Gunicorn that is not there", () => {
      machine.ok("systemctl stop gunicorn-moathon.socket gunicorn-moathon.service");
      expect(fetched(machine, `https://${host}/api/`)).toEqual({
        status: 502,
        body: expect.stringContaining("Please try again in a moment"),
      });
      machine.ok("systemctl enable --now gunicorn-moathon.socket");
      expect(fetched(machine, `https://${host}/api/`)).toEqual({ status: 200, body: "hello" });
    });
  });
});
