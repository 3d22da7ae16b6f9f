// Finds the Python interpreters and Django versions of this machine, and runs code in them.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export const cacheFolder = process.env["HTTPSMITH_CACHE"] || join(__dirname, "..", "..", ".cache");

export interface Python {
  readonly command: string;
  /** "3.11" */
  readonly version: string;
}

export interface DjangoRuntime {
  readonly command: string;
  /** Folder with the packages; "" for the interpreter's own. */
  readonly packages: string;
}

/** One of the versions that the settings file promises to work on; runtime null where it is not to be had. */
export interface DjangoVersion {
  readonly version: string;
  readonly runtime: DjangoRuntime | null;
}

/** @returns one interpreter for each Python version from 3.6 on, the system's own first */
export function pythons(): Python[] {
  const pyenv = join(process.env["PYENV_ROOT"] || join(homedir(), ".pyenv"), "versions");
  const own = existsSync(pyenv) ? readdirSync(pyenv).map((name) => join(pyenv, name, "bin", "python3")) : [];
  const found = new Map<string, Python>();
  const look = (command: string) => {
    const version = output(command, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
    if (version !== null && !found.has(version)) found.set(version, { command, version });
  };
  for (const command of ["/usr/bin/python3", ...own, "python3"]) look(command);
  // Fetched by scripts/fetch-versions.js with boto3 and cryptography.
  look(join(cacheFolder, "s3-python", "bin", "python3.13"));
  for (const minor of [8, 9, 10, 11, 12, 13, 14]) if (!found.has(`3.${minor}`)) look(`python3.${minor}`);
  return [...found.values()].filter(({ version }) => Number(version.slice(2)) >= 6);
}

/** @returns the versions that the settings file is made for */
export function djangoVersions(): DjangoVersion[] {
  const interpreters = pythons();
  // https://docs.djangoproject.com/en/stable/faq/install/#what-python-version-can-i-use-with-django
  const oldestPython = { "3.2": 6, "4.2": 8, "5.2": 10, "6.1": 12 };
  return Object.entries(oldestPython).map(([version, oldest]) => {
    const fitting = interpreters.filter((python) => Number(python.version.slice(2)) >= oldest);
    return { version, runtime: runtimeOf(version, fitting) };
  });
}

function runtimeOf(version: string, interpreters: readonly Python[]): DjangoRuntime | null {
  const cached = join(cacheFolder, "django", version);
  const runtimes = existsSync(cached)
    ? interpreters.map(({ command }) => ({ command, packages: cached }))
    : interpreters.slice(0, 2).map(({ command }) => ({ command, packages: "" }));
  return (
    runtimes.find(({ command, packages }) => output(command, ["-c", probe], packages) === version) ?? null
  );
}

// Importing django alone succeeds on a Python that is too old for it.
const probe = `
import corsheaders, django, gunicorn, django.core.management, django.middleware.csrf
print("%d.%d" % django.VERSION[:2])
`;

function output(command: string, args: readonly string[], packages = ""): string | null {
  const result = spawnSync(command, args, { encoding: "utf8", env: pythonEnv(packages) });
  return result.status === 0 ? result.stdout.trim() : null;
}

export function pythonEnv(packages: string): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return {
    PATH,
    HOME,
    LANG: "C.UTF-8",

    ...(packages ? { PYTHONPATH: packages } : {}),
  };
}

/** Runs a program with JSON on standard input; it prints JSON. */
export function runJson<T>(runtime: DjangoRuntime, program: string, input: unknown): T {
  const { stdout, stderr, status } = spawnSync(runtime.command, ["-c", program], {
    input: JSON.stringify(input),
    encoding: "utf8",
    env: pythonEnv(runtime.packages),
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`Python ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** @returns `test` or, with the reason in the title, `test.skip` */
export function needs(what: unknown, reason: string): (name: string, body: () => unknown) => void {
  return (name, body) =>
    what ? test(name, body as () => void) : test.skip(`${name} (${reason})`, body as () => void);
}
