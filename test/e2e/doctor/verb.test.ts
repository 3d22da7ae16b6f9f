// The verb against real servers: text that people read, exit codes, and what it refuses.
import { writeFileSync } from "node:fs";
import { pathOption } from "../../../cli/verbs/doctor/sendable";
import { type Sandbox, sandbox } from "../../cli/sandbox";
import { freePort, host } from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import { describeWith } from "../../programs";

const config = JSON.stringify({
  name: "moathon",
  region: "ap-northeast-2",
  server: {
    host: { kind: "domain", name: host },
    securityGroupId: "sg-0a1b2c3d4e5f67890",
    acme: { email: "ops@example.com" },
  },
  distributions: { site: { behaviors: [{ path: "*", origin: { server: true } }] } },
});

const ofTls =
  "port,tls,handshake,certificate-key,certificate-name,certificate-chain,certificate-trust,certificate-dates,certificate-renewal,client-certificate,negotiated";

describeWith(["nginx", "openssl"], "doctor", () => {
  let farm: Farm;
  let ports: Record<string, number>;
  let project: Sandbox;

  beforeAll(async () => {
    farm = new Farm();
    const { pki } = farm;
    const good = pki.leaf({ name: host });
    const old = pki.leaf({ name: host, from: -90, to: -1 });
    const site = (leaf: typeof good) => ({ chain: pki.chain(leaf, pki.intermediate), key: leaf.key });
    const sites = { healthy: site(good), expired: site(old) };
    ports = { ...(await farm.nginx(sites, host)), closed: await freePort() };
    project = sandbox(config);
  });

  afterAll(() => farm.remove());

  const doctor = (name: string, ...more: string[]) =>
    project.run(
      [
        ...["doctor", "--ca", farm.pki.root.certificate, "--only", ofTls, ...more],
        ...["--resolve", `${host}:127.0.0.1:${ports[name]}`, `${host}:80:127.0.0.1:${ports["http"]}`],
      ],
      { columns: 110, env: { NO_COLOR: "1" }, now: new Date() },
    );

  test("exits 0 where all that was looked at is right, and shows progress that goes away", async () => {
    const { code, stdout, stderr } = await doctor("healthy");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok {2}handshake +api\.example\.com:443 {2}TLSv1\.2 with 6 of the 16 ciphers/m);
    expect(stdout).toMatch(
      /\nok {2}httpsmith\.json: 0 errors, 0 warnings, 11 ok, 0 unknown, 0 not applicable\n$/,
    );
    expect(stderr).toContain("examining: 11 of 11 checks");
    expect(stderr.endsWith("\r\u001b[2K")).toBe(true);
  });

  test("exits 1 for a problem, with symptom, evidence, fix and a command", async () => {
    const { code, stdout } = await doctor("expired");
    expect(code).toBe(1);
    expect(stdout).toContain("CloudFront --- broken --> Nginx on api.example.com");
    expect(stdout).toContain("error  certificate-dates  api.example.com:443");
    for (const name of ["symptom", "valid", "now", "fix", "look", "more"]) {
      expect(stdout).toMatch(new RegExp(`^  ${name.padEnd(9)} \\S`, "m"));
    }
  });

  test("says unknown, not ok, about what a closed port hides", async () => {
    const { code, stdout } = await doctor("closed", "--format", "json");
    const { findings, counts } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(counts).toEqual({ errors: 1, warnings: 0, ok: 0, unknown: 10, notApplicable: 0 });
    expect(findings[0]).toMatchObject({ state: "problem", code: "doctor/port-refused" });
  });

  test("writes the report as a page that stands by itself", async () => {
    const { code } = await doctor("expired", "--html", "report.html");
    expect(code).toBe(1);
    const page = project.read("report.html");
    expect(page).toContain("is broken");
    expect(page).toMatch(/<g class="leg problem">/);
    if (process.env["HTTPSMITH_KEEP_PAGE"]) writeFileSync(process.env["HTTPSMITH_KEEP_PAGE"], page);
  });

  test("exits 2 where nothing could be looked at", async () => {
    const argv = ["doctor", "--only", "handshake", "--resolve", `${host}:127.0.0.1:${ports["closed"]}`];
    expect((await project.run(argv)).code).toBe(2);
  });
});

describe("doctor --server-root", () => {
  const files = ["doctor", "--only", "server-files", "--server-root", "copy", "--format", "json"];

  async function installed(edit: (project: Sandbox) => void = () => {}): Promise<string[]> {
    const project = sandbox(config);
    await project.run(["generate"]);
    const paths = [
      ["deploy/nginx/000-httpsmith-default.conf", "etc/nginx/sites-available/000-httpsmith-default.conf"],
      ["deploy/nginx/moathon.conf", "etc/nginx/sites-available/moathon.conf"],
    ] as const;
    for (const [from, to] of paths) project.write(`copy/${to}`, project.read(from));
    edit(project);
    const { findings } = JSON.parse((await project.run(files)).stdout);
    return findings
      .filter(({ subject }: { subject: string }) => subject.startsWith("/etc/nginx/sites-available/"))
      .map(({ subject, message, evidence }: { subject: string; message: string; evidence: object[] }) =>
        JSON.stringify([subject, message, evidence]),
      );
  }

  test("has no finding about files that are as generated", async () => {
    expect(await installed()).toEqual([]);
  });

  test("names the first line that differs", async () => {
    const site = "copy/etc/nginx/sites-available/moathon.conf";
    const found = await installed((project) => project.edit(site, "server_tokens off;", "server_tokens on;"));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("in place of");
    expect(found[0]).toContain("server_tokens on;");
  });
});

describe("doctor rejects", () => {
  const rows: readonly (readonly [what: string, argv: readonly string[], said: string])[] = [
    ["a check that does not exist", ["--only", "handshak"], 'Did you mean "handshake"?'],
    ["a --resolve of another form", ["--resolve", host], "which is not HOST:IP"],
    [
      "a --resolve with a port that is none",
      ["--resolve", `${host}:127.0.0.1:70000`],
      "which is not HOST:IP",
    ],
    [
      "a --resolve of a strange host",
      ["--resolve", "api.example.org:127.0.0.1"],
      'Did you mean "api.example.com"?',
    ],
    ["a --ca without a certificate", ["--ca", "httpsmith.json"], "holds no certificate"],
    ["a --ca that is not there", ["--ca", "none.pem"], "There is no none.pem."],
    [
      "a page that cannot be written",
      ["--html", "none/report.html", "--only", "server-files"],
      "cannot be written",
    ],
    ...[
      "nolead",
      "",
      "//evil.example.com/a",
      "/\\evil.example.com",
      "https://evil.example.com/",
      "//[",
    ].flatMap((path) => [
      [
        `the object ${JSON.stringify(path)}`,
        ["--object", path],
        "Write a path that begins with a slash.",
      ] as const,
      [
        `the form ${JSON.stringify(path)}`,
        ["--form", path],
        "Write a path that begins with a slash.",
      ] as const,
    ]),
    ["a --timeout without a unit", ["--timeout", "5"], "which is no duration"],
  ];

  test.each(rows)("%s", async (_, argv, said) => {
    const { code, stdout, stderr } = await sandbox(config).run(["doctor", ...argv]);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(said);
  });

  test("no path that a URL has to write otherwise", () => {
    expect(pathOption("--object", "/a b/ä.pdf?x=ü")).toBe("/a%20b/%C3%A4.pdf?x=%C3%BC");
    expect(pathOption("--object", "/a%20b.pdf?Policy=x")).toBe("/a%20b.pdf?Policy=x");
  });

  test.each(["--token-file", "--origin-secret-file"])(
    "a %s of two lines, and does not show it",
    async (option) => {
      const project = sandbox(config);
      project.write("secret", "s3cret\nX-Evil: 1\n");
      const { code, stdout, stderr } = await project.run(["doctor", option, "secret"]);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain("secret holds a line break");
      expect(stderr).not.toContain("s3cret");
    },
  );

  test("a config with errors, and shows them", async () => {
    const broken = sandbox(config.replace('"securityGroupId"', '"securityGroup"'));
    const { code, stdout } = await broken.run(["doctor"]);
    expect(code).toBe(2);
    expect(stdout).toContain("nothing was examined, since the config has errors");
  });
});
