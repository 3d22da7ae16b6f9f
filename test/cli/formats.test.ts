// --format json, github and gitlab, judged by the rules of what reads them.
import Ajv from "ajv";
import { hostileFolder, hostileReport } from "./hostile";
import { generated, moathon, sandbox } from "./sandbox";

describe("json", () => {
  test("is one object with a stable set of fields, for every verb and outcome", async () => {
    const project = sandbox();
    for (const argv of [["check"], ["generate"], ["check"], ["generate"], ["generate", "--env", "x"]]) {
      const { stdout } = await project.run([...argv, "--format", "json"]);
      expect(Object.keys(JSON.parse(stdout))).toEqual([
        "problems",
        "written",
        "files",
        "stacks",
        "pending",
        "summary",
      ]);
    }
  });

  test("names each problem with path and place", async () => {
    const { problems } = JSON.parse(await hostileReport("json"));
    const problem = problems.find(({ code }: { code: string }) => code === "schema/unknown-key");
    expect(problem).toMatchObject({
      severity: "error",
      file: `${hostileFolder}/httpsmith.json`,
      line: 4,
      column: 3,
      fix: expect.any(String),
    });
    expect(problem.path).toContain("a%b");
  });

  test("tells states before they were written, with diffs", async () => {
    const project = await generated();
    project.edit("httpsmith.json", "54.180.1.2", "54.180.1.3");
    const { written, files, summary } = JSON.parse(
      (await project.run(["generate", "--format", "json"])).stdout,
    );
    expect({ written, summary }).toEqual({
      written: true,
      summary: expect.stringMatching(/^ok {2}[0-9]+ written/),
    });
    expect(files.find(({ path }: { path: string }) => path === "frontend/.env.production")).toEqual({
      path: "frontend/.env.production",
      state: "stale",
      purpose: expect.any(String),
      diff: expect.stringContaining("+VITE_API_URL='https://54.180.1.3.nip.io'"),
    });
  });

  test("never holds the bytes of a private key", async () => {
    const keys = '"signingKeys": [{ "id": "a", "publicKeyFile": "a.pem", "phase": "active" }],\n  "region"';
    const project = sandbox(moathon.replace('"region"', keys));
    const secret = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7";
    project.write("a.pem", `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`);
    for (const format of ["text", "json", "github", "gitlab", "sarif"]) {
      const { code, stdout } = await project.run(["check", "--format", format]);
      expect(stdout).toContain("signing-keys/");
      expect(stdout).not.toContain(secret.slice(0, 12));
      expect(code).toBe(1);
    }
  });
});

describe("github", () => {
  test("one command a line, with data and properties escaped as actions/toolkit does", async () => {
    const stdout = await hostileReport("github");
    const lines = stdout.trimEnd().split("\n");
    const commands = lines.filter((line) => line.startsWith("::"));
    expect(lines.length - commands.length).toBe(1);
    for (const line of commands)
      expect(line).toMatch(/^::(error|warning) file=[^:,\r\n]+,line=[0-9]+,col=[0-9]+,title=[^:,]+::\S/);
    const unknown = commands.find((line) => line.includes("title=schema/unknown-key::"))!;
    expect(unknown).toContain("::error file=sub folder/50%25%2Ca%3Ab/httpsmith.json,line=4,col=3,");
    expect(unknown).toContain("a%25b");
    expect(unknown).toContain("%0Afix: ");
    expect(unknown.replace(/%(25|2C|3A|0A|0D)/g, "")).not.toContain("%");
  });

  test("a waived problem makes no annotation", async () => {
    const waivers =
      '"waivers": [{ "rule": "server/nip-io-shared-limit", "reason": "A trial until we have a domain.", "until": "2027-01-01" }],';
    const project = await generated(moathon.replace('"region"', `${waivers}\n  "region"`));
    const { code, stdout } = await project.run(["check", "--format", "github"]);
    expect(stdout).toBe("ok  httpsmith.json: 0 errors, 0 warnings, 1 waived, 17 generated files compared\n");
    expect(code).toBe(0);
  });

  test("a drifted file is annotated at the line that differs", async () => {
    const project = await generated();
    project.edit("deploy/nginx/moathon.conf", "listen 80;", "listen 80 ;");
    const line =
      project
        .read("deploy/nginx/moathon.conf")
        .split("\n")
        .findIndex((one) => one.includes("80 ;")) + 1;
    const { stdout } = await project.run(["check", "--format", "github"]);
    expect(stdout).toContain(
      `::error file=deploy/nginx/moathon.conf,line=${line},col=1,title=files/edited::This was changed`,
    );
  });
});

describe("gitlab", () => {
  // What GitLab takes (its codeclimate.json), and more closely what its documentation promises of each property.
  const schema = {
    type: "array",
    items: {
      type: "object",
      required: ["description", "check_name", "fingerprint", "severity", "location"],
      additionalProperties: false,
      properties: {
        description: { type: "string", pattern: "^[^\\n]+$" },
        check_name: { type: "string" },
        fingerprint: { type: "string", pattern: "^[0-9a-f]{32}$" },
        severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
        location: {
          type: "object",
          required: ["path", "lines"],
          additionalProperties: false,
          properties: {
            path: { type: "string", pattern: "^(?!\\.?/)." },
            lines: {
              type: "object",
              required: ["begin"],
              additionalProperties: false,
              properties: { begin: { type: "integer", minimum: 1 } },
            },
          },
        },
      },
    },
  };
  const validate = new Ajv({ allErrors: true }).compile(schema);

  function entries(stdout: string) {
    const report = JSON.parse(stdout);
    validate(report);
    expect(validate.errors).toBeNull();
    const fingerprints = report.map((entry: { fingerprint: string }) => entry.fingerprint);
    expect(new Set(fingerprints).size).toBe(report.length);
    return report;
  }

  test("has an entry for each problem, and an empty list where there is none", async () => {
    const { problems } = JSON.parse((await sandbox().run(["check", "--format", "json"])).stdout);
    expect(entries((await sandbox().run(["check", "--format", "gitlab"])).stdout)).toHaveLength(
      problems.length,
    );
    const fine = moathon.replace(
      '"kind": "nip.io", "ip": "54.180.1.2"',
      '"kind": "domain", "name": "api.example.com"',
    );
    expect(entries((await (await generated(fine)).run(["check", "--format", "gitlab"])).stdout)).toEqual([]);
  });

  test("names file and line as they are", async () => {
    const unknown = entries(await hostileReport("gitlab")).find(
      (entry: { check_name: string }) => entry.check_name === "schema/unknown-key",
    );
    expect(unknown).toMatchObject({
      severity: "major",
      location: { path: `${hostileFolder}/httpsmith.json`, lines: { begin: 4 } },
    });
  });

  test("a command that could not run is an entry too", async () => {
    const { code, stdout } = await sandbox(null).run(["check", "--format", "gitlab"]);
    expect(code).toBe(2);
    expect(entries(stdout)).toMatchObject([{ check_name: "config/not-found", severity: "major" }]);
  });

  test("a waived problem makes no entry", async () => {
    const waivers =
      '"waivers": [{ "rule": "server/nip-io-shared-limit", "reason": "A trial until we have a domain.", "until": "2027-01-01" }],';
    const project = await generated(moathon.replace('"region"', `${waivers}\n  "region"`));
    expect(entries((await project.run(["check", "--format", "gitlab"])).stdout)).toEqual([]);
  });
});
