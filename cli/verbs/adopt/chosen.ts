// Which of the hand-made files are adopted: those that the options name, or the first of each kind.
import { CannotRun } from "../../cannot-run";
import type { Survey } from "../../survey/survey";
import type { AdoptOptions } from "./adopt";
import type { HandMade } from "./entries";

export function chosenSite({ sites }: Survey, { site }: AdoptOptions): Survey["sites"][number] | null {
  if (site === undefined) return sites.find(({ hosts }) => hosts.length > 0) ?? sites[0] ?? null;
  const advice = "Name a file with a server block below this folder.";
  return named(sites, site, "no Nginx site file that can be read here", advice);
}

export function chosenUnit({ units }: Survey, { unit }: AdoptOptions): Survey["units"][number] | null {
  const [first = null, ...others] = units;
  if (unit === undefined) return first && { ...first, unread: [...first.unread, ...others.map(notRead)] };
  const advice = "Name a file below this folder whose command has gunicorn in it.";
  return named(units, unit, "no unit of systemd or supervisor that starts Gunicorn", advice);
}

/**
 * @param what what the file is not, where it is not among those found
 * @param advice what to name where none is found
 */
function named<T extends { readonly file: string }>(
  found: readonly T[],
  wanted: string,
  what: string,
  advice: string,
): T {
  const chosen = found.find(({ file }) => file === wanted.replace(/^\.\//, ""));
  if (chosen) return chosen;
  const files = found.map(({ file }) => file).join(", ");
  throw new CannotRun(
    "config/unreadable",
    `${wanted} is ${what}.`,
    files === "" ? advice : `Found here: ${files}.`,
  );
}

function notRead({ file }: Survey["units"][number]): Survey["units"][number]["unread"][number] {
  return { name: "Gunicorn", file, line: 1, reason: "another unit that starts it; --unit chooses one" };
}

export function requireSomething({ site, backend, unit, frontend }: HandMade): void {
  if (site || backend || unit || (frontend && frontend.variables.length > 0)) return;
  throw new CannotRun(
    "config/not-found",
    "There is nothing here to adopt: no Nginx site file, no Gunicorn unit, no Django settings, no .env.production.",
    "Begin with `httpsmith init`.",
  );
}
