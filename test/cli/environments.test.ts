// --env, and environments that would write the same file.
import { generated, moathon, type Sandbox, sandbox } from "./sandbox";

const own = `"server": { "host": { "kind": "nip.io", "ip": "54.180.9.9" }, "outputDir": "deploy/staging" },
  "django": { "settingsFile": "backend/config/settings_https_staging.py" },
  "frontend": { "envFile": "frontend/.env.staging" }`;
const shared = `"server": { "host": { "kind": "nip.io", "ip": "54.180.9.9" } }`;

function withEnvironments(environments: string): string {
  return moathon.replace(/\n}\s*$/, `\n  "environments": { ${environments} }\n}\n`);
}

const staging = withEnvironments(`"staging": { ${own} }`);

async function problemsOf(
  project: Sandbox,
  ...argv: string[]
): Promise<{ code: string; [key: string]: unknown }[]> {
  return JSON.parse((await project.run([...argv, "--format", "json"])).stdout).problems;
}

describe("environments with paths of their own", () => {
  test("are generated and checked together", async () => {
    const project = await generated(staging);
    expect(project.read("deploy/staging/nginx/moathon.conf")).toContain("server_name 54.180.9.9.nip.io;");
    expect(project.read("deploy/nginx/moathon.conf")).toContain("server_name 54.180.1.2.nip.io;");
    expect((await project.run(["check"])).code).toBe(0);
  });

  test("--env works on one alone, and keeps the files and manifest entries of the others", async () => {
    const project = await generated(staging);
    const before = project.tree();
    project.edit("httpsmith.json", "54.180.9.9", "54.180.9.8");
    project.edit("httpsmith.json", "54.180.1.2", "54.180.1.3");
    const { code, stdout } = await project.run(["generate", "--env", "staging"]);
    expect(stdout).toContain("deploy/staging/nginx/moathon.conf");
    expect(stdout).not.toContain(" deploy/nginx/moathon.conf");
    expect(code).toBe(0);
    expect(project.tree()["deploy/nginx/moathon.conf"]).toBe(before["deploy/nginx/moathon.conf"]);
    expect((await project.run(["check", "--env", "staging"])).code).toBe(0);
    expect((await project.run(["check"])).code).toBe(1);
    expect((await project.run(["generate"])).code).toBe(0);
    expect((await project.run(["check"])).code).toBe(0);
  });

  test("one that is dropped leaves orphans, but not for --env of another", async () => {
    const project = await generated(
      withEnvironments(`"staging": { ${own} }, "spare": { ${own.replaceAll("staging", "spare")} }`),
    );
    project.write("httpsmith.json", staging);
    expect((await project.run(["check", "--env", "staging"])).code).toBe(0);
    expect((await project.run(["generate", "--env", "staging"])).stdout).not.toContain("removed");
    expect((await problemsOf(project, "check")).filter(({ code }) => code === "files/orphan")).toHaveLength(
      17,
    );
    await project.run(["generate"]);
    expect(Object.keys(project.tree()).filter((path) => path.includes("spare"))).toEqual([]);
    expect((await project.run(["check", "--env", "staging"])).code).toBe(0);
  });

  test("problems of one do not stop another, and say whose they are", async () => {
    const project = sandbox(
      withEnvironments(
        `"staging": { ${own} }, "broken": { "server": { "host": { "kind": "ip", "ip": "10.0.0.1" } } }`,
      ),
    );
    const { code, stdout } = await project.run(["generate"]);
    expect(stdout).toMatch(
      /error {2}server\.host\.ip \(environment broken\) {2}httpsmith\.json:[0-9]+:[0-9]+\n/,
    );
    expect(code).toBe(1);
    expect((await project.run(["generate", "--env", "staging"])).code).toBe(0);
    expect((await project.run(["generate", "--env", "broken"])).code).toBe(1);
  });

  test("pending facts name the outputs file of their environment", async () => {
    const { stdout } = await sandbox(staging).run(["generate"]);
    expect(stdout).toContain("has written httpsmith.outputs.json\n");
    expect(stdout).toContain("has written httpsmith.outputs.staging.json\n");
  });
});

describe("environments that generate the same file", () => {
  const project = () => sandbox(withEnvironments(`"staging": { ${shared} }`));

  test.each([
    ["check"],
    ["check", "--env", "staging"],
    ["generate"],
    ["generate", "--force"],
    ["generate", "--env", "staging"],
  ])("rejects it as one problem at the environment's name, and writes nothing: %j", async (...argv) => {
    const one = project();
    const before = one.tree();
    const problems = await problemsOf(one, ...argv);
    expect(problems.filter(({ code }) => code === "environments/same-file")).toEqual([
      expect.objectContaining({
        path: "environments.staging",
        line: expect.any(Number),
        message:
          "Different texts for the same files come from environment staging and from the config itself.",
        got: expect.stringMatching(
          /^backend\/config\/settings_https\.py, deploy\/[^,]+, deploy\/[^,]+ and [0-9]+ more$/,
        ),
      }),
    ]);
    expect((await one.run(argv)).code).toBe(1);
    expect(one.tree()).toEqual(before);
  });

  test("a file that is the same for both may be shared", async () => {
    const project = sandbox(withEnvironments(`"staging": { "tags": { "stage": "staging" } }`));
    expect((await project.run(["generate"])).code).toBe(0);
    expect((await project.run(["check"])).code).toBe(0);
  });
});

describe("an unknown environment", () => {
  test.each([
    ["stagin", 'There is no environment "stagin" in httpsmith.json.\n  fix       Did you mean "staging"?\n'],
    ["production", "\n  fix       Known here: staging.\n"],
    ["", 'There is no environment "" in'],
  ])("is told, with what was meant: %j", async (name, message) => {
    const project = sandbox(staging);
    const before = project.tree();
    for (const verb of ["check", "generate", "synth", "build"]) {
      const { code, stdout, stderr } = await project.run([verb, "--env", name]);
      expect(stderr).toContain(message);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    }
    expect(project.tree()).toEqual(before);
  });

  test("is no excuse to hide that the config is no JSON", async () => {
    const { code, stdout } = await sandbox("{").run(["check", "--env", "staging"]);
    expect(stdout).toContain("config/syntax");
    expect(code).toBe(1);
  });
});
