// What a unit made by hand says of Gunicorn: as the guides write it, and in the odd ways that systemd takes too.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readGunicornUnits } from "../../cli/survey/gunicorn-units";
import { describeWith, program } from "../programs";

const unit = (...lines: string[]) => `[Unit]\nDescription=app\n[Service]\n${lines.join("\n")}\n`;
const read = (files: Record<string, string>) => {
  const [found, ...more] = readGunicornUnits(new Map(Object.entries(files)));
  expect(more).toEqual([]);
  return {
    facts: found?.facts.map(({ name, value }) => `${name} ${value}`),
    unread: found?.unread.map(({ name, file, line, reason }) => `${file}:${line} ${name}: ${reason}`),
  };
};
const service = (...lines: string[]) => read({ "gunicorn.service": unit(...lines) });
const command = (text: string) => service(`ExecStart=${text}`);

test("a unit and its socket, as a guide for Ubuntu writes them", () => {
  const text = unit(
    "User=ubuntu",
    "Group=www-data",
    "WorkingDirectory=/home/ubuntu/shop",
    "EnvironmentFile=-/home/ubuntu/shop/.env",
    "ExecStart=/home/ubuntu/shop/venv/bin/gunicorn \\",
    "          --access-logfile - \\",
    "          # three for one core",
    "          --workers 3 \\",
    "          --bind unix:/run/gunicorn.sock \\",
    "          shop.wsgi:application",
  );
  const socket = "[Socket]\nListenStream=/run/gunicorn.sock\n[Install]\nWantedBy=sockets.target\n";
  expect(read({ "deploy/gunicorn.service": text, "deploy/gunicorn.socket": socket })).toEqual({
    facts: [
      "User ubuntu",
      "Group www-data",
      "WorkingDirectory /home/ubuntu/shop",
      "EnvironmentFile /home/ubuntu/shop/.env",
      "--bind /run/gunicorn.sock",
      "virtualEnv /home/ubuntu/shop/venv",
      "--access-logfile -",
      "--workers 3",
      "--bind /run/gunicorn.sock",
      "application shop.wsgi:application",
    ],
    unread: [],
  });
});

test.each<[string, string, string[]]>([
  [
    "short options and =",
    "/usr/bin/gunicorn -w4 -b 0.0.0.0:8000 --timeout=90 -t 60 --reload a.wsgi",
    [
      "--workers 4",
      "--bind 0.0.0.0:8000",
      "--timeout 90",
      "--timeout 60",
      "--reload on",
      "application a.wsgi:application",
    ],
  ],
  [
    "quotes and escapes",
    `"/srv/app/venv/bin/gunicorn" '--name' "a \\"b\\"" --log-format='%%(h)s \\x41' c:d`,
    ["virtualEnv /srv/app/venv", '--name a "b"', "--log-format %(h)s A", "application c:d"],
  ],
  ["a prefix of systemd's", "-@/venv/bin/gunicorn c:d", ["virtualEnv /venv", "application c:d"]],
  [
    "the unit's own name",
    "/usr/bin/gunicorn --pid /run/%N.pid c:d",
    ["--pid /run/gunicorn.pid", "application c:d"],
  ],
  ["python -m", "/srv/v/bin/python3 -m gunicorn c:d", ["virtualEnv /srv/v", "application c:d"]],
  ["env and a launcher", "/usr/bin/env A=b poetry run gunicorn c:d", ["application c:d"]],
  [
    "--user and --chdir",
    "/usr/bin/gunicorn --user web --chdir /srv/x c:d",
    ["User web", "WorkingDirectory /srv/x", "application c:d"],
  ],
  ["a value that is missing", "/usr/bin/gunicorn c:d --workers", ["application c:d", "--workers "]],
])("takes %s", (_, text, facts) => {
  expect(command(text)).toEqual({ facts, unread: [] });
});

test.each<[string, string[], string]>([
  [
    "a specifier",
    ["ExecStart=/usr/bin/gunicorn --chdir %h/app c:d"],
    "WorkingDirectory: only the server knows what %h stands for",
  ],
  [
    "a variable",
    ["ExecStart=/usr/bin/gunicorn --workers ${WORKERS} c:d"],
    "--workers: only the server knows what ${WORKERS} stands for",
  ],
  [
    "a shell",
    ["ExecStart=/bin/bash -c 'source venv/bin/activate && gunicorn c:d'"],
    "ExecStart: Gunicorn is started through a shell or a script",
  ],
  ["a quote without end", ["ExecStart=/usr/bin/gunicorn 'c:d"], "ExecStart: a quote is not closed"],
  [
    "a config file",
    ["ExecStart=/usr/bin/gunicorn -c conf.py c:d"],
    "--config: a file in Python; write what it sets into the config",
  ],
  [
    "several commands",
    ["ExecStart=/usr/bin/gunicorn c:d", "ExecStart=/usr/bin/gunicorn e:f"],
    "ExecStart: one of several commands, which systemd refuses",
  ],
  ["a line that is none", ["nonsense", "ExecStart=/usr/bin/gunicorn c:d"], "a line: no assignment of a unit"],
])("names %s, which it cannot read", (_, lines, reason) => {
  expect(service(...lines).unread).toContainEqual(expect.stringContaining(reason));
});

test("shows no value of a variable", () => {
  const { facts, unread } = service(
    'Environment="SECRET_KEY=hunter2" DEBUG=0',
    "ExecStart=/usr/bin/gunicorn --env TOKEN=hunter2 -e B=hunter2 c:d",
  );
  expect(JSON.stringify([facts, unread])).not.toContain("hunter2");
  expect(unread).toHaveLength(3);
});

test.each([
  ["a shell", `ExecStart=/bin/sh -c '/usr/bin/env SECRET=hunter2 /srv/venv/bin/gunicorn'`],
  ["Python below a shell", `ExecStart=/bin/sh -c '/usr/bin/env SECRET=hunter2 /srv/bin/python' gunicorn c:d`],
  ["a word that is no module", "ExecStart=/usr/bin/gunicorn SECRET=hunter2"],
])("shows nothing of what may be a secret in %s", (_, line) => {
  expect(JSON.stringify(service(line))).not.toContain("hunter2");
});

test("reads drop-ins after the unit, with what they take back", () => {
  const files = {
    "gunicorn.service": unit("User=a", "EnvironmentFile=/etc/one", "ExecStart=/usr/bin/gunicorn c:d"),
    "gunicorn.service.d/10-user.conf": "[Service]\nUser=b\nEnvironmentFile=\nEnvironmentFile=/etc/two\n",
    "gunicorn.service.d/20-command.conf": "[Service]\nExecStart=\nExecStart=/usr/bin/gunicorn -w 5 e:f\n",
  };
  expect(read(files)).toEqual({
    facts: ["User b", "EnvironmentFile /etc/two", "--workers 5", "application e:f"],
    unread: [],
  });
});

test("takes the last of several environment files, and names the others", () => {
  const lines = ["EnvironmentFile=/etc/a", "EnvironmentFile=-/etc/b", "ExecStart=/usr/bin/gunicorn c:d"];
  expect(service(...lines)).toEqual({
    facts: ["EnvironmentFile /etc/b", "application c:d"],
    unread: ["gunicorn.service:4 EnvironmentFile: the config has one environment file; move its lines there"],
  });
});

describeWith(["gunicorn"], "Gunicorn's own list of options", () => {
  const list = `import json, gunicorn.config as config
options = [(option, a.nargs == 0) for a in config.Config().parser()._actions for option in a.option_strings]
print(json.dumps([one for one in options if one[0] not in ("-h", "--help", "-v", "--version")]))`;

  test("tells which take a value", () => {
    const python = readFileSync(program("gunicorn"), "utf8").split("\n")[0]!.slice("#!".length);
    const options: [string, boolean][] = JSON.parse(execFileSync(python, ["-c", list], { encoding: "utf8" }));
    expect(options.length).toBeGreaterThan(60);
    const taken = options.map(([option]) => {
      const { facts } = command(`/usr/bin/gunicorn ${option} next.word:x`);
      return [option, facts!.includes("application next.word:x")];
    });
    expect(taken).toEqual(options);
    expect(command("/usr/bin/gunicorn -R c:d").facts).toContain("--enable-stdio-inheritance on");
  });
});

test.each(["--casefold-http-method", "--no-control-socket", "--enable-backlog-metric"])(
  "knows that %s, of later versions, takes no value",
  (flag) => expect(command(`/usr/bin/gunicorn ${flag} c:d`).facts).toContain("application c:d"),
);

test("leaves the instance of a template to the server", () => {
  const text = unit("WorkingDirectory=/srv/%i", "ExecStart=/srv/%p/venv/bin/gunicorn --name %i c:d");
  expect(read({ "gunicorn@.service": text })).toEqual({
    facts: ["virtualEnv /srv/gunicorn/venv", "application c:d"],
    unread: [
      "gunicorn@.service:4 WorkingDirectory: only the server knows what %i stands for",
      "gunicorn@.service:5 --name: only the server knows what %i stands for",
    ],
  });
});

test("reads a program of supervisor's", () => {
  const text = `[supervisord]
; nothing here
[program:shop]
command = /srv/shop/venv/bin/gunicorn shop.wsgi:application
    --workers 2 --bind 127.0.0.1:8000 ; behind Nginx
directory=/srv/shop
user=shop
environment=SECRET_KEY="hunter2"
[program:celery]
command=celery worker
`;
  expect(read({ "etc/supervisor/shop.conf": text })).toEqual({
    facts: [
      "User shop",
      "WorkingDirectory /srv/shop",
      "virtualEnv /srv/shop/venv",
      "application shop.wsgi:application",
      "--workers 2",
      "--bind 127.0.0.1:8000",
    ],
    unread: [
      "etc/supervisor/shop.conf:8 Environment: may hold secrets; such variables go to the environment file",
    ],
  });
});

test.each(["[program:shop]", "  [program:shop]"])(
  "reads options that stand further right, below %s",
  (head) => {
    const text = `${head}
  command=/usr/bin/gunicorn c:d
      --workers 2 # SECRET=hunter2
    # --env SECRET=hunter2

      --threads 3
  environment=DJANGO_SECRET_KEY="hunter2"
  user=shop
`;
    expect(read({ "shop.conf": text })).toEqual({
      facts: ["User shop", "application c:d", "--workers 2", "--threads 3"],
      unread: ["shop.conf:7 Environment: may hold secrets; such variables go to the environment file"],
    });
  },
);

test.each([
  ["a unit of something else", { "celery.service": unit("ExecStart=/usr/bin/celery") }],
  ["a site that names it", { "nginx.conf": "upstream gunicorn { server unix:/run/gunicorn.sock; }" }],
  ["no text", { "gunicorn.service": "\0\x01[Service" }],
])("takes no %s for one", (_, files) => {
  expect(readGunicornUnits(new Map(Object.entries(files)))).toEqual([]);
});
