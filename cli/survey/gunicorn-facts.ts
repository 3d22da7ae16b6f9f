// What a unit says about Gunicorn: the command line taken apart, and the settings of systemd that go with it.
import { posix } from "node:path";
import { expanded, wordsOf } from "./command-line";
import type { GunicornUnit, UnitFact, UnitText, UnreadPart } from "./gunicorn-units";

type Facts = Omit<GunicornUnit, "file">;

export function gunicornFacts(unit: UnitText): Facts {
  const settings = [...lastOf(unit, "User"), ...lastOf(unit, "Group"), ...lastOf(unit, "WorkingDirectory")];
  // Systemd reads all, and takes a variable from the last that has it.
  const environmentFiles = listOf(unit, "EnvironmentFile");
  const plain = [...settings, ...environmentFiles.slice(-1), ...listenStreams(unit)].map((fact) =>
    known(withoutPrefix(fact), unit.name),
  );
  const further = environmentFiles
    .slice(0, -1)
    .map((fact) => unread(fact, "the config has one environment file; move its lines there"));
  const hidden = listOf(unit, "Environment").map((fact) =>
    unread(fact, "may hold secrets; such variables go to the environment file"),
  );
  const all = [...plain, ...further, ...hidden, ...commandFacts(unit)];
  return {
    facts: all.filter((one) => !("reason" in one)) as UnitFact[],
    unread: [...unit.faults, ...(all.filter((one) => "reason" in one) as UnreadPart[])],
  };
}

type Read = UnitFact | UnreadPart;

// Of a setting that stands twice, systemd takes the last; an empty one takes it back.
function lastOf(unit: UnitText, key: string): UnitFact[] {
  return listOf(unit, key).slice(-1);
}

// An empty assignment empties the list.
function listOf({ assignments }: UnitText, key: string): UnitFact[] {
  const all = assignments.filter(({ name }) => name === `Service.${key}`);
  const emptied = all.map(({ value }) => value).lastIndexOf("");
  return all.slice(emptied + 1).map((fact) => ({ ...fact, name: key }));
}

function listenStreams({ assignments }: UnitText): UnitFact[] {
  return assignments
    .filter(({ name }) => name === "Socket.ListenStream")
    .map((fact) => ({ ...fact, name: "--bind" }));
}

// "-" in front: the file may be missing. "~" is the home folder of the user.
function withoutPrefix(fact: UnitFact): UnitFact {
  const may = fact.name === "EnvironmentFile" || fact.name === "WorkingDirectory";
  return may ? { ...fact, value: (wordsOf(fact.value)?.[0] ?? fact.value).replace(/^-/, "") } : fact;
}

function known(fact: UnitFact, unit: string): Read {
  const meant = expanded(fact.value, unit);
  if ("unknown" in meant) return unread(fact, `only the server knows what ${meant.unknown} stands for`);
  return { ...fact, value: meant.text };
}

function unread({ name, file, line }: UnitFact, reason: string): UnreadPart {
  return { name, file, line, reason };
}

function commandFacts(unit: UnitText): Read[] {
  const commands = listOf(unit, "ExecStart").filter(({ value }) => /gunicorn/.test(value));
  const [command, second] = commands;
  if (command === undefined) return [];
  if (second) return commands.map((one) => unread(one, "one of several commands, which systemd refuses"));
  const words = wordsOf(command.value.replace(/^[-@:+!|]+/, ""));
  if (words === null) return [unread(command, "a quote is not closed")];
  // A word with white space is a command line for a shell, and may hold secrets.
  const at = words.findIndex((word) => !/\s/.test(word) && /^gunicorn3?$/.test(posix.basename(word)));
  if (at < 0) return [unread(command, "Gunicorn is started through a shell or a script")];
  return [
    ...launcherFacts(words.slice(0, at), command, unit.name),
    ...argumentFacts(words, at, command, unit.name),
  ];
}

// `python -m gunicorn`: what stands before it names the virtual environment.
function launcherFacts(words: readonly string[], command: UnitFact, unit: string): Read[] {
  const program = words.filter((word) => /^\/\S*\/python[0-9.]*$/.test(word)).at(-1);
  return program ? virtualEnv(program, command, unit) : [];
}

// /srv/app/venv/bin/gunicorn; the system's own folders are no virtual environment.
function virtualEnv(program: string, command: UnitFact, unit: string): Read[] {
  const folder = /^(\/.+)\/bin\/[^/]+$/.exec(program)?.[1];
  if (folder === undefined || /^\/usr(\/local)?$/.test(folder)) return [];
  return [known({ ...command, name: "virtualEnv", value: folder }, unit)];
}

const short: Readonly<Record<string, string>> = {
  b: "--bind",
  c: "--config",
  D: "--daemon",
  e: "--env",
  g: "--group",
  k: "--worker-class",
  m: "--umask",
  n: "--name",
  p: "--pid",
  R: "--enable-stdio-inheritance",
  t: "--timeout",
  u: "--user",
  w: "--workers",
};
// Those that take no value. https://docs.gunicorn.org/en/stable/settings.html
const flags =
  /^--(reload|spew|check-config|print-config|preload|no-sendfile|reuse-port|daemon|initgroups|capture-output|log-syslog|enable-stdio-inheritance|disable-redirect-access-to-syslog|proxy-protocol|suppress-ragged-eofs|do-handshake-on-connect|strip-header-spaces|casefold-http-method|tolerate-dangerous-framing|no-control-socket|enable-backlog-metric|permit-.*)$/;

function argumentFacts(words: readonly string[], at: number, command: UnitFact, unit: string): Read[] {
  const found: Read[] = virtualEnv(words[at]!, command, unit);
  const add = (name: string, value: string) => found.push(argument({ ...command, name, value }, unit));
  for (let next = at + 1; next < words.length; next++) {
    const word = words[next]!;
    const [, long, given] = /^(--[a-z][a-z_-]*)(?:=(.*))?$/s.exec(word) ?? [];
    const [, letter, rest = ""] = /^-([A-Za-z])(.*)$/s.exec(word) ?? [];
    const name = long ?? short[letter ?? ""] ?? (letter && `-${letter}`);
    if (name === undefined) add("application", word.includes(":") ? word : `${word}:application`);
    else if (given !== undefined) add(name, given);
    else if (flags.test(name)) add(name, "on");
    else if (rest !== "") add(name, rest);
    else add(name, words[++next] ?? "");
  }
  return found;
}

const systemdNames: Readonly<Record<string, string>> = {
  "--user": "User",
  "--group": "Group",
  "--chdir": "WorkingDirectory",
};

function argument(fact: UnitFact, unit: string): Read {
  if (fact.name === "--env")
    return unread(fact, "may hold a secret; such variables go to the environment file");
  if (fact.name === "--config") return unread(fact, "a file in Python; write what it sets into the config");
  const named = { ...fact, name: systemdNames[fact.name] ?? fact.name };
  const read = known({ ...named, value: named.value.replace(/^unix:/, "") }, unit);
  // What names no module may be anything, also an assignment with a secret.
  return "value" in read && read.name === "application" && !/^[\w.]+:[\w.]+$/.test(read.value)
    ? unread(fact, "not the name of a module")
    : read;
}
