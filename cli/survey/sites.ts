// Nginx site files that somebody wrote by hand: their directives, as far as Nginx itself would read them.
import { generatedMark } from "../../generators/header";
import { type Directive, parseNginx, walk } from "../../generators/nginx/parse";
import type { Repository } from "./survey";

export interface Site {
  readonly file: string;
  readonly text: string;
  readonly directives: readonly Directive[];
  /** Names and addresses of its servers, in file order, without wildcards and catch-alls. */
  readonly hosts: readonly string[];
}

export function findSites(repository: Repository): Site[] {
  return repository.paths.filter(mayBeSite).flatMap((file) => {
    const text = repository.text(file);
    if (!/\bserver_name\b/.test(text) || text.includes(generatedMark)) return [];
    const directives = parsed(text);
    const isSite = directives?.some(({ block }) => block !== null);
    return directives === null || !isSite ? [] : [{ file, text, directives, hosts: hostsIn(directives) }];
  });
}

function mayBeSite(path: string): boolean {
  return (
    /\.(conf|nginx)$/.test(path) || /(^|\/)(nginx|sites-available|sites-enabled|conf\.d)\/[^/.]+$/.test(path)
  );
}

// A template, or a file that is not Nginx's at all.
function parsed(text: string): Directive[] | null {
  try {
    return parseNginx(text);
  } catch {
    return null;
  }
}

// https://nginx.org/en/docs/http/server_names.html
function hostsIn(directives: readonly Directive[]): string[] {
  const names = [...walk(directives)].flatMap(({ name, args }) => (name === "server_name" ? args : []));
  return [...new Set(names)].filter((name) => /^[^~*._][^*]*\.[^*]*[^*.]$/.test(name));
}
