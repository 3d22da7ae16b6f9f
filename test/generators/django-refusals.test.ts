// apply() in every Django: what it keeps, what it sets, and what it refuses with a message that says the change.
import { djangoFiles } from "../../generators/django/view";
import { moathon } from "../projects";
import { refusals } from "./django-refusals";
import { djangoVersions, needs, runJson } from "./python";

const generated = djangoFiles(moathon)[0]!.text;

const project = `
INSTALLED_APPS = ["django.contrib.admin", "corsheaders"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
]
`;

// Runs apply() on each settings module and says what came out of it.
const program = `
import json, sys, types
given = json.load(sys.stdin)
module = types.ModuleType("config.settings_https")
exec(compile(given["generated"], "settings_https.py", "exec"), module.__dict__)
results = []
for code in given["codes"]:
    settings = {"__name__": "config.settings"}
    exec(code, settings)
    try:
        module.apply(settings)
        module.apply(settings)
        plain = {k: v for k, v in settings.items() if not k.startswith("__")}
        results.append({"settings": json.loads(json.dumps(plain, default=repr))})
    except Exception as error:
        results.append({"kind": type(error).__name__, "message": str(error)})
print(json.dumps(results))
`;

interface Result {
  readonly settings?: Record<string, unknown>;
  readonly kind?: string;
  readonly message?: string;
}

const accepted = {
  plain: "",
  lists: `
ALLOWED_HOSTS = ("old.example.com", "54.180.1.2.nip.io")
CORS_ALLOWED_ORIGINS = ("https://old.example.com",)
CORS_ORIGIN_WHITELIST = ["https://ignored.example.com"]
CSRF_TRUSTED_ORIGINS = ["https://*.example.com", "https://d111111abcdef8.cloudfront.net"]
SILENCED_SYSTEM_CHECKS = ["models.W042", "security.W005"]
`,
  oldName: 'CORS_ORIGIN_WHITELIST = ("https://old.example.com",)',
  own: `
INSTALLED_APPS[1] = "corsheaders.apps.CorsHeadersAppConfig"
CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://[a-z]+\\.example\\.com$"]
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "no-referrer, strict-origin"
SECRET_KEY = "kept"
DEBUG = True
`,
};

describe.each(djangoVersions())("Django $version", ({ version, runtime }) => {
  const run = needs(runtime, `needs Django ${version}: node scripts/fetch-versions.js`);
  const kept: Record<string, Result> = {};
  const refused: Record<string, Result> = {};

  beforeAll(() => {
    if (runtime === null) return;
    const codes = [...Object.values(accepted), ...refusals.map(({ code }) => code), accepted.plain].map(
      (code) => project + code,
    );
    // The last one lacks the project's own settings altogether.
    codes[codes.length - 1] = 'ALLOWED_HOSTS = ["*"]';
    const results = runJson<Result[]>(runtime, program, { generated, codes });
    for (const name of Object.keys(accepted)) kept[name] = results.shift()!;
    for (const { name } of refusals) refused[name] = results.shift()!;
    refused["everything"] = results.shift()!;
  });

  for (const { name, says } of refusals) {
    run(name, () => {
      expect(refused[name]).toMatchObject({ kind: "ImproperlyConfigured" });
      const { message } = refused[name]!;
      expect(message!.split("\n")).toHaveLength(2);
      for (const part of says) expect(message).toContain(part);
    });
  }

  run("rejects everything at once, one line each", () => {
    const lines = refused["everything"]!.message!.split("\n- ");
    expect(lines[0]).toBe("config.settings_https cannot be applied to these settings:");
    expect(lines.slice(1).map((line) => line.split(" ")[0])).toEqual([
      "ALLOWED_HOSTS",
      "MIDDLEWARE",
      "INSTALLED_APPS",
      "MIDDLEWARE",
    ]);
  });

  run("sets hosts and origins where the project has none, as this Django wants them", () => {
    expect(kept["plain"]!.settings).toMatchObject({
      ALLOWED_HOSTS: ["54.180.1.2.nip.io"],
      CORS_ALLOWED_ORIGINS: ["https://d111111abcdef8.cloudfront.net"],
      CSRF_TRUSTED_ORIGINS:
        version === "3.2"
          ? ["54.180.1.2.nip.io", "d111111abcdef8.cloudfront.net"]
          : ["https://54.180.1.2.nip.io", "https://d111111abcdef8.cloudfront.net"],
      DEBUG: false,
      X_FRAME_OPTIONS: "DENY",
      SECURE_REFERRER_POLICY: "same-origin",
    });
  });

  run("keeps what the project lists, without doubling, and once more when applied twice", () => {
    expect(kept["lists"]!.settings).toMatchObject({
      ALLOWED_HOSTS: ["old.example.com", "54.180.1.2.nip.io"],
      CORS_ALLOWED_ORIGINS: ["https://old.example.com", "https://d111111abcdef8.cloudfront.net"],
      SILENCED_SYSTEM_CHECKS: ["models.W042", "security.W005", "security.W021"],
    });
    const trusted = kept["lists"]!.settings!["CSRF_TRUSTED_ORIGINS"] as string[];
    expect(trusted.slice(0, 2)).toEqual(["https://*.example.com", "https://d111111abcdef8.cloudfront.net"]);
    expect(new Set(trusted).size).toBe(trusted.length);
  });

  run("keeps origins under the older CORS_ORIGIN_WHITELIST", () => {
    expect(kept["oldName"]!.settings!["CORS_ALLOWED_ORIGINS"]).toEqual([
      "https://old.example.com",
      "https://d111111abcdef8.cloudfront.net",
    ]);
  });

  run("keeps what is the project's to choose, and turns DEBUG off", () => {
    expect(kept["own"]!.settings).toMatchObject({
      X_FRAME_OPTIONS: "SAMEORIGIN",
      SECURE_REFERRER_POLICY: "no-referrer, strict-origin",
      SECRET_KEY: "kept",
      DEBUG: false,
    });
  });

  run("leaves nothing but settings behind", () => {
    const ours = [...generated.matchAll(/^([A-Z][A-Z0-9_]*) = /gm)].map((match) => match[1]!);
    expect(Object.keys(kept["plain"]!.settings!).sort()).toEqual(
      [...ours, "INSTALLED_APPS", "MIDDLEWARE", "X_FRAME_OPTIONS", "SECURE_REFERRER_POLICY"].sort(),
    );
  });
});
