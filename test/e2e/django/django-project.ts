// A real Django project from `startproject` with the generated settings applied, served by Gunicorn on a UNIX socket.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Project } from "../../../config/project";
import { djangoFiles } from "../../../generators/django/view";
import { type DjangoRuntime, pythonEnv } from "../../generators/python";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Call {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface DjangoProject {
  readonly folder: string;
  /** Runs manage.py. */
  manage(...args: string[]): { readonly status: number | null; readonly output: string };
  call(what: Call): Promise<Answer>;
  remove(): Promise<void>;
}

/** @param edit what the project's own settings say further, above the two generated lines */
export async function startProject(
  runtime: DjangoRuntime,
  project: Project,
  edit: string,
): Promise<DjangoProject> {
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-django-"));
  const env = { ...pythonEnv(runtime.packages), DJANGO_SECRET_KEY: "k9-".repeat(20) + "qwertzuiopasdfghjkl" };
  const python = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(runtime.command, args, {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    return { status, output: stdout + stderr };
  };
  const made = python("-m", "django", "startproject", "config", ".");
  if (made.status !== 0) throw new Error(made.output);
  writeProject(folder, project, edit);
  const socket = join(folder, "gunicorn.sock");
  let server: ChildProcess | null = null;
  return {
    folder,
    manage: (...args) => python("manage.py", ...args),
    async call(what) {
      server ??= await serve(runtime.command, { cwd: folder, env }, socket);
      return await send(socket, what);
    },
    async remove() {
      if (server !== null) await stopped(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @returns the Set-Cookie lines by cookie name */
export function setCookies(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries((headers["set-cookie"] ?? []).map((line) => [line.split("=")[0]!, line]));
}

/** @returns what a browser would send back */
export function cookieHeader(headers: IncomingHttpHeaders): string {
  return Object.values(setCookies(headers))
    .map((line) => line.split(";")[0])
    .join("; ");
}

function writeProject(folder: string, project: Project, edit: string): void {
  const config = (name: string) => join(folder, "config", name);
  const common = /^( *)'django\.middleware\.common\.CommonMiddleware',/m;
  const settings = readFileSync(config("settings.py"), "utf8")
    .replaceAll('"', "'")
    .replace(/^SECRET_KEY = .*$/m, "import os\nSECRET_KEY = os.environ['DJANGO_SECRET_KEY']")
    .replace(/^INSTALLED_APPS = \[/m, "INSTALLED_APPS = [\n    'corsheaders',")
    // Since Django 6.1 a new project prints its mail, which check --deploy reports as mail.E001.
    .replace("mail.backends.console.", "mail.backends.smtp.")
    .replace(common, "$1'corsheaders.middleware.CorsMiddleware',\n$&");
  const lines = "\nfrom .settings_https import apply\napply(globals())\n";
  writeFileSync(config("settings.py"), `${settings}\n${edit}${lines}`);
  writeFileSync(config("settings_https.py"), djangoFiles(project)[0]!.text);
  writeFileSync(config("urls.py"), urls);
  // Else Gunicorn would find out the scheme itself, and Django's own setting would go untested.
  writeFileSync(join(folder, "gunicorn.conf.py"), "secure_scheme_headers = {}\n");
}

const urls = `
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.i18n import set_language

def token(request):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return JsonResponse({
        "csrfToken": get_token(request),
        "visits": request.session["visits"],
        "secure": request.is_secure(),
    })

def change(request):
    return JsonResponse({"changed": True, "bytes": len(request.body)})

urlpatterns = [
    path("api/token/", token),
    path("api/change/", change),
    path("api/language/", set_language),
]
`;

// Gunicorn says on standard error when it listens, so nobody has to wait for a time.
function serve(
  command: string,
  options: { cwd: string; env: NodeJS.ProcessEnv },
  socket: string,
): Promise<ChildProcess> {
  const args = ["-m", "gunicorn", "config.wsgi", "--bind", `unix:${socket}`, "--workers", "1", "--preload"];
  const server = spawn(command, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  return new Promise((resolve, reject) => {
    let said = "";
    server.stderr!.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("Listening at")) resolve(server);
    });
    server.on("exit", () => reject(new Error(`Gunicorn ended: ${said}`)));
    server.on("error", reject);
  });
}

// SIGINT is Gunicorn's quick shutdown: the master ends its workers first.
function stopped(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.removeAllListeners("exit").on("exit", () => resolve());
    if (!server.kill("SIGINT")) resolve();
  });
}

function send(socketPath: string, { method = "GET", path, headers = {}, body: sent }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(
      { socketPath, method, path, headers: { ...headers, connection: "close" } },
      (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (text: string) => {
          body += text;
        });
        response.on("end", () => resolve({ status: response.statusCode!, headers: response.headers, body }));
      },
    );
    call.on("error", reject).end(sent);
  });
}
