// Programs of supervisor's configuration, in the terms of systemd's units.
import type { UnitFact, UnitText } from "./gunicorn-units";

// http://supervisord.org/configuration.html#program-x-section-settings
const keys: Readonly<Record<string, string>> = {
  command: "Service.ExecStart",
  directory: "Service.WorkingDirectory",
  user: "Service.User",
  environment: "Service.Environment",
};

export function supervisorPrograms(file: string, text: string): UnitText[] {
  const programs: { name: string; assignments: UnitFact[] }[] = [];
  let program: (typeof programs)[number] | null = null;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    // " ;" begins a comment anywhere, "#" and ";" do at the start of a line.
    const line = raw.replace(/^[#;].*$|\s;.*$/, "");
    const section = /^\[(?:program:)?([^\]]*)\]/.exec(line);
    if (section) {
      program = line.startsWith("[program:") ? { name: section[1]!.trim(), assignments: [] } : null;
      if (program) programs.push(program);
      continue;
    }
    if (!program || line.trim() === "") continue;
    const last = program.assignments.at(-1);
    // As Python's configparser: a line that begins with a blank belongs to the value before it.
    if (/^\s/.test(line) && last) {
      program.assignments[program.assignments.length - 1] = {
        ...last,
        value: `${last.value} ${line.trim()}`,
      };
      continue;
    }
    const at = line.search(/[=:]/);
    if (at < 1) continue;
    const [key, value] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    const name = keys[key.toLowerCase()] ?? `Service.${key}`;
    program.assignments.push({ name, value, file, line: index + 1 });
  }
  return programs.map((one) => ({ ...one, faults: [] }));
}
