// What adopt tells: the config it proposes, what it left out and why, and what would change.

import { cut } from "../../../config/cut";
import { formatPath, hasErrors } from "../../../config/problem";
import { looksSecretSetting } from "../../../config/secrets";
import { show } from "../../../config/show";
import { type Step, stepsText } from "../../report/steps";
import { type Page, pageOf } from "../../report/style";
import { columns, hanging } from "../../report/table";
import { problemsText, summaryText } from "../../report/text";
import { printable } from "../../report/words";
import type { Terminal } from "../../terminal";
import type { Result } from "./adopt";
import type { Difference } from "./differences";
import type { Refused } from "./merge";

/** @returns the config, what it leaves out, and what would change */
export function proposal(result: Result, terminal: Terminal): string {
  const page = pageOf(terminal);
  const { paint } = page;
  return paragraphs([
    problemsText(result.problems, page).trimEnd(),
    `${paint.bold(result.file)}  ${result.written ? "written" : "proposed"}\n${printable(result.text).trimEnd()}`,
    leftOut(result.refused, page),
    unread(result, page),
    changes(result.differences, page),
  ]);
}

/** @returns what comes next, and how it ended */
export function ending(result: Result, terminal: Terminal): string {
  const page = pageOf(terminal);
  const steps = hasErrors(result.problems) ? [] : nextSteps(result);
  const next = steps.length === 0 ? "" : stepsText(steps, page);
  return `\n${paragraphs([next, summaryText(result.summary, page.paint)])}`;
}

function paragraphs(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function leftOut(refused: readonly Refused[], { paint, width }: Page): string {
  if (refused.length === 0) return "";
  const rows = refused.map(({ entry, problem }) => [
    entry.from,
    `${formatPath(entry.path)} ${isSecret({ entry, problem }) ? "(not shown)" : show(entry.value)}: ${problem.message}`,
  ]);
  const lines = hanging(rows, { indent: "  ", hang: 4, width });
  return `${paint.bold("left out")}  the rules refuse it\n${lines.map(printable).join("\n")}`;
}

function unread({ unread }: Result, { paint }: Page): string {
  if (unread.length === 0) return "";
  const rows = unread.map(({ name, from, reason }) => [from, name, reason]);
  return `${paint.bold("left out")}  cannot be read; write their values into the config\n${columns(rows, "  ").map(printable).join("\n")}`;
}

function isSecret({ entry, problem }: Refused): boolean {
  const name = entry.path.at(-1) ?? "";
  return problem.code === "frontend/looks-secret" || looksSecretSetting(name, String(entry.value)) !== null;
}

const LONGEST = 48;

function changes(differences: readonly Difference[], { paint, width }: Page): string {
  const changed = differences.filter(({ today, generated }) => today !== generated);
  if (changed.length === 0) return "";
  const rows = changed.map(({ part, name, today, generated }) => [
    today === "" ? "+" : generated === "" ? "-" : "~",
    part,
    cut(name, LONGEST),
    [cut(today, LONGEST), generated && `-> ${cut(generated, LONGEST)}`].filter(Boolean).join(" "),
  ]);
  const same = differences.length - changed.length;
  const colour = { "+": paint.green, "-": paint.red, "~": paint.yellow } as const;
  const lines = hanging(rows, { indent: "  ", hang: 5, width }).map((line) =>
    colour[line.trim()[0] as "+"](printable(line)),
  );
  return `${paint.bold("would change")}  today -> generated; ${same} the same\n${lines.join("\n")}`;
}

function nextSteps({ command, written, isTaken, file, replaced }: Result): Step[] {
  if (!written && isTaken) return [];
  if (!written) return [{ command: `${command} --write`, remark: `writes ${file}, never over another` }];
  return [
    replaced.length > 0
      ? { command: "npx httpsmith generate --force", remark: `replaces ${replaced.join(", ")}` }
      : { command: "npx httpsmith generate" },
    { command: "git diff", remark: "what became of the files that were there" },
    { command: "npx httpsmith build", remark: "checks, writes the Terraform, tells how to deploy" },
  ];
}
