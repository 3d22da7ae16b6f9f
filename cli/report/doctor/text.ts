// The diagnosis for people: the way as a line, each problem with its evidence, then one line for every other finding.
import type { Diagnosis, DoctorProblem, Finding, State } from "../../../doctor";
import type { Terminal } from "../../terminal";
import { documentation } from "../documentation";
import { type Page, pageOf, type Style } from "../style";
import { hanging } from "../table";
import { summaryText } from "../text";
import { labelled, printable, wrapped } from "../words";
import { problemsOf, summaryOf } from "./summary";
import { type Step, wayOf } from "./way";

export function text(diagnosis: Diagnosis, file: string, terminal: Terminal): string {
  const page = pageOf(terminal);
  const problems = problemsOf(diagnosis);
  const parts = [
    wayText(wayOf(diagnosis), page.paint),
    ...problems.map((one) => problemText(one, page)),
    othersText(diagnosis.findings, page),
    summaryText(summaryOf(diagnosis, file), page.paint),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const marks: Readonly<Record<State, string>> = {
  ok: "ok",
  problem: "broken",
  unknown: "?",
  "not-applicable": "",
};

function wayText(steps: readonly Step[], paint: Style): string {
  return steps.map(({ from, to, state }) => `${from} ${arrow(state, paint)} ${to}`).join("\n");
}

function arrow(state: State, paint: Style): string {
  const mark = marks[state] === "" ? "----" : `- ${marks[state]} -`;
  return colourOf(state, paint)(`--${mark}->`);
}

function colourOf(state: State, paint: Style): (text: string) => string {
  switch (state) {
    case "ok":
      return paint.green;
    case "problem":
      return (line) => paint.bold(paint.red(line));
    case "unknown":
      return paint.yellow;
    case "not-applicable":
      return paint.dim;
  }
}

function problemText(problem: DoctorProblem, { paint, width }: Page): string {
  const colour = problem.severity === "error" ? paint.red : paint.yellow;
  const facts = [["symptom", problem.symptom] as const, ...problem.evidence, ["fix", problem.fix] as const];
  // Names of cookies are as long as a server likes.
  const label = Math.min(Math.max(...facts.map(([name]) => name.length), 9), 20);
  const shown = (name: string, value: string, most = width) =>
    labelled(printable(name).padEnd(label), value, most);
  return [
    `${colour(paint.bold(problem.severity))}  ${paint.bold(problem.check)}  ${printable(problem.subject)}`,
    ...wrapped(printable(problem.message), width - 2).map((line) => `  ${line}`),
    ...facts.flatMap(([name, value]) => shown(name, value)),
    // A command is copied as a whole.
    ...(problem.command === "" ? [] : shown("look", problem.command, Number.POSITIVE_INFINITY)),
    ...shown("more", documentation(`problems/${problem.code}.md`)),
  ].join("\n");
}

// What is fine takes one line; what could not be looked at, or does not apply, says why: beside it, or below where that is too wide.
function othersText(findings: readonly Finding[], { paint, width }: Page): string {
  const order: readonly State[] = ["ok", "unknown", "not-applicable"];
  const others = order.flatMap((state) => findings.filter((one) => one.state === state));
  const names: Readonly<Record<State, string>> = { ...marks, unknown: "unknown", "not-applicable": "n/a" };
  const groups = grouped(others);
  const rows = groups.map((group) => {
    const { state, subject, message } = group[0]!;
    return [names[state], checkNames(group), printable(subject), printable(message)];
  });
  return hanging(rows, { indent: "", hang: 9, width })
    .map((line, index) => line.replace(/^\S+/, colourOf(groups[index]![0]!.state, paint)))
    .join("\n");
}

// Ten checks that wait for the same port are one line.
function grouped(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const one of findings) {
    const { state, subject, message, check } = one;
    const key = JSON.stringify(state === "ok" ? [check, subject, message] : [state, subject, message]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function checkNames(group: readonly Finding[]): string {
  const names = [...new Set(group.map(({ check }) => check))];
  return names.length < 3 ? names.join(", ") : `${names[0]} and ${names.length - 1} more`;
}
