// The commands that findings show, run in a shell as people would: OpenSSL, curl, diff and jq say the same.
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Project } from "../../../config/project";
import type { Finding, Given } from "../../../doctor";
import { generateKeyPair, parsePrivateKey, parseTrustedKeys, verifyRequest } from "../../../signing";
import { sandbox } from "../../cli/sandbox";
import {
  behindCloudFront,
  diagnose,
  farmWorld,
  host,
  nothingGiven,
  redirectsTo,
} from "../../doctor/farm/diagnose";
import { Farm } from "../../doctor/farm/farm";
import { type Site, standIn, viewer, xmlError } from "../../doctor/farm/stand-in-edge";
import { describeWith } from "../../programs";
import { freePort } from "../../server-root";

const keyId = "K2JCJMDEHXQW5F";

/** What a shell prints, both outputs together, and its exit code. */
function shell(
  command: string,
  cwd: string,
  env: Record<string, string> = {},
): Promise<{ said: string; code: number }> {
  return new Promise((resolve) => {
    const options = { cwd, env: { PATH: process.env["PATH"], ...env } as NodeJS.ProcessEnv };
    execFile("/bin/sh", ["-c", command], options, (error, stdout, stderr) =>
      resolve({ said: stdout + stderr, code: typeof error?.code === "number" ? error.code : 0 }),
    );
  });
}

describeWith(["openssl", "curl"], "the command of a finding", () => {
  const farm = new Farm();
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "httpsmith-commands-"));
  });
  afterAll(async () => {
    await farm.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function found(
    of: Project,
    site: Site,
    given: Partial<Given>,
    only: string,
  ): Promise<readonly Finding[]> {
    const ports = await standIn(farm, farm.pki.leaf({ name: viewer }), site);
    const world = farmWorld(of, ports, farm.pki.text(farm.pki.root), {
      redirects: redirectsTo(viewer, ports),
      rootsFile: farm.pki.root.certificate,
    });
    return (await diagnose(of, world, { given: { ...nothingGiven, ...given }, only: [only] })).findings;
  }

  const media = (behavior: object, more: object = {}): Project =>
    behindCloudFront(
      {
        server: undefined,
        buckets: { media: { name: "moathon-media" } },
        distributions: { site: { behaviors: [{ path: "*", origin: { bucket: "media" }, ...behavior }] } },
        ...more,
      },
      { distribution_site_domain_name: viewer, "signing_key_2026-11_id": keyId },
    );

  test.each(["rsa", "ecdsa"] as const)(
    "about signatures signs with OpenSSL what CloudFront takes (%s)",
    async (type) => {
      const { privatePem, publicKey } = await generateKeyPair(type);
      const key = parsePrivateKey(privatePem);
      if (!key.ok) throw new Error(key.problem.message);
      writeFileSync(join(folder, "it's a key.pem"), privatePem);
      const signed = media(
        { signed: true },
        { signingKeys: [{ id: "2026-11", publicKeyFile: "keys/a.pub.pem", phase: "active" }] },
      );
      const of = {
        ...signed,
        signingKeys: signed.signingKeys.map((one) => ({ ...one, publicKeyPem: publicKey.pem })),
      };
      const site = (pem: string): Site => {
        const trusted = parseTrustedKeys({ [keyId]: pem });
        if (!trusted.ok) throw new Error(trusted.problem.message);
        return ({ method = "GET", url }: IncomingMessage) => {
          const request = { method, url: `https://${viewer}${url}`, clientIp: "192.0.2.1" };
          const outcome = verifyRequest(request, trusted.value, Math.floor(Date.now() / 1000));
          return outcome.kind === "denied"
            ? xmlError(403, outcome.code, "Access denied")
            : { body: "content" };
        };
      };
      const secretFiles = { signingKey: "it's a key.pem", token: null };
      // A name that a shell, printf and a URL each read in their own way.
      const given = { signingKey: key.value, secretFiles, object: "/a%20b's.jpg" };
      const served = await found(of, site(publicKey.pem), given, "signed");
      expect(served[1]).toMatchObject({ state: "ok" });
      expect((await shell(served[1]!.command, folder)).said).toMatch(/^HTTP\/1\.1 200 /);
      const other = (await generateKeyPair(type)).publicKey.pem;
      const refused = await found(of, site(other), given, "signed");
      expect(refused[1]).toMatchObject({ code: "doctor/signature-refused" });
      expect((await shell(refused[1]!.command, folder)).said).toMatch(/^HTTP\/1\.1 403 /);
      expect(JSON.stringify(refused)).not.toContain("PRIVATE KEY");
    },
  );

  test("about a token reads it from its file or the environment, and shows it nowhere", async () => {
    const token = "t0ken 'of' the test";
    writeFileSync(join(folder, "my token.txt"), `${token}\n`);
    const of = media(
      { edge: ["token"] },
      {
        edge: {
          token: { handler: "basic-auth", event: "viewer-request", credentialSha256: ["0".repeat(64)] },
        },
      },
    );
    const { createHash } = await import("node:crypto");
    const settings = { tokenSha256: [createHash("sha256").update(token).digest("hex")] };
    const known = {
      ...of,
      edge: { token: { ...of.edge["token"]!, handler: "require-authorization", settings } },
    } as Project;
    const site =
      (status: number): Site =>
      ({ headers }) =>
        headers.authorization === `Bearer ${token}` ? { status } : { status: 401 };
    for (const [file, env] of [
      ["my token.txt", {}],
      [null, { HTTPSMITH_DOCTOR_TOKEN: token }],
    ] as const) {
      const given = { token, secretFiles: { signingKey: null, token: file } };
      const [, letIn] = await found(known, site(200), given, "edge");
      expect(letIn!.command).not.toContain(token);
      expect((await shell(letIn!.command, folder, env)).said).toMatch(/^HTTP\/1\.1 200 /);
      const [, refused] = await found(known, site(401), given, "edge");
      expect(refused).toMatchObject({
        code: "doctor/edge-refuses",
        command: letIn!.command.replace(/127\.0\.0\.1:\d+/, /127\.0\.0\.1:\d+/.exec(refused!.command)![0]),
      });
    }
    expect(readdirSync(folder).filter((name) => name.startsWith("header"))).toEqual([]);
  });

  test("about CSRF takes the cookie of the form and posts it from the same origin as the doctor", async () => {
    const page = "https://app.example.com";
    const both = [page, `https://${host}`];
    const of = behindCloudFront({
      django: {
        ...{ settingsFile: "backend/config/settings_https.py", corsAllowedOrigins: [page] },
        csrfTrustedOrigins: [page],
      },
      distributions: {},
    });
    const leaf = farm.pki.leaf({ name: host });
    const posts: string[] = [];
    // Django's check: the cookie and the header hold one token, and the origin is trusted.
    const application =
      (trusted: readonly string[]): RequestListener =>
      (request, response) => {
        if (request.method !== "POST")
          return response
            .writeHead(200, { "Set-Cookie": "csrftoken=abc123; Secure; HttpOnly; Path=/" })
            .end();
        const { origin = "", cookie = "", "x-csrftoken": token = "none", referer } = request.headers;
        posts.push(`${origin} ${referer} ${request.headers["content-length"]}`);
        return response
          .writeHead(cookie === `csrftoken=${token}` && trusted.includes(origin) ? 200 : 403)
          .end();
      };
    for (const [trusted, statuses] of [
      [both, [200, 403]],
      [[], [403, 403]],
      [
        [...both, "https://httpsmith-doctor.invalid"],
        [200, 200],
      ],
    ] as const) {
      const https = await farm.https(farm.pki.chain(leaf, farm.pki.intermediate), leaf, application(trusted));
      const ports = { https, http: await freePort() };
      const world = farmWorld(of, ports, farm.pki.text(farm.pki.root), {
        rootsFile: farm.pki.root.certificate,
      });
      const given = { ...nothingGiven, formPath: "/form/" };
      const { findings } = await diagnose(of, world, { given, only: ["csrf"] });
      const own = posts.splice(0);
      for (const [index, status] of statuses.entries()) {
        const { said } = await shell(findings[index]!.command, folder);
        expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      }
      // What curl sent is what the doctor had sent.
      const again = posts.splice(0);
      expect(again.filter((one) => own.includes(one))).toHaveLength(2);
    }
    expect(readdirSync(folder).filter((name) => name.includes("jar"))).toEqual([]);
  });
});

test("the command of a finding about a file shows the difference, or that it is missing", async () => {
  const config = JSON.stringify({
    name: "moathon",
    region: "ap-northeast-2",
    server: {
      host: { kind: "domain", name: host },
      securityGroupId: "sg-0a1b2c3d4e5f67890",
      acme: { email: "ops@example.com" },
    },
  });
  const project = sandbox(config);
  await project.run(["generate"]);
  const text = project.read("deploy/nginx/moathon.conf").replace("server_tokens off;", "server_tokens on;");
  project.write("a copy/etc/nginx/sites-available/moathon.conf", text);
  const { stdout } = await project.run([
    "doctor",
    "--only",
    "server-files",
    "--server-root",
    "a copy",
    "--format",
    "json",
  ]);
  const findings: { subject: string; command: string }[] = JSON.parse(stdout).findings;
  const of = (name: string) => findings.find(({ subject }) => subject.endsWith(name))!.command;
  const { said, code } = await shell(of("/moathon.conf"), project.root);
  expect([code, said]).toEqual([1, expect.stringMatching(/^-.*server_tokens off;\n\+.*server_tokens on;$/m)]);
  expect((await shell(of("/000-httpsmith-default.conf"), project.root)).said).toContain("No such file");
});
