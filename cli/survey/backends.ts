// Django projects in a repository: where their settings are, and where the generated ones go beside them.
import { calculatedSettings, readSettings } from "../../generators/django/read";
import type { Fact } from "../../generators/fact";
import { generatedMark } from "../../generators/header";
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
  /** Whether the own settings import those already. */
  readonly isApplied: boolean;
  /** What the settings say as literals; of a settings package, those of all its modules. */
  readonly settings: readonly SettingsFact[];
  /** What they assign an expression to. */
  readonly calculated: readonly Omit<SettingsFact, "value">[];
}

export interface SettingsFact extends Fact {
  readonly file: string;
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
  const settingsFile = settingsFileBeside(ownSettings);
  const files = settingsFiles(ownSettings, repository);
  const [line] = applyLines(settingsFile);
  const isApplied = files.some((file) => repository.text(file).includes(line!));
  return { folder, settingsModule, ownSettings, settingsFile, isApplied, ...settingsOf(files, repository) };
}

// Of a settings package, all its modules.
function settingsFiles(ownSettings: string, { paths }: Repository): string[] {
  const package_ = folderOf(ownSettings);
  if (!/(^|\/)settings$/.test(package_)) return [ownSettings];
  return paths.filter((path) => folderOf(path) === package_ && path.endsWith(".py"));
}

function settingsOf(
  files: readonly string[],
  repository: Repository,
): Pick<Backend, "settings" | "calculated"> {
  const read = <T>(reader: (text: string) => T[]) =>
    files.flatMap((file) => own(repository.text(file), reader).map((fact) => ({ ...fact, file })));
  return { settings: read(readSettings), calculated: read(calculatedSettings) };
}

// What is no Python, or what httpsmith made, says nothing of its own.
function own<T>(text: string, reader: (text: string) => T[]): T[] {
  if (text.includes(generatedMark)) return [];
  try {
    return reader(text);
  } catch {
    return [];
  }
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
