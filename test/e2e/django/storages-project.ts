// A Django project in a folder with the generated settings applied, asked in one Python process.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Project } from "../../../config/project";
import { djangoFiles } from "../../../generators/django/view";
import { type DjangoRuntime, runJson } from "../../generators/python";

/** What the project's own settings say. */
export const own = `
SECRET_KEY = "k9-" * 20 + "qwertzuiopasdfghjkl"
INSTALLED_APPS = ["django.contrib.staticfiles", "corsheaders"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
USE_TZ = True
TIME_ZONE = "Asia/Seoul"
`;

export interface LoadedProject {
  readonly error?: string;
  /** Name of the class of default_storage and of each of its bases. */
  readonly storage: string[];
  readonly static: string;
  /** null with settings of the project's own, which may want collectstatic first. */
  readonly staticUrl: string | null;
  readonly urls: string[];
  readonly settings: Record<string, unknown>;
  readonly check: string;
}

const program = `
import io, json, os, sys
given = json.load(sys.stdin)
sys.path.insert(0, given["folder"])
os.environ.update(given["env"])
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
from django.core.exceptions import ImproperlyConfigured
try:
    django.setup()
    from django.conf import settings
    settings.DEBUG
except ImproperlyConfigured as error:
    print(json.dumps({"error": str(error)}))
    raise SystemExit
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.core.management import call_command
kind = lambda storage: [one.__module__ + "." + one.__name__ for one in type(storage).__mro__]
urls = [default_storage.url(name) for name in given["names"]]
out = io.StringIO()
call_command("check", deploy=True, fail_level="WARNING", stdout=out, stderr=out)
names = ("STORAGES", "DEFAULT_FILE_STORAGE", "AWS_CLOUDFRONT_KEY_ID", "AWS_QUERYSTRING_AUTH", "AWS_CLOUDFRONT_KEY")
default_storage.exists
staticfiles_storage.exists
print(json.dumps({
    "storage": kind(default_storage._wrapped),
    "static": kind(staticfiles_storage._wrapped)[0],
    "staticUrl": None if given["edit"] else staticfiles_storage.url("a.css"),
    "urls": urls,
    "settings": {name: getattr(settings, name, None) for name in names},
    "check": out.getvalue(),
}))
`;

/** Starts Django as a server would, and asks the default storage for the URLs of names. */
export function loadProject(
  runtime: DjangoRuntime,
  project: Project,
  { env = {}, edit = "", after = "", names = [] as readonly string[] },
): LoadedProject {
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-storages-"));
  const config = (name: string) => join(folder, "config", name);
  mkdirSync(join(folder, "config"));
  writeFileSync(config("__init__.py"), "");
  writeFileSync(config("urls.py"), "urlpatterns = []\n");
  const apply = "from .settings_https import apply\napply(globals())\n";
  writeFileSync(config("settings.py"), `${own}\n${edit}\n${apply}${after}\n`);
  writeFileSync(config("settings_https.py"), djangoFiles(project)[0]!.text);
  try {
    return runJson<LoadedProject>(runtime, program, { folder, env, names, edit });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Applied {
  readonly settings?: Record<string, unknown>;
  readonly kind?: string;
  readonly message?: string;
}

/** One way to apply the settings of one of `projects`. */
export interface Application {
  readonly project?: number;
  readonly code?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Packages that Python does not find. */
  readonly without?: readonly string[];
}

const applyProgram = `
import json, os, sys, types
given = json.load(sys.stdin)
results = []
for case in given["cases"]:
    for name in ("AWS_CLOUDFRONT_KEY", "AWS_CLOUDFRONT_KEY_FILE", "AWS_CLOUDFRONT_KEY_ID"):
        os.environ.pop(name, None)
    os.environ.update(case.get("env", {}))
    kept = dict(sys.modules)
    for package in case.get("without", []):
        for name in [package, *(n for n in kept if n.startswith(package + "."))]:
            sys.modules[name] = None
    module = types.ModuleType("config.settings_https")
    settings = {"__name__": "config.settings"}
    try:
        exec(compile(given["texts"][case.get("project", 0)], "settings_https.py", "exec"), module.__dict__)
        exec(given["own"] + case.get("code", ""), settings)
        module.apply(settings)
        module.apply(settings)
        plain = {k: v for k, v in settings.items() if not k.startswith("__")}
        results.append({"settings": json.loads(json.dumps(plain, default=repr))})
    except Exception as error:
        results.append({"kind": type(error).__name__, "message": str(error)})
    for name in [n for n, found in sys.modules.items() if found is None]:
        del sys.modules[name]
    sys.modules.update(kept)
print(json.dumps(results))
`;

/** Applies the settings again and again in one process; each time twice, which must be the same as once. */
export function applyMany(
  runtime: DjangoRuntime,
  projects: readonly Project[],
  cases: readonly Application[],
): Applied[] {
  const texts = projects.map((project) => djangoFiles(project)[0]!.text);
  return runJson<Applied[]>(runtime, applyProgram, { texts, own, cases });
}
