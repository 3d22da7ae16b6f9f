// Units made by hand as adopt reads them, beside what the real systemd makes of the same files.
import { expanded, wordsOf } from "../../../cli/survey/command-line";
import { readGunicornUnits } from "../../../cli/survey/gunicorn-units";
import { readUnitOfOthers } from "../../../generators/gunicorn/read";
import { describeOnMachine, type Machine, startMachine } from "../namespace";

const folder = "/run/systemd/system";
const name = "hand-made.service";

describeOnMachine(["systemctl"], "units as systemd reads them", () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await startMachine();
  });
  afterAll(() => machine.remove());

  const show = (property: string) => machine.ok(`systemctl show -P ${property} ${name}`).trim();
  function write(files: Record<string, string>): void {
    machine.ok(`rm -rf ${folder}/${name} ${folder}/${name}.d`);
    for (const [file, text] of Object.entries(files)) machine.write(`${folder}/${file}`, text);
    machine.ok("systemctl daemon-reload");
  }

  test.each([
    "/usr/bin/env gunicorn  --workers\t4 -b 'unix:/run/a b.sock' c:d",
    `/usr/bin/env gunicorn "--name=it's" '--log-format="x"' c:d`,
    '/usr/bin/env gunicorn --name="a b" \'c\'d e"f g"h',
    '/usr/bin/env gunicorn a\\x41\\x20b \\s \\101 \\q \\"c\\" d\\\\e',
    "/usr/bin/env gunicorn --pid /run/%n %N %p %% --log-format %%(h)s",
    "/usr/bin/env gunicorn \\\n  --workers 2 \\\n# a comment\n; another\n  -t 5 \\\n\n",
    "/usr/bin/env gunicorn a\\\\\n",
  ])("a command: %j", (command) => {
    const text = `[Service]\nType=simple\nExecStart=${command}\n`;
    write({ [name]: text });
    const argv = /argv\[\]=(.*?) ; ignore_errors/s.exec(show("ExecStart"))?.[1];
    const start = readUnitOfOthers(text).facts.find((fact) => fact.name === "Service.ExecStart");
    const words = wordsOf(start!.value)!.map((word) => expanded(word, name));
    expect(words.map((word) => ("text" in word ? word.text : word.unknown)).join(" ")).toBe(argv);
  });

  test("users, folders and environment files, after the drop-ins", () => {
    const files = {
      [name]: `# made by hand
[Service]
User = first
Group=www-data
WorkingDirectory=-/srv/shop
EnvironmentFile=/etc/shop/one
ExecStart=/usr/bin/gunicorn c:d
nonsense
`,
      [`${name}.d/10.conf`]: "[Service]\nUser=second\nEnvironmentFile=\nEnvironmentFile=-/etc/%p/two\n",
      [`${name}.d/20.conf`]: "[Service]\nExecStart=\nExecStart=/usr/bin/gunicorn --workers 5 e:f\n",
    };
    write(files);
    const [unit] = readGunicornUnits(new Map(Object.entries(files)));
    const value = (one: string) => unit!.facts.find((fact) => fact.name === one)?.value;
    expect(value("User")).toBe(show("User"));
    expect(value("Group")).toBe(show("Group"));
    expect(show("WorkingDirectory")).toBe(`!${value("WorkingDirectory")}`);
    expect(show("EnvironmentFiles")).toBe(`${value("EnvironmentFile")} (ignore_errors=yes)`);
    expect(show("ExecStart")).toContain(`--workers ${value("--workers")} ${value("application")} ;`);
    expect(unit!.unread).toEqual([expect.objectContaining({ file: name, line: 8 })]);
  });

  test("several commands are refused", () => {
    const text = "[Service]\nExecStart=/usr/bin/gunicorn c:d\nExecStart=/usr/bin/gunicorn e:f\n";
    write({ [name]: text });
    expect(show("LoadState")).toBe("bad-setting");
    const [unit] = readGunicornUnits(new Map([[name, text]]));
    expect([unit!.facts, unit!.unread.length]).toEqual([[], 2]);
  });
});
