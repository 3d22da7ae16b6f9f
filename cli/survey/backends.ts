// Django projects in a repository: where their settings are, and where the generated ones go beside them.
import { folderOf, inFolder, type Repository } from "./survey";

export interface Backend {
  /** Folder of manage.py, "" for the root. */
  readonly folder: string;
  /** The module that manage.py names: `config.settings`. */
  readonly settingsModule: string;
  /** Its file: `backend/config/settings.py`. */
  readonly ownSettings: string;
  /** Where the generated settings go: `backend/config/settings_https.py`. */
  readonly settingsFile: string;
}

export function findBackends(repository: Repository): Backend[] {
  return repository.paths
    .filter((path) => /(^|\/)manage\.py$/.test(path))
    .flatMap((path) => backendOf(path, repository) ?? []);
}

function backendOf(managePath: string, repository: Repository): Backend | null {
  // As django-admin startproject writes it.
  const form = /DJANGO_SETTINGS_MODULE["']\s*,\s*["']([A-Za-z_][\w.]*)["']/;
  const settingsModule = form.exec(repository.text(managePath))?.[1];
  if (settingsModule === undefined) return null;
  const folder = folderOf(managePath);
  const path = inFolder(folder, settingsModule.replaceAll(".", "/"));
  const ownSettings = [`${path}.py`, `${path}/__init__.py`].find(repository.has);
  if (ownSettings === undefined) return null;
  return { folder, settingsModule, ownSettings, settingsFile: settingsFileBeside(ownSettings) };
}

/** @returns the file to generate: settings_https.py beside settings.py, https.py inside a settings package */
export function settingsFileBeside(ownSettings: string): string {
  const folder = folderOf(ownSettings);
  return inFolder(folder, /(^|\/)settings$/.test(folder) ? "https.py" : "settings_https.py");
}

/** @returns the lines that go to the end of the project's own settings */
export function applyLines(settingsFile: string): string[] {
  const module = /([^/]+)\.py$/.exec(settingsFile)?.[1] ?? "settings_https";
  return [`from .${module} import apply`, "apply(globals())"];
}
