// The generated settings in a real project on every Django: system checks, then requests through Gunicorn.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../../../config/project";
import { djangoFiles } from "../../../generators/django/view";
import { djangoVersions, needs } from "../../generators/python";
import { moathon } from "../../projects";
import { cookieHeader, type DjangoProject, setCookies, startProject } from "./django-project";

const host = "54.180.1.2.nip.io";
const page = "https://d111111abcdef8.cloudfront.net";
const stranger = "https://d999999abcdef8.cloudfront.net";
const https = { host, "x-forwarded-proto": "https" };

// What a project might have of its own; the scheme is what its Django wants.
const own = (version: string) => `
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
ALLOWED_HOSTS = ("old.example.com",)
CORS_ALLOWED_ORIGINS = ("https://old.example.com",)
CSRF_TRUSTED_ORIGINS = ["${version === "3.2" ? "" : "https://"}old.example.com"]
`;

const sameOrigin: Project = {
  ...moathon,
  server: { ...moathon.server!, hsts: { maxAgeSeconds: 300, includeSubDomains: true, preload: true } },
  frontend: { ...moathon.frontend!, layout: "same-origin" },
  django: {
    ...moathon.django!,
    corsAllowedOrigins: [],
    cookies: { crossSite: false, sameSite: "Lax", partitioned: false },
    media: { url: "/media/", root: "/srv/moathon/media" },
    silencedChecks: [],
  },
};

const onAddress: Project = {
  ...moathon,
  server: { ...moathon.server!, hsts: null },
  django: { ...moathon.django!, silencedChecks: [{ id: "security.W004", reason: "No HSTS on an address." }] },
};

describe.each(djangoVersions())("a project on Django $version", ({ version, runtime }) => {
  const run = needs(runtime, `needs Django ${version}: node scripts/fetch-versions.js`);
  let project: DjangoProject;

  beforeAll(async () => {
    if (runtime) project = await startProject(runtime, moathon, own(version));
  });
  afterAll(() => project?.remove());

  async function post(origin: string, path = "/api/change/", body = "a=1") {
    const first = await project.call({ path: "/api/token/", headers: https });
    const { csrfToken } = JSON.parse(first.body);
    const headers = {
      ...https,
      origin,
      referer: `${origin}/`,
      cookie: cookieHeader(first.headers),
      "x-csrftoken": csrfToken,
      "content-type": "application/x-www-form-urlencoded",
    };
    return await project.call({ method: "POST", path, headers, body });
  }

  const preflight = (origin: string) =>
    project.call({
      method: "OPTIONS",
      path: "/api/change/",
      headers: {
        ...https,
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-csrftoken",
      },
    });

  run("passes check --deploy --fail-level WARNING", () => {
    expect(project.manage("check", "--deploy", "--fail-level", "WARNING")).toMatchObject({
      status: 0,
      output: expect.stringContaining("no issues (2 silenced)"),
    });
  });

  // Not with `check`: Django 3.2 loses the message there.
  run("rejects settings that cannot be made safe when they are loaded", async () => {
    const open = await startProject(runtime!, moathon, "ALLOWED_HOSTS = ['*']");
    const { status, output } = open.manage("diffsettings");
    await open.remove();
    expect(status).not.toBe(0);
    expect(output).toContain("ImproperlyConfigured: config.settings_https cannot be applied");
    expect(output).toContain('ALLOWED_HOSTS has the entry "*"');
  });

  run("redirects plain HTTP to HTTPS, and only that", async () => {
    const plain = await project.call({
      path: "/api/token/?a=b",
      headers: { host, "x-forwarded-proto": "http" },
    });
    expect(plain).toMatchObject({ status: 301, headers: { location: `https://${host}/api/token/?a=b` } });
    const bare = await project.call({ path: "/api/token/", headers: { host } });
    expect(bare.status).toBe(301);
    const secure = await project.call({ path: "/api/token/", headers: https });
    expect(secure.status).toBe(200);
    expect(JSON.parse(secure.body)).toMatchObject({ secure: true });
  });

  run("rejects an unknown Host with 400 and answers the project's own", async () => {
    const evil = await project.call({ path: "/api/token/", headers: { ...https, host: "evil.example" } });
    expect(evil.status).toBe(400);
    const old = await project.call({ path: "/api/token/", headers: { ...https, host: "old.example.com" } });
    expect(old.status).toBe(200);
  });

  run("sends the security headers", async () => {
    const { headers } = await project.call({ path: "/api/token/", headers: https });
    expect(headers).toMatchObject({
      "strict-transport-security": "max-age=63072000",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
    });
  });

  run("sets __Host- cookies that travel between sites, without Partitioned, which is Nginx's", async () => {
    const { headers } = await project.call({ path: "/api/token/", headers: https });
    const cookies = setCookies(headers);
    expect(Object.keys(cookies).sort()).toEqual(["__Host-csrftoken", "__Host-sessionid"]);
    for (const cookie of Object.values(cookies)) {
      expect(cookie).toMatch(/; Secure(;|$)/);
      expect(cookie).toMatch(/; SameSite=None(;|$)/);
      expect(cookie).toMatch(/; Path=\/(;|$)/);
      expect(cookie).not.toMatch(/Domain|Partitioned/i);
    }
    expect(cookies["__Host-sessionid"]).toMatch(/; HttpOnly(;|$)/);
    expect(cookies["__Host-csrftoken"]).not.toMatch(/HttpOnly/);
  });

  run("keeps a session under the new cookie name", async () => {
    const first = await project.call({ path: "/api/token/", headers: https });
    const cookie = cookieHeader(first.headers);
    const second = await project.call({ path: "/api/token/", headers: { ...https, cookie } });
    expect(JSON.parse(second.body)).toMatchObject({ visits: 2 });
  });

  run("sets a language cookie that browsers take between sites", async () => {
    const { headers, status } = await post(page, "/api/language/", "language=de");
    expect(status).toBe(302);
    expect(setCookies(headers)["django_language"]).toMatch(/SameSite=None.*Secure/);
  });

  run("answers the preflight of the page, of the project's own origin, and of nobody else", async () => {
    for (const origin of [page, "https://old.example.com"]) {
      expect((await preflight(origin)).headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
        "access-control-allow-headers": expect.stringContaining("x-csrftoken"),
      });
    }
    for (const origin of [stranger, "null", `${page}.evil.example`, page.replace("https", "http")]) {
      expect((await preflight(origin)).headers).not.toHaveProperty("access-control-allow-origin");
    }
  });

  run(
    "lets the page, the API's own pages and the project's own origin post, and rejects others with 403",
    async () => {
      for (const origin of [page, `https://${host}`, "https://old.example.com"]) {
        expect(await post(origin)).toMatchObject({ status: 200 });
      }
      for (const origin of [stranger, `${page}.evil.example`]) {
        expect(await post(origin)).toMatchObject({ status: 403 });
      }
    },
  );

  run(
    "passes the checks in a same-origin layout without CORS, with HSTS in full and nothing silenced",
    () => {
      writeFileSync(join(project.folder, "config", "settings_https.py"), djangoFiles(sameOrigin)[0]!.text);
      expect(project.manage("check", "--deploy", "--fail-level", "WARNING")).toMatchObject({
        status: 0,
        output: expect.stringContaining("no issues (0 silenced)"),
      });
    },
  );

  run("passes the checks on a bare address, where HSTS is off", () => {
    writeFileSync(join(project.folder, "config", "settings_https.py"), djangoFiles(onAddress)[0]!.text);
    expect(project.manage("check", "--deploy", "--fail-level", "WARNING")).toMatchObject({
      status: 0,
      output: expect.stringContaining("no issues (1 silenced)"),
    });
  });
});
