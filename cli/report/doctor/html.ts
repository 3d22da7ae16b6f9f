// The diagnosis as one self-contained page: the way as a picture, the problems, and everything else that was looked at.
import type { Diagnosis, DoctorProblem, Evidence, Finding, State } from "../../../doctor";
import { version } from "../../../package.json";
import { documentation } from "../documentation";
import { counted } from "../words";
import { escaped } from "./escape";
import { css } from "./page.css";
import { picture } from "./picture";
import { countsOf, problemsOf } from "./summary";
import { type Step, wayOf } from "./way";

/** @param now when the deployment was looked at */
export function html(diagnosis: Diagnosis, now: Date): string {
  const { project, findings } = diagnosis;
  const problems = problemsOf(diagnosis);
  const steps = wayOf(diagnosis);
  const name = project.environment === null ? project.name : `${project.name} (${project.environment})`;
  // The page loads nothing and runs nothing, and says so to the browser.
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${escaped(name)}: httpsmith doctor</title>
<style>${css}</style>
</head>
<body>
<header>
<h1>${escaped(name)} ${verdict(diagnosis)}</h1>
<p class="soft">${counts(diagnosis)}. Looked at on ${escaped(minute(now))} by httpsmith ${escaped(version)}.</p>
</header>
<figure>
${picture(steps, project)}
<ol class="way">
${steps.map(step).join("\n")}
</ol>
</figure>
${problems.length > 0 ? `<h2>${counted(problems.length, "problem")}</h2>\n${problems.map(article).join("\n")}` : ""}
<h2>${problems.length > 0 ? "Everything else" : "What was looked at"}</h2>
${table(findings.filter(({ state }) => state !== "problem"))}
</body>
</html>
`;
}

const signs: Readonly<Record<State, string>> = {
  ok: "✓ ok",
  problem: "✗ broken",
  unknown: "? unknown",
  "not-applicable": "– not looked at",
};

// What the picture shows in words: its legend, and all there is of it on a telephone.
function step({ from, to, state, findings }: Step): string {
  const found = (severity: "error" | "warning") =>
    findings.filter((one) => one.state === "problem" && one.severity === severity).length;
  const counts = [
    ...(found("error") > 0 ? [counted(found("error"), "error")] : []),
    ...(found("warning") > 0 ? [counted(found("warning"), "warning")] : []),
  ];
  const told = counts.length > 0 ? `, ${counts.join(", ")}` : "";
  return `<li class="${state}"><span class="state">${signs[state]}</span> ${escaped(from)} → ${escaped(to)}${told}</li>`;
}

function verdict(diagnosis: Diagnosis): string {
  const { errors, unknown } = countsOf(diagnosis);
  if (errors > 0) return `<b class="problem">is broken</b>`;
  return unknown > 0 ? "could not be looked at in full" : `<b class="ok">is all right</b>`;
}

function counts(diagnosis: Diagnosis): string {
  const { errors, warnings, ok, unknown, notApplicable } = countsOf(diagnosis);
  return `${counted(errors, "error")}, ${counted(warnings, "warning")}, ${ok} ok, ${unknown} unknown, ${notApplicable} not applicable`;
}

function minute(now: Date): string {
  return `${now.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function article(problem: DoctorProblem): string {
  const { severity, check, subject, message, symptom, evidence, fix, command, code } = problem;
  const look = command === "" ? "" : `<dt>look</dt><dd><pre>${escaped(command)}</pre></dd>`;
  return `<article class="${severity}">
<h3>${escaped(message)}</h3>
<p class="soft"><span class="state">${severity}</span> · ${escaped(check)} · ${escaped(subject)}</p>
<dl><dt>viewers see</dt><dd>${escaped(symptom)}</dd>${facts(evidence)}<dt>fix</dt><dd>${withCode(fix)}</dd>${look}<dt>more</dt><dd><code>${escaped(documentation(`problems/${code}.md`))}</code></dd></dl>
</article>`;
}

function facts(evidence: Evidence): string {
  return evidence.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join("");
}

// `commands` in a fix stand in backticks.
function withCode(text: string): string {
  return escaped(text).replace(/`([^`]*)`/g, "<code>$1</code>");
}

const order: readonly State[] = ["unknown", "ok", "not-applicable"];

function table(findings: readonly Finding[]): string {
  const rows = order.flatMap((state) => findings.filter((one) => one.state === state)).map(row);
  return `<table>
<thead><tr><th scope="col">state</th><th scope="col">check</th><th scope="col">what</th><th scope="col">found</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>`;
}

function row({ state, check, subject, message, evidence, command }: Finding): string {
  const look = command === "" ? "" : `<dt>look</dt><dd><pre>${escaped(command)}</pre></dd>`;
  const more =
    evidence.length === 0 && look === ""
      ? ""
      : `<details><summary>evidence</summary><dl>${facts(evidence)}${look}</dl></details>`;
  const name = state === "not-applicable" ? "n/a" : state;
  return `<tr class="${state}"><td class="state">${name}</td><td>${escaped(check)}</td><td>${escaped(subject)}</td><td>${escaped(message)}${more}</td></tr>`;
}
