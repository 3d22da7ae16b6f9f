// Evidence: the facts read back from all generated files of one environment, each with its file and line.
import type { ProblemCode } from "../../config/catalogue";
import type { Problem } from "../../config/problem";
import type { Project } from "../../config/project";
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

export type Source = "nginx" | "django" | "env" | "unit" | "script";

export interface Evidence {
  readonly project: Project;
  readonly files: readonly TextFile[];
  /** @returns the facts of one name, in the order of files and lines */
  facts(source: Source, name: string): readonly FileFact[];
  /** All facts of one kind of file. */
  all(source: Source): readonly FileFact[];
}

/** One rule that two files must keep together. */
export type CoherenceRule = (evidence: Evidence) => Problem[];

const readers: Record<Source, (text: string) => Fact[]> = {
  nginx: readNginx,
  django: readSettings,
  env: readEnv,
  unit: readUnit,
  script: readShellAssignments,
};

/** @returns the evidence, and a Problem for each file that its own language cannot read */
export function gatherEvidence(project: Project, files: readonly TextFile[]): { evidence: Evidence; problems: Problem[] } {
  const facts = new Map<Source, FileFact[]>();
  const problems = files.flatMap((file) => {
    const source = sourceOf(project, file.path);
    if (source === null) return [];
    try {
      const read = readers[source](file.text).map((fact) => ({ ...fact, file: file.path }));
      facts.set(source, [...(facts.get(source) ?? []), ...read]);
      return [];
    } catch (error) {
      return [unreadable(file.path, error as Error)];
    }
  });
  const all = (source: Source) => facts.get(source) ?? [];
  return { evidence: { project, files, all, facts: (source, name) => all(source).filter((fact) => fact.name === name) }, problems };
}

/** @returns a Problem at a fact: the file and line that disagree with another */
export function disagreement(code: ProblemCode, fact: FileFact, details: Pick<Problem, "message" | "fix"> & { expected?: string }): Problem {
  const place = { file: fact.file, line: fact.line, column: 1 };
  return { code, severity: "error", path: [], got: `${fact.name}: ${fact.value}`, place, ...details };
}

/** @returns `deploy/nginx/moathon.conf:12` */
export function at({ file, line }: FileFact): string {
  return `${file}:${line}`;
}

function sourceOf({ django, frontend }: Project, path: string): Source | null {
  if (path === django?.settingsFile) return "django";
  if (path === frontend?.envFile) return "env";
  if (path.endsWith(".conf")) return "nginx";
  if (/\.(service|socket|path)$/.test(path)) return "unit";
  return path.endsWith(".sh") ? "script" : null;
}

function unreadable(file: string, { message }: Error): Problem {
  const line = Number(/line (\d+)/.exec(message)?.[1] ?? 1);
  return {
    code: "coherence/unreadable",
    severity: "error",
    path: [],
    message: `This file was changed by hand and cannot be read any more: ${message}.`,
    fix: "Undo the change, or run `httpsmith generate --force`.",
    place: { file, line, column: 1 },
  };
}
