// The lists of the Django settings file, also where they are empty or missing and leave no facts.
import type { Place } from "../../config/problem";
import type { Evidence, FileFact } from "./evidence";

export interface SettingList {
  /** Where the list is assigned; the first line of the file if it is not. */
  readonly place: Place;
  /** Null where Python calculates the list, so that nobody can tell. */
  readonly entries: readonly FileFact[] | null;
}

/** @returns the list that Django has under this name; null without a settings file */
export function settingList({ project, files, facts }: Evidence, name: string): SettingList | null {
  const file = files.find(({ path }) => path === project.django?.settingsFile);
  if (!file) return null;
  const last = [...file.text.matchAll(new RegExp(`^${name}\\b[^=\\n]*=`, "gm"))].at(-1);
  const line = last ? file.text.slice(0, last.index).split("\n").length : 1;
  const place = { file: file.path, line, column: 1 };
  const entries = facts("django", name);
  const isEmpty = !last || emptyList.test(file.text.slice(last.index + last[0].length));
  return { place, entries: entries.length > 0 || isEmpty ? entries : null };
}

// Brackets with nothing but comments between them.
const emptyList = /^\s*[[(](\s|#[^\n]*\n)*[\])]/;
