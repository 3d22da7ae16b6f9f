// The install script on a machine that has none of it yet: real systemd, Nginx, Certbot, Gunicorn and an authority.
import type { Project } from "../../../config/project";
import { generateFiles } from "../../../generators";
import { withHost, withNginx } from "../../generators/variants";
import type { Outcome } from "../../server-root";
import type { Machine } from "../namespace";
import { bringApplication, describeOnServers, startPebble, tree, withPebble } from "./fresh-servers";

const places = "/etc /var/www /srv /opt";

// One machine for all, in this order: each step stands on what the one before it left.
describeOnServers("install.sh", (server) => {
  jest.setTimeout(600_000);
  let machine: Machine;
  let foreseen: Outcome;
  const project = withPebble(withNginx(server.nginx, withHost("domain", "api.example.com")));
  const withServer = (changes: Partial<NonNullable<Project["server"]>>): Project => ({
    ...project,
    server: { ...project.server!, ...changes },
  });

  beforeAll(async () => {
    machine = await server.start();
    bringApplication(machine);
    deliver(project);
  });
  afterAll(() => machine.remove());

  function deliver(one: Project): void {
    machine.ok("rm -rf /root/deploy");
    for (const { path, text, executable } of generateFiles(one))
      if (path.startsWith("deploy/")) machine.write(`/root/${path}`, text, executable ? 0o755 : 0o644);
  }

  // By a root whose files nobody else may read: Nginx's workers and the authority have to see theirs.
  const install = (option = "") => machine.sh(`umask 077; sh /root/deploy/install.sh ${option}`);
  const said = (outcome: Outcome) => linesOf(outcome.output, /^install: (.*)$/gm);
  const state = () => tree(machine, places);
  const workers = () => machine.sh("pgrep -P $(cat /run/nginx.pid) | sort").output;
  const connect =
    "openssl s_client -connect 127.0.0.1:443 -servername api.example.com </dev/null 2>/dev/null";
  const served = () => machine.sh(`${connect} | openssl x509 -noout -issuer -fingerprint`).output;

  test("--check on a fresh machine says all that is to do and changes nothing", () => {
    const fresh = state();
    foreseen = install("--check");
    expect(foreseen).toEqual({
      status: 1,
      output: expect.stringContaining("would get the certificate of api.example.com"),
    });
    expect(state()).toBe(fresh);
  });

  test("while no authority answers, all but the certificate is done, and just what --check said", () => {
    const { status, output } = install();
    expect(output).toContain("no certificate for api.example.com yet. The files are in place");
    expect(status).toBe(1);
    const would = linesOf(foreseen.output, /^install: would (.*)$/gm);
    expect(would.length).toBeGreaterThan(10);
    // A package of Nginx starts it, and then the script reloads it.
    const done = said({ status, output }).map((line) => line.replace("reload Nginx", "start Nginx"));
    expect(done.filter((line) => would.includes(line))).toEqual(would);
    expect(served()).toContain("placeholder");
    expect(machine.sh("stat -c '%a %U' /etc/moathon/environment").output).toBe("600 root\n");
    expect(machine.sh("ls /etc/nginx/sites-enabled").output).toBe(
      "000-httpsmith-default.conf\nmoathon.conf\n",
    );
  });

  test("the next run gets the certificate, and the one after it finds nothing to do", () => {
    startPebble(machine);
    expect(install()).toEqual({
      status: 0,
      output: expect.stringContaining("done: https://api.example.com/"),
    });
    expect(served()).toContain("Pebble");
    const [before, running] = [state(), workers()];
    expect(install("--check")).toEqual({ status: 0, output: expect.stringContaining("nothing to do") });
    expect(install()).toEqual({ status: 0, output: expect.stringContaining("nothing to do") });
    expect(state()).toBe(before);
    expect(workers()).toBe(running);
  });

  describe("renewal by Certbot's own timer", () => {
    const timer = () =>
      machine.ok("systemctl is-enabled certbot.timer; systemctl list-timers certbot.timer | cat");

    test("is planned, and hands a new certificate to Nginx once the old one is due", () => {
      expect(timer()).toMatch(/^enabled\n[\s\S]*certbot\.timer +certbot\.service/);
      expect(machine.ok("systemctl show -P Wants certbot.service")).toContain("certificate-moathon.service");
      const before = served();
      machine.ok("systemctl start certbot.service");
      expect(served()).toBe(before);
      machine.ok("sed -i '1i renew_before_expiry = 9999 days' /etc/letsencrypt/renewal/api.example.com.conf");
      machine.ok("systemctl start certbot.service");
      expect(served()).toContain("Pebble");
      expect(served()).not.toBe(before);
      machine.ok("sed -i 1d /etc/letsencrypt/renewal/api.example.com.conf");
    });

    test.each(["disable --now", "stop"])("is missed after systemctl %s, and comes back", (action) => {
      machine.ok(`systemctl ${action} --quiet certbot.timer`);
      const line = "enable and start certbot.timer, which renews the certificate";
      expect(install("--check")).toEqual({ status: 1, output: `install: would ${line}\n` });
      expect(said(install())).toContain(line);
      expect(timer()).toMatch(/^enabled\n/);
      expect(install("--check").status).toBe(0);
    });

    test("is left to those who mask the timer", () => {
      machine.ok("systemctl mask --now --quiet certbot.timer");
      expect(install("--check").status).toBe(0);
      expect(said(install())).toContainEqual(expect.stringContaining("have certbot renew run twice a day"));
      machine.ok("systemctl unmask --quiet certbot.timer && systemctl start certbot.timer");
      expect(install("--check").status).toBe(0);
    });
  });

  const answer = () =>
    machine.sh("curl -sk --max-time 20 --resolve api.example.com:443:54.180.1.2 https://api.example.com/", {
      network: "internet",
    }).output;

  test("Gunicorn answers through Nginx, and again with the secret once that is written", () => {
    expect(answer()).toBe("secret none");
    machine.ok("echo DJANGO_SECRET_KEY=known > /etc/moathon/environment");
    const known =
      "curl -sk --resolve api.example.com:443:54.180.1.2 https://api.example.com/ | grep -q 'secret known'";
    machine.ok(`timeout 60 sh -c "until ${known}; do sleep 0.2; done"`);
    expect(install().output).not.toContain("is empty");
  });

  test("a change of the unit restarts Gunicorn, once", () => {
    const process = () => machine.sh("systemctl show -P MainPID gunicorn-moathon.service").output;
    const before = process();
    deliver(withServer({ gunicorn: { ...project.server!.gunicorn, workers: 1 } }));
    expect(said(install())).toEqual([
      "install /etc/systemd/system/gunicorn-moathon.service",
      "let systemd read its units again",
      "restart gunicorn-moathon",
      "done: https://api.example.com/",
    ]);
    expect(process()).not.toBe(before);
    expect(answer()).toBe("secret known");
    deliver(project);
    expect(install().status).toBe(0);
  });

  const oneWorker = () => deliver(withServer({ gunicorn: { ...project.server!.gunicorn, workers: 1 } }));

  test.each([
    {
      what: "a Gunicorn that is not one",
      spoil: "ln -sfn /bin/false /srv/moathon/venv/bin/gunicorn",
      mend: "ln -sfn /usr/bin/gunicorn /srv/moathon/venv/bin/gunicorn",
    },
    {
      what: "an application that does not load",
      spoil: "sed -i '1i raise Exception' /srv/moathon/backend/config/wsgi.py",
      mend: "sed -i 1d /srv/moathon/backend/config/wsgi.py",
    },
  ])("rejects $what, in every run until it starts", ({ spoil, mend }) => {
    oneWorker();
    machine.ok(spoil);
    for (const _ of [1, 2])
      expect(install()).toEqual({
        status: 1,
        output: expect.stringMatching(
          /restart gunicorn-moathon\n[\s\S]*Gunicorn does not start: see journalctl -u gunicorn-moathon/,
        ),
      });
    expect(install("--check")).toEqual({
      status: 1,
      output: expect.stringContaining("would restart gunicorn-moathon"),
    });
    // A boot forgets that a restart is due, and the service itself tells.
    machine.ok("rm /run/httpsmith-moathon.restart");
    const waits = "systemctl show -P SubState gunicorn-moathon | grep -qE 'failed|auto-restart'";
    machine.ok(`timeout 60 sh -c "until ${waits}; do sleep 0.1; done"`);
    expect(said(install("--check"))).toEqual(["would start gunicorn-moathon, which has failed"]);
    machine.ok(mend);
    expect(said(install())).toEqual([
      "start gunicorn-moathon, which has failed",
      "done: https://api.example.com/",
    ]);
    expect(answer()).toBe("secret known");
    expect(install("--check").status).toBe(0);
    deliver(project);
    expect(install().status).toBe(0);
  });

  test("a run that was stopped before systemd read the units again is made up for by the next", () => {
    oneWorker();
    const stop = '#!/bin/sh\n[ "$1" = daemon-reload ] && kill $PPID && exit\nexec /usr/bin/systemctl "$@"\n';
    machine.write("/usr/local/sbin/systemctl", stop, 0o755);
    const stopped = machine.sh("PATH=/usr/local/sbin:$PATH sh /root/deploy/install.sh");
    machine.ok("rm /usr/local/sbin/systemctl");
    expect(stopped).toEqual({
      status: 1,
      output: expect.stringContaining("systemd read its units again. The installed files stay"),
    });
    expect(said(install())).toEqual([
      "let systemd read its units again",
      "restart gunicorn-moathon",
      "done: https://api.example.com/",
    ]);
    expect(machine.sh("pgrep -fc '[g]unicorn --workers 1'").status).toBe(0);
    expect(install("--check").status).toBe(0);
    deliver(project);
    expect(install().status).toBe(0);
  });

  test("a change of one file installs that file and reloads Nginx, nothing else", () => {
    const [certificate, running] = [served(), workers()];
    deliver(withServer({ nginx: { ...project.server!.nginx, maxBodyBytes: 50 * 1024 * 1024 } }));
    const { status, output } = install();
    expect(status).toBe(0);
    expect(said({ status, output })).toEqual([
      "install /etc/nginx/sites-available/moathon.conf",
      "reload Nginx",
      "done: https://api.example.com/",
    ]);
    expect(machine.sh("nginx -T 2>/dev/null").output).toContain("client_max_body_size 50m;");
    const reloaded = `while [ "$(pgrep -P $(cat /run/nginx.pid) | sort)" = "${running.trim()}" ]; do sleep 0.1; done`;
    expect(machine.sh(`timeout 20 sh -c '${reloaded}'`).status).toBe(0);
    expect(served()).toBe(certificate);
  });

  describe("rejects, and leaves the running site as it was:", () => {
    const site = "/root/deploy/nginx/moathon.conf";
    const socket = "/etc/systemd/system/gunicorn-moathon.socket";
    const newer = { ...project.server!.nginx, maxBodyBytes: 1024 * 1024 };
    // A newer site each time, so that there is something to put back.
    const faults: { what: string; spoil(): void; status: number; message: RegExp; mend?: string }[] = [
      {
        what: "a directive that Nginx does not know",
        spoil: () => machine.write(site, `${machine.read(site)}nonsense on;\n`),
        status: 1,
        message: /unknown directive "nonsense"[\s\S]*Sites and units were put back/,
      },
      {
        what: "a file that did not come along",
        spoil: () => machine.sh("rm /root/deploy/systemd/gunicorn-moathon.socket"),
        status: 2,
        message: /gunicorn-moathon\.socket is missing\. Bring the whole folder/,
      },
      {
        what: "a folder in the place of a file",
        spoil: () => machine.sh(`rm ${socket}; mkdir -p ${socket}/x`),
        status: 1,
        message: /stopped at: install \/etc\/systemd\/system\/gunicorn-moathon\.socket/,
        mend: `rm -r ${socket}`,
      },
      {
        what: "an older Nginx than the files are for",
        spoil: () => deliver(withServer({ nginx: { ...newer, version: "9.0" } })),
        status: 2,
        message: /this server has Nginx [\d.]+, and the files are for 9\.0/,
      },
      {
        what: "a user that is not there",
        spoil: () =>
          deliver(
            withServer({
              gunicorn: { ...project.server!.gunicorn, user: "nobody-has-this" },
              nginx: newer,
            }),
          ),
        status: 2,
        message: /there is no user nobody-has-this\. Create it/,
      },
      {
        what: "a package that cannot be had",
        spoil: () =>
          machine.sh("rm -rf /etc/apt/sources.list /opt/packages; dpkg --force-all --purge python3-venv"),
        status: 1,
        message: /stopped at: install the packages python3-venv/,
      },
    ];

    // Folders are touched on the way.
    const files = () =>
      tree(machine, "/etc/nginx /etc/systemd /etc/letsencrypt")
        .split("\n")
        .filter((line) => !line.startsWith("d "));

    test.each(faults)("$what", ({ spoil, status, message, mend }) => {
      deliver(withServer({ nginx: newer }));
      spoil();
      const root = () => machine.ok("stat -c '%a %U %G %y' /");
      const [certificate, before, running, rootBefore] = [served(), files(), workers(), root()];
      expect(install()).toEqual({ status, output: expect.stringMatching(message) });
      expect(files()).toEqual(before);
      expect(root()).toBe(rootBefore);
      expect(workers()).toBe(running);
      expect(served()).toBe(certificate);
      if (mend) machine.sh(mend);
    });

    test("a user without rights, and an option that it does not know", () => {
      machine.sh("cp -r /root/deploy /opt/deploy");
      expect(machine.sh("su -s /bin/sh www-data -c 'sh /opt/deploy/install.sh'")).toEqual({
        status: 2,
        output: expect.stringContaining("run it as root"),
      });
      expect(install("--force")).toEqual({ status: 2, output: "Usage: install.sh [--check]\n" });
    });
  });
});

function linesOf(text: string, form: RegExp): string[] {
  return [...text.matchAll(form)].map(([, what]) => what!);
}
