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
  let optionIndent = 0;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/(^|\s)[#;].*$/, "");
    if (line.trim() === "") continue;
    const indent = line.search(/\S/);
    const last = program?.assignments.at(-1);
    // As Python's configparser: a line that begins further right than its option belongs to that option's value.
    if (program && last && indent > optionIndent) {
      program.assignments.splice(-1, 1, { ...last, value: `${last.value} ${line.trim()}` });
      continue;
    }
    optionIndent = indent;
    const section = /^\s*\[(program:)?([^\]]*)\]/.exec(line);
    if (section) {
      program = section[1] ? { name: section[2]!.trim(), assignments: [] } : null;
      if (program) programs.push(program);
    }
    if (section || !program) continue;
    const at = line.search(/[=:]/);
    if (at < 1) continue;
    const [key, value] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    const name = keys[key.toLowerCase()] ?? `Service.${key}`;
    program.assignments.push({ name, value, file, line: index + 1 });
  }
  return programs.map((one) => ({ ...one, faults: [] }));
}
