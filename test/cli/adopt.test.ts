// adopt: the config that says what a hand-made set says, what it leaves out, and that nothing is lost or shown.
import { parse } from "jsonc-parser";
import { person } from "./person";
import { type Sandbox, sandbox } from "./sandbox";

const site = `upstream app { server unix:/run/gunicorn.sock; }
server { listen 80; server_name 54.180.1.2.nip.io; return 301 https://$host$request_uri; }
server {
    listen 443 ssl;
    server_name 54.180.1.2.nip.io;
    client_max_body_size 50M;
    location /static/ { alias /home/ubuntu/moathon/static/; }
    location /media/ { root /home/ubuntu/moathon; }
    location /ws/ { proxy_pass http://app; proxy_set_header Upgrade $http_upgrade; }
    location / { proxy_pass http://app; proxy_read_timeout 120s; }
}
`;
const settings = `import os
SECRET_KEY = "django-insecure-abc"
ALLOWED_HOSTS = ["54.180.1.2", "54.180.1.2.nip.io", "*"]
CORS_ALLOWED_ORIGINS = ["http://localhost:5173", "https://d111111abcdef8.cloudfront.net"]
CSRF_TRUSTED_ORIGINS = ["https://54.180.1.2.nip.io", "https://d111111abcdef8.cloudfront.net"]
`;
const env = `VITE_API_BASE_URL=https://54.180.1.2.nip.io
VITE_TITLE=Moathon
VITE_SECRET_TOKEN=sk_live_abcdefabcdefabcdef
DB_PASSWORD=hunter2
`;

function handMade(): Sandbox {
  const project = sandbox(null);
  project.write("deploy/site.nginx", site);
  project.write("backend/manage.py", 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")');
  project.write("backend/config/settings.py", settings);
  project.write("frontend/package.json", '{ "devDependencies": { "vite": "^8.0.0" } }');
  project.write("frontend/index.html", "");
  project.write("frontend/.env.production", env);
  return project;
}

const given = ["adopt", "--yes", "--name", "moathon", "--email", "ops@example.com"];
const adopted = {
  server: {
    host: { kind: "nip.io", ip: "54.180.1.2" },
    nginx: { maxBodyBytes: 52428800, proxyReadTimeoutSeconds: 120, webSocketPaths: ["/ws/"] },
  },
  django: {
    settingsFile: "backend/config/settings_https.py",
    static: { url: "/static/", root: "/home/ubuntu/moathon/static" },
    media: { url: "/media/", root: "/home/ubuntu/moathon/media" },
    allowedHosts: ["54.180.1.2"],
    corsAllowedOrigins: ["https://d111111abcdef8.cloudfront.net"],
    csrfTrustedOrigins: ["https://d111111abcdef8.cloudfront.net"],
  },
  frontend: {
    envFile: "frontend/.env.production",
    apiUrlName: "API_BASE_URL",
    variables: { TITLE: "Moathon" },
  },
};

test("proposes what the files say, with the line that each value comes from, and writes nothing", async () => {
  const project = handMade();
  const before = project.tree();
  const { code, stdout } = await project.run(given);
  expect(code).toBe(0);
  expect(project.tree()).toEqual(before);
  expect(stdout).toContain('// From deploy/site.nginx:6.\n      "maxBodyBytes": 52428800');
  const json = JSON.parse((await project.run([...given, "--format", "json"])).stdout);
  expect(parse(json.config)).toMatchObject(adopted);
});

test("says what the rules refuse, where it stands and why", async () => {
  const { stdout } = await handMade().run(given);
  expect(stdout).toMatch(/settings\.py:3 +django\.allowedHosts "\*": A wildcard is not one host\./);
  expect(stdout).toMatch(
    /settings\.py:4 +django\.corsAllowedOrigins "http:\/\/localhost:5173": Pages of a plain-HTTP/,
  );
  expect(stdout).toMatch(/\.env\.production:3 +frontend\.variables\.SECRET_TOKEN \(not shown\)/);
});

test("shows what would change, and nothing that may be a secret, in no format", async () => {
  const { stdout } = await handMade().run(given);
  expect(stdout).toMatch(/~ +Nginx +upstream +\/run\/gunicorn\.sock +-> \/run\/gunicorn-moathon\.sock/);
  expect(stdout).toMatch(/- +\.env +DB_PASSWORD +\(not shown\)/);
  for (const format of ["text", "json", "github", "gitlab", "sarif"]) {
    const { stdout: text, stderr } = await handMade().run([...given, "--format", format]);
    expect(text + stderr).not.toMatch(/hunter2|sk_live|django-insecure/);
  }
});

test("shows no refused value of any file that looks like a secret", async () => {
  const project = handMade();
  const origins = '["https://d111111abcdef8.cloudfront.net", "http://ops:hunter2@example.com"]';
  project.write(
    "backend/config/settings.py",
    settings.replace(/(CORS_ALLOWED_ORIGINS = ).*/, `$1${origins}`),
  );
  project.write("gunicorn.service", "[Service]\nExecStart=/usr/bin/gunicorn -w sk_live_abcdefabcdef a:b\n");
  const { stdout } = await project.run(given);
  expect(stdout).toMatch(/gunicorn\.service:2 +server\.gunicorn\.workers \(not shown\)/);
  const { stdout: json } = await project.run([...given, "--format", "json"]);
  expect(stdout + json).not.toMatch(/hunter2|sk_live/);
});

test("takes a product of numbers, and lists what only Python knows", async () => {
  const project = handMade();
  const more = `DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024*1_024\nCSRF_TRUSTED_ORIGINS = env.list("ORIGINS")\n`;
  project.write("backend/config/settings.py", settings + more);
  const { stdout } = await project.run(given);
  expect(stdout).toContain('"dataUploadMaxBytes": 10485760');
  expect(stdout).toMatch(
    /cannot be read.*\n +backend\/config\/settings\.py:7 +CSRF_TRUSTED_ORIGINS +an expression/,
  );
  expect(stdout).toMatch(/~ +Django +CSRF_TRUSTED_ORIGINS +\(an expression\) +->/);
});

test("hides no value that is not there, and no flag", async () => {
  const project = handMade();
  expect((await project.run(given)).stdout).toMatch(/\+ +Django +CORS_ALLOW_CREDENTIALS +-> True/);
  project.write("backend/config/settings.py", `${settings}CORS_ALLOW_CREDENTIALS = False\n`);
  expect((await project.run(given)).stdout).toMatch(/~ +Django +CORS_ALLOW_CREDENTIALS +False +-> True/);
});

test("says how to answer without a person, by its own name", async () => {
  const { code, stderr } = await handMade().run(["adopt", "--yes"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining("httpsmith adopt --yes --email"),
  });
});

test("--write writes it; then generate --force and check are content", async () => {
  const project = handMade();
  const { code, stdout } = await project.run([...given, "--write"]);
  expect({ code, written: parse(project.read("httpsmith.json")) }).toMatchObject({
    code: 0,
    written: adopted,
  });
  expect(stdout).toContain("npx httpsmith generate --force  # replaces frontend/.env.production");
  expect((await project.run(["generate"])).code).toBe(1);
  expect((await project.run(["generate", "--force"])).code).toBe(0);
  expect((await project.run(["check"])).code).toBe(0);
  expect(project.read("frontend/.env.production")).toContain("VITE_API_BASE_URL='https://54.180.1.2.nip.io'");
});

test("asks a person for what the files do not tell", async () => {
  const project = handMade();
  const asked = person(["moathon", null, "ops@example.com", null, "", null]);
  expect((await project.run(["adopt", "--write"], { columns: 100, questions: asked })).code).toBe(0);
  expect(parse(project.read("httpsmith.json"))).toMatchObject(adopted);
});

test.each([
  ["yes", 0, "httpsmith.json written"],
  ["no", 0, "nothing was written"],
])("shows a person the proposal before it is written: %s", async (answer, code, ended) => {
  const project = handMade();
  const asked = person(["moathon", null, "ops@example.com", null, "", null, answer]);
  const outcome = await project.run(["adopt"], { columns: 100, questions: asked });
  expect(outcome.code).toBe(code);
  expect(outcome.stdout).toMatch(/ {2}proposed\n[\s\S]*would change/);
  expect(outcome.stdout).toContain(ended);
  expect("httpsmith.json" in project.tree()).toBe(answer === "yes");
});

test("says a wrong option once, without a line of a file that is not there", async () => {
  const { code, stdout } = await handMade().run([...given, "--name", "it's", "--bucket", "its"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^error {2}name\n/);
  expect(stdout.match(/^error/gm)).toHaveLength(1);
  expect(stdout).not.toContain("--write");
});

test("says how it is written with the same options", async () => {
  expect((await handMade().run(given)).stdout).toContain(
    `\n  1. npx httpsmith ${given.join(" ")} --write  # writes`,
  );
});

test("rejects to write over a config, but still proposes", async () => {
  const project = handMade();
  project.write("httpsmith.json", "{}");
  const { code, stdout } = await project.run(given);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.not.stringMatching(/--write|^next/m) });
  expect(await project.run([...given, "--write"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is there already"),
  });
  expect(project.read("httpsmith.json")).toBe("{}");
});

test("rejects a folder with nothing to adopt, and a site that is none", async () => {
  const empty = await sandbox(null).run([...given, "--host", "api.example.com"]);
  expect(empty).toMatchObject({ code: 2, stderr: expect.stringContaining("There is nothing here to adopt") });
  const wrong = await handMade().run([...given, "--site", "frontend/index.html"]);
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("Found here: deploy/site.nginx") });
});

test("takes no line break of a file into a comment or a string of the config", async () => {
  const project = handMade();
  project.write('deploy/a\n"x": 1, #.nginx', site.replaceAll("54.180.1.2.nip.io", "api.example.com"));
  const { stdout } = await project.run([...given, "--site", 'deploy/a\n"x": 1, #.nginx', "--format", "json"]);
  const { config } = JSON.parse(stdout);
  expect(parse(config)).not.toHaveProperty("x");
  expect(parse(config).server.host).toEqual({ kind: "domain", name: "api.example.com" });
});

const unit = `[Service]
User=ubuntu
Environment=SECRET_KEY=hunter2
WorkingDirectory=%h/moathon
ExecStart=/home/ubuntu/moathon/venv/bin/gunicorn \\
    --workers 5 --threads 2 --bind unix:/run/gunicorn.sock config.wsgi
`;

test("takes what a Gunicorn unit says, names what only the server knows, and shows what would change", async () => {
  const project = handMade();
  project.write("deploy/gunicorn.service", unit);
  const { code, stdout } = await project.run(given);
  expect(code).toBe(0);
  expect(stdout).toContain('// From deploy/gunicorn.service:5.\n      "workers": 5');
  expect(stdout).toMatch(/gunicorn\.service:4 +WorkingDirectory +only the server knows what %h stands for/);
  expect(stdout).toMatch(/gunicorn\.service:3 +Environment +may hold secrets/);
  expect(stdout).toMatch(/- +Gunicorn +--threads +2/);
  expect(stdout).toMatch(/~ +Gunicorn +--bind +\/run\/gunicorn\.sock +-> \/run\/gunicorn-moathon\.sock/);
  expect(stdout).not.toContain("hunter2");
  const { config } = JSON.parse((await project.run([...given, "--format", "json"])).stdout);
  expect(parse(config).server.gunicorn).toEqual({
    user: "ubuntu",
    virtualEnv: "/home/ubuntu/moathon/venv",
    workers: 5,
    application: "config.wsgi:application",
  });
});

test("names the one line that a value comes from", async () => {
  const project = handMade();
  project.write("g.service", "[Service]\nExecStart=/usr/bin/gunicorn -w 3 \\\n a:b\n");
  project.write("g.service.d/a.conf", "[Service]\nExecStart=\nExecStart=/usr/bin/gunicorn -w 4 -w 5 a:b\n");
  project.write("site.nginx", site.replace("50M;", "50M;\nclient_max_body_size 60M;"));
  const { stdout } = await project.run([...given, "--site", "site.nginx"]);
  expect(stdout).toContain('// From g.service.d/a.conf:3.\n      "workers": 5');
  expect(stdout).toContain('// From site.nginx:7.\n      "maxBodyBytes": 62914560');
  expect(stdout).toMatch(/From backend\/config\/settings\.py:\d/);
});

test("says which unit it read, takes the one that is named, and refuses one that is none", async () => {
  const project = handMade();
  project.write("deploy/a.service", unit);
  project.write("deploy/b.service", unit.replace("workers 5", "workers 500"));
  expect((await project.run(given)).stdout).toMatch(/b\.service:1 +Gunicorn +another unit that starts it/);
  const named = (await project.run([...given, "--unit", "./deploy/b.service"])).stdout;
  expect(named).toMatch(/b\.service:5 +server\.gunicorn\.workers 500/);
  expect(named).not.toContain("another unit");
  expect(await project.run([...given, "--unit", "deploy/site.nginx"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Found here: deploy/a.service, deploy/b.service"),
  });
});
