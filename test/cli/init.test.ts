// init: questions, options, and what it never does. The real terminal is in e2e/cli/init.test.ts.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "jsonc-parser";
import { person } from "./person";
import { type Sandbox, sandbox } from "./sandbox";

const managePy = `#!/usr/bin/env python
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
`;

function repository(): Sandbox {
  const project = sandbox(null);
  project.write("frontend/package.json", '{ "devDependencies": { "vite": "^8.0.0" } }');
  project.write("frontend/index.html", "<!doctype html>");
  project.write("backend/manage.py", managePy);
  project.write("backend/config/settings.py", "DEBUG = True\n");
  return project;
}

const given = ["init", "--yes", "--name", "shop", "--host", "54.180.1.2", "--email", "ops@example.com"];

test("writes a config of what the options and the repository say", async () => {
  const project = repository();
  const { code, stdout } = await project.run([...given, "--security-group", "sg-0a1b2c3d4e5f67890"]);
  expect(code).toBe(0);
  expect(stdout).toContain(
    "printf '\\nfrom .settings_https import apply\\napply(globals())\\n' >> backend/config/settings.py",
  );
  const text = project.read("httpsmith.json");
  expect(text).toContain("// The server: Nginx terminates TLS");
  expect(parse(text)).toEqual({
    $schema: "./node_modules/httpsmith/schemas/project.schema.json",
    name: "shop",
    region: "us-east-1",
    server: {
      host: { kind: "nip.io", ip: "54.180.1.2" },
      securityGroupId: "sg-0a1b2c3d4e5f67890",
      acme: { email: "ops@example.com" },
    },
    buckets: { client: { name: "shop-client-dist" } },
    distributions: { site: { behaviors: [{ path: "*", origin: { bucket: "client" } }], spa: true } },
    django: { settingsFile: "backend/config/settings_https.py" },
    frontend: { distribution: "site", envFile: "frontend/.env.production", envPrefix: "VITE_" },
  });
});

test("says so where Django cannot answer pages of another origin yet", async () => {
  const project = repository();
  project.write("backend/config/settings.py", 'INSTALLED_APPS = [\n    "django.contrib.admin",\n]\n');
  const { stdout } = await project.run(given);
  expect(stdout).toContain(
    "note  The page calls the API from another origin: pip install django-cors-headers",
  );
  project.write("backend/config/settings.py", 'INSTALLED_APPS = ["corsheaders"]\n');
  expect((await project.run([...given, "--config", "other.json"])).stdout).not.toContain("note");
});

test("what it writes can be generated and checked at once", async () => {
  const project = repository();
  await project.run(given);
  expect((await project.run(["generate"])).code).toBe(0);
  expect((await project.run(["check"])).code).toBe(0);
});

test("refuses a wrong answer in the words of the rules and asks again", async () => {
  const project = repository();
  const asked = person([
    "Shop!",
    "shop",
    "https://api.example.com/",
    "api.example.com",
    "ops@example.com",
    null,
    "",
    null,
  ]);
  const { code } = await project.run(["init"], { columns: 100, questions: asked });
  expect(code).toBe(0);
  expect(asked.heard).toContain(
    'https://api.example.com/: A host name has no scheme. Write "api.example.com".',
  );
  expect(asked.heard.find((line) => line.startsWith("Shop!: "))).toContain("does not have the right form");
  expect(parse(project.read("httpsmith.json"))).toMatchObject({
    name: "shop",
    server: { host: { kind: "domain", name: "api.example.com" } },
  });
});

test("asks how an address is reached, and takes the bare address", async () => {
  const project = repository();
  const asked = person(["shop", "54.180.1.2", "ip", "ops@example.com", null, "", null]);
  await project.run(["init"], { columns: 100, questions: asked });
  expect(parse(project.read("httpsmith.json")).server.host).toEqual({ kind: "ip", ip: "54.180.1.2" });
});

test("asks nothing that an option has answered", async () => {
  const project = repository();
  const asked = person([null, "", null]);
  const { code } = await project.run(
    given.filter((word) => word !== "--yes"),
    { columns: 100, questions: asked },
  );
  expect(code).toBe(0);
  expect(asked.heard.slice(1)).toEqual([
    "AWS region of the server and the bucket",
    "Security group of the server; empty: open ports 80 and 443 yourself",
    "S3 bucket for the built front end, a name that nobody in the world has yet",
  ]);
});

test("lets the person choose between two front ends and two Django projects", async () => {
  const project = repository();
  project.write("admin/package.json", '{ "dependencies": { "react-scripts": "5.0.1" } }');
  project.write("legacy/manage.py", managePy.replace("config.settings", "site.settings.production"));
  project.write("legacy/site/settings/production.py", "");
  const asked = person([
    "shop",
    "api.example.com",
    "ops@example.com",
    null,
    "",
    "admin/.env.production",
    null,
    "legacy/site/settings/production.py",
  ]);
  await project.run(["init"], { columns: 100, questions: asked });
  expect(parse(project.read("httpsmith.json"))).toMatchObject({
    django: { settingsFile: "legacy/site/settings/https.py" },
    frontend: { envFile: "admin/.env.production", envPrefix: "REACT_APP_" },
  });
});

test("plans a front end and a Django project in an empty folder", async () => {
  const project = sandbox(null);
  const asked = person(["shop", "api.example.com", "ops@example.com", null, "", "Vue CLI", null, null]);
  const { code } = await project.run(["init"], { columns: 100, questions: asked });
  expect(code).toBe(0);
  expect(parse(project.read("httpsmith.json"))).toMatchObject({
    django: { settingsFile: "backend/config/settings_https.py" },
    frontend: { envFile: "frontend/.env.production", envPrefix: "VUE_APP_" },
  });
});

test("leaves nothing when the person stops at any question", async () => {
  const answers = ["shop", "54.180.1.2", "nip.io", "ops@example.com", null, "", null];
  for (let count = 0; count < answers.length; count++) {
    const project = repository();
    const before = project.tree();
    const { code, stderr } = await project.run(["init"], {
      columns: 100,
      questions: person(answers.slice(0, count)),
    });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("nothing was written") });
    expect(project.tree()).toEqual(before);
  }
});

test.each(["httpsmith.json", "httpsmith.jsonc"])(
  "rejects a folder that has %s, and leaves it as it is",
  async (name) => {
    const project = repository();
    project.write(name, "{ mine");
    const before = project.tree();
    const { code, stderr } = await project.run(given);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(`${name} is there already`),
    });
    expect(project.tree()).toEqual(before);
  },
);

test("rejects a config that came to stand there while the person answered", async () => {
  const project = repository();
  const asked = person(["shop", "api.example.com", "ops@example.com", null, "", null]);
  const late = { ...asked, tell: () => writeFileSync(join(project.root, "httpsmith.json"), "theirs") };
  const { code, stderr } = await project.run(["init"], { columns: 100, questions: late });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("is there already") });
  expect(project.read("httpsmith.json")).toBe("theirs");
  expect(Object.keys(project.tree()).filter((path) => path.endsWith(".tmp"))).toEqual([]);
});

test("rejects missing answers all at once, with the command that gives them", async () => {
  const { code, stderr } = await repository().run(["init", "--yes"]);
  expect(code).toBe(2);
  expect(stderr).toContain("--host and --email are not known");
  expect(stderr).toContain("httpsmith init --yes --host NAME_OR_ADDRESS --email ADDRESS");
});

test("rejects wrong options all at once, and writes nothing", async () => {
  const project = repository();
  const before = project.tree();
  const { code, stdout } = await project.run([
    "init",
    "--yes",
    "--host",
    "192.168.0.10",
    "--email",
    "nobody",
    "--bucket",
    "My_Bucket",
  ]);
  expect(code).toBe(1);
  for (const place of ["server.host.ip", "server.acme.email", "buckets.client.name"])
    expect(stdout).toContain(place);
  expect(project.tree()).toEqual(before);
});

test("--format json reports the file, and asks nothing", async () => {
  const asked = person([]);
  const { stdout } = await repository().run([...given, "--format", "json"], {
    columns: 100,
    questions: asked,
  });
  expect(JSON.parse(stdout)).toMatchObject({ written: true, files: [{ path: "httpsmith.json" }] });
  expect(asked.heard).toEqual([]);
});

test("a name with a quote or a line break in the repository reaches neither the config nor the shell", async () => {
  const project = sandbox(null);
  const folder = "it's `here`\n$(x)";
  project.write(`${folder}/manage.py`, managePy);
  project.write(`${folder}/config/settings.py`, "");
  const { code, stdout } = await project.run([...given, "--frontend", "none"]);
  expect(code).toBe(1);
  expect(stdout).toContain("django.settingsFile");
});
