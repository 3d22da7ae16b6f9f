// Units that start Gunicorn, made by hand: systemd's with their drop-ins and sockets, and supervisor's programs.
import type { Fact } from "../../generators/fact";
import { readUnitOfOthers } from "../../generators/gunicorn/read";
import { generatedMark } from "../../generators/header";
import { gunicornFacts } from "./gunicorn-facts";
import { supervisorPrograms } from "./supervisor";
import type { Repository } from "./survey";

export interface GunicornUnit {
  readonly file: string;
  /** Named as systemd and Gunicorn name them: `User`, `--workers`; the WSGI module is `application`. */
  readonly facts: readonly UnitFact[];
  readonly unread: readonly UnreadPart[];
}

export interface UnitFact extends Fact {
  readonly file: string;
}

export interface UnreadPart {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** What a unit of either kind says, before it is known what of it concerns Gunicorn. */
export interface UnitText {
  /** `gunicorn.service`; specifiers are filled in from it. */
  readonly name: string;
  readonly assignments: readonly UnitFact[];
  readonly faults: readonly UnreadPart[];
}

export function findGunicornUnits(repository: Repository): GunicornUnit[] {
  return repository.paths.flatMap((file) => {
    if (!/\.(service|conf|ini)$/.test(file)) return [];
    const text = repository.text(file);
    if (!/gunicorn/i.test(text) && !file.endsWith(".service")) return [];
    if (text.includes(generatedMark)) return [];
    const units = file.endsWith(".service")
      ? [systemdUnit(file, repository)]
      : supervisorPrograms(file, text);
    return units.filter(startsGunicorn).map((unit) => ({ file, ...gunicornFacts(unit) }));
  });
}

/** @param files texts by their paths, for instance the generated ones */
export function readGunicornUnits(files: ReadonlyMap<string, string>): GunicornUnit[] {
  const repository: Repository = {
    paths: [...files.keys()],
    has: (path) => files.has(path),
    text: (path) => (files.get(path) ?? "").replaceAll(generatedMark, ""),
  };
  return findGunicornUnits(repository);
}

function startsGunicorn({ assignments }: UnitText): boolean {
  return assignments.some(({ name, value }) => name === "Service.ExecStart" && /gunicorn/.test(value));
}

// The unit, then its drop-ins by name as systemd reads them, and the addresses of its socket.
function systemdUnit(file: string, repository: Repository): UnitText {
  const dropIns = repository.paths
    .filter((path) => path.startsWith(`${file}.d/`) && path.endsWith(".conf"))
    .sort();
  const socket = file.replace(/\.service$/, ".socket");
  const parts = [file, ...dropIns, ...(repository.has(socket) ? [socket] : [])].map((path) => ({
    path,
    ...readUnitOfOthers(repository.text(path)),
  }));
  return {
    name: file.split("/").at(-1)!,
    assignments: parts.flatMap(({ path, facts }) => facts.map((fact) => ({ ...fact, file: path }))),
    faults: parts.flatMap(({ path, faults }) =>
      faults.map(({ line }) => ({ name: "a line", file: path, line, reason: "no assignment of a unit" })),
    ),
  };
}
