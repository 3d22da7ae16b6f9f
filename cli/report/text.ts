// The report for people: each problem with its line, then the files with their diffs, then one line of summary.
import { formatPath, type Problem } from "../../config/problem";
import type { Terminal } from "../terminal";
import { changes, outcomes } from "./changes";
import { documentation } from "./documentation";
import { pendingText } from "./pending";
import type { Report, ReportedFile } from "./report";
import { type Page, pageOf, type Style } from "./style";
import { labelled, printable, wrapped } from "./words";

export function text(report: Report, terminal: Terminal): string {
  const page = pageOf(terminal);
  const changed = report.files.filter(({ state }) => state !== "clean");
  return [
    problemsText(report.problems, page),
    ...report.files
      .filter(({ diff }) => diff !== "")
      .map((file) => diffText(file, report.written ? outcomes[file.state] : file.state, page.paint)),
    report.written && changed.length > 0 ? `${changes(changed, page.width)}\n` : "",
    pendingText(report.pending, page),
    `${summaryText(report.summary, page.paint)}\n`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** @returns "" where there are none */
export function problemsText(problems: readonly Problem[], page: Page): string {
  return [
    ...grouped(problems.filter(({ waived }) => !waived)).map((group) => problemText(group, page)),
    ...problems.filter(({ waived }) => waived).map((problem) => waivedText(problem, page.paint)),
  ].join("\n");
}

/** @returns the last line, its verdict in colour */
export function summaryText(summary: string, paint: Style): string {
  return summary.replace(/^(not )?ok/, (verdict) =>
    paint.bold(verdict === "ok" ? paint.green(verdict) : paint.red(verdict)),
  );
}

// Many files in the same state are one message with a list.
function grouped(problems: readonly Problem[]): Problem[][] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const { code, path, message } = problem;
    const key = code.startsWith("files/")
      ? JSON.stringify([code, message])
      : JSON.stringify([code, path, message, groups.size]);
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups.values()];
}

function problemText(group: readonly Problem[], page: Page): string {
  const { paint, width } = page;
  const problem = group[0]!;
  const colour = problem.severity === "error" ? paint.red : paint.yellow;
  const environment = problem.environment === undefined ? "" : ` (environment ${problem.environment})`;
  const what = formatPath(problem.path) || problem.code;
  const lines = [
    `${colour(paint.bold(problem.severity))}  ${paint.bold(printable(what))}${environment}  ${where(group)}`.trimEnd(),
    ...wrapped(printable(problem.message), width - 2).map((line) => `  ${line}`),
    ...(group.length > 1 ? group.map(({ place }) => `    ${place?.file}`) : frame(problem, page)),
    // White space of a value may be what is wrong with it.
    ...field("got", problem.got, /\s\s/.test(problem.got ?? "") ? Number.POSITIVE_INFINITY : width),
    ...field("expected", problem.expected, width),
    ...fixField(problem.fix, width),
    ...field("more", documentation(`problems/${problem.code}.md`), width),
  ];
  return `${lines.join("\n")}\n`;
}

function where([first, ...others]: readonly Problem[]): string {
  if (others.length > 0) return `${others.length + 1} files`;
  const place = first?.place;
  return place ? `${place.file}:${place.line}:${place.column}` : "";
}

/** @returns what to do; a command is copied as a whole */
export function fixField(fix: string, width: number): string[] {
  return field("fix", fix, /^[a-z]/.test(fix) ? Number.POSITIVE_INFINITY : width);
}

/** @returns a labelled value, its lines below one another */
export function field(name: string, value: string | undefined, width: number): string[] {
  return value === undefined ? [] : labelled(name.padEnd(9), value, width);
}

const LONGEST_LINE = 120;

// The line itself, with a mark under the place. A long line is cut around the place: broken, the mark would be elsewhere.
function frame({ place }: Problem, { paint, width }: Page): string[] {
  if (place?.text === undefined) return [];
  const longest = Math.min(LONGEST_LINE, width - 8);
  const start = Math.max(0, place.column + 20 - longest);
  const shown = printable(place.text.slice(start, start + longest).replaceAll("\t", " "));
  const gutter = String(place.line).padStart(5);
  const mark = " ".repeat(place.column - 1 - start);
  return [
    `${paint.dim(`${gutter} |`)} ${shown}`,
    `${paint.dim(`${" ".repeat(5)} |`)} ${mark}${paint.red("^")}`,
  ];
}

function waivedText(problem: Problem, paint: Style): string {
  const { reason, until } = problem.waived!;
  return `${paint.dim(`waived  ${problem.code} until ${until}: ${printable(reason)}`)}\n`;
}

function diffText({ path, diff }: ReportedFile, state: string, paint: Style): string {
  const lines = printable(diff)
    .split("\n")
    .map((line, index) => {
      if (index < 2) return paint.bold(line);
      if (line.startsWith("@@")) return paint.cyan(line);
      if (line.startsWith("+")) return paint.green(line);
      return line.startsWith("-") ? paint.red(line) : line;
    });
  return `${paint.bold(path)}  ${state}\n${lines.join("\n")}`;
}
