// Evidence: the facts read back from all generated files of one environment, each with its file and line.
import type { ProblemCode } from "../../config/catalogue";
import type { Problem } from "../../config/problem";
import type { Project } from "../../config/project";
import { looksSecretValue } from "../../config/secrets";
import { show } from "../../config/show";
import { readShellAssignments } from "../certbot/read";
import { readSettings } from "../django/read";
import { readEnv } from "../env/read";
import type { Fact } from "../fact";
import { readUnit } from "../gunicorn/read";
import { readNginx } from "../nginx/read";

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface FileFact extends Fact {
  readonly file: string;
}

/** Kind of file that facts are read from. */
export type FactSource = "nginx" | "django" | "env" | "unit" | "script";

export interface Evidence {
  readonly project: Project;
  readonly files: readonly TextFile[];
  /** @returns the facts of one name, in the order of files and lines */
  facts(source: FactSource, name: string): readonly FileFact[];
  /** All facts of one kind of file. */
  all(source: FactSource): readonly FileFact[];
}

/** One rule that two files must keep together. */
export type CoherenceRule = (evidence: Evidence) => Problem[];

const readers: Record<FactSource, (text: string) => Fact[]> = {
  nginx: readNginx,
  django: readSettings,
  env: readEnv,
  unit: readUnit,
  script: readShellAssignments,
};

export interface Gathered {
  readonly evidence: Evidence;
  /** One for each file that cannot be read as what it is. */
  readonly problems: readonly Problem[];
  /** The kinds of those files. */
  readonly unread: ReadonlySet<FactSource>;
}

export function gatherEvidence(project: Project, files: readonly TextFile[]): Gathered {
  const facts = new Map<FactSource, FileFact[]>();
  const unread = new Set<FactSource>();
  const problems = files.flatMap((file) => {
    const source = sourceOf(project, file.path);
    if (source === null) return [];
    try {
      const read = readers[source](file.text).map((fact) => ({ ...fact, file: file.path }));
      facts.set(source, [...(facts.get(source) ?? []), ...read]);
      return [];
    } catch (error) {
      unread.add(source);
      return [unreadable(file.path, error as Error)];
    }
  });
  const all = (source: FactSource) => facts.get(source) ?? [];
  return {
    evidence: {
      project,
      files,
      all,
      facts: (source, name) => all(source).filter((fact) => fact.name === name),
    },
    problems,
    unread,
  };
}

/** @returns a Problem at a fact: the file and line that disagree with another */
export function disagreement(
  code: ProblemCode,
  fact: FileFact,
  details: Pick<Problem, "message" | "fix"> & { expected?: string },
): Problem {
  const place = { file: fact.file, line: fact.line, column: 1 };
  const value = looksSecretValue(fact.value) ? "(not shown)" : show(fact.value);
  return { code, severity: "error", path: [], got: `${fact.name}: ${value}`, place, ...details };
}

/** What to do about a value that only a hand edit can have made. */
export const undo = "Undo the hand edit, or run `httpsmith generate --force`.";

/** @returns `deploy/nginx/moathon.conf:12` */
export function at({ file, line }: FileFact): string {
  return `${file}:${line}`;
}

function sourceOf({ django, frontend }: Project, path: string): FactSource | null {
  if (path === django?.settingsFile) return "django";
  if (path === frontend?.envFile) return "env";
  if (path.endsWith(".conf")) return "nginx";
  if (/\.(service|socket|path)$/.test(path)) return "unit";
  return path.endsWith(".sh") ? "script" : null;
}

// The reader quotes what it cannot read, which may be a key that somebody pasted.
function unreadable(file: string, { message }: Error): Problem {
  const line = Number(/line (\d+)/.exec(message)?.[1] ?? 1);
  const reason = looksSecretValue(message) ? "" : `: ${message}`;
  return {
    code: "coherence/unreadable",
    severity: "error",
    path: [],
    message: `This file was changed by hand and cannot be read any more${reason}.`,
    fix: undo,
    place: { file, line, column: 1 },
  };
}
