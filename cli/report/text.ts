// The report for people: each problem with its line, then the files with their diffs, then one line of summary.
import { formatPath, type Problem } from "../../config/problem";
import type { Terminal } from "../terminal";
import { changes } from "./changes";
import type { Report, ReportedFile } from "./report";
import { type Style, style } from "./style";

export function text(report: Report, terminal: Terminal): string {
  const paint = style(terminal);
  const shownInDiff = new Set(report.files.filter(({ diff }) => diff !== "").map(({ path }) => path));
  return [
    ...grouped(report.problems.filter(({ waived }) => !waived)).map((group) => problemText(group, paint)),
    ...report.problems.filter(({ waived }) => waived).map((problem) => waivedText(problem, paint)),
    ...report.files.filter(({ path }) => shownInDiff.has(path)).map((file) => diffText(file, paint)),
    report.written ? `${changes(report.files)}\n` : "",
    pendingText(report, paint),
    `${report.summary}\n`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

// Many files in the same state are one message with a list.
function grouped(problems: readonly Problem[]): Problem[][] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const { code, path, message } = problem;
    const key = code.startsWith("files/") ? JSON.stringify([code, message]) : JSON.stringify([code, path, message, groups.size]);
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups.values()];
}

function problemText(group: readonly Problem[], paint: Style): string {
  const problem = group[0]!;
  const colour = problem.severity === "error" ? paint.red : paint.yellow;
  const environment = problem.environment === undefined ? "" : ` (environment ${problem.environment})`;
  const lines = [
    `${colour(paint.bold(problem.severity))}  ${paint.bold(formatPath(problem.path) || problem.code)}${environment}  ${paint.dim(where(group))}`,
    `  ${problem.message}`,
    ...(group.length > 1 ? group.map(({ place }) => `    ${place?.file}`) : frame(problem, paint)),
    ...field("got", problem.got),
    ...field("expected", problem.expected),
    ...field("fix", problem.fix),
    ...field("more", `docs/problems/${problem.code}.md`),
  ];
  return `${lines.join("\n")}\n`;
}

function where([first, ...others]: readonly Problem[]): string {
  if (others.length > 0) return `${others.length + 1} files`;
  const place = first?.place;
  return place ? `${place.file}:${place.line}:${place.column}` : "";
}

function field(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`  ${name.padEnd(9)} ${value}`];
}

const LONGEST_LINE = 120;

// The line itself, with a mark under the place. A long line is cut around the place.
function frame({ place }: Problem, paint: Style): string[] {
  if (place?.text === undefined) return [];
  const start = place.column > LONGEST_LINE - 20 ? place.column - 40 : 0;
  const shown = place.text.slice(start, start + LONGEST_LINE).replaceAll("\t", " ");
  const gutter = String(place.line).padStart(5);
  const mark = " ".repeat(place.column - 1 - start);
  return [paint.dim(`${gutter} | ${shown}`), paint.dim(`${" ".repeat(5)} | ${mark}^`)];
}

function waivedText(problem: Problem, paint: Style): string {
  const { reason, until } = problem.waived!;
  return `${paint.dim(`waived  ${problem.code} until ${until}: ${reason}`)}\n`;
}

function diffText({ path, state, diff }: ReportedFile, paint: Style): string {
  const lines = diff.split("\n").map((line) => {
    if (line.startsWith("+")) return paint.green(line);
    return line.startsWith("-") ? paint.red(line) : line;
  });
  return `${paint.bold(path)}  ${state}\n${lines.join("\n")}`;
}

function pendingText({ pending }: Report, paint: Style): string {
  if (pending.length === 0) return "";
  const rows = pending.map(({ what, neededBy }) => `  ${what} -> ${neededBy}`);
  return `${paint.cyan("pending")}  known after \`cdktf deploy --outputs-file httpsmith.outputs.json\`, left out until then\n${rows.join("\n")}\n`;
}
