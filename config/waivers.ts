// Waivers: a rule that this project breaks on purpose, with a reason, until a date.
import type { Config } from "../schemas/config";
import { isProblemCode, isWaivable, problemTitles } from "./catalogue";
import type { Problem } from "./problem";
import { show } from "./show";
import { didYouMean, nearest } from "./suggest";

type Waiver = Config["waivers"][number];

/** @returns the problems, those that a waiver covers marked as waived. `today` is YYYY-MM-DD. */
export function applyWaivers(
  problems: readonly Problem[],
  waivers: readonly Waiver[],
  today: string,
): Problem[] {
  return problems.map((problem) => {
    const waiver = waivers.find(
      (one) => one.rule === problem.code && one.until >= today && isWaivable(one.rule),
    );
    return waiver ? { ...problem, waived: { reason: waiver.reason, until: waiver.until } } : problem;
  });
}

/** @returns what is wrong with the waivers themselves */
export function waiverProblems(waivers: readonly Waiver[], today: string): Problem[] {
  return waivers.flatMap((waiver, index) => {
    const path = ["waivers", index];
    if (!isProblemCode(waiver.rule)) {
      return [
        waiverProblem(
          "waivers/unknown-rule",
          [...path, "rule"],
          `There is no rule ${show(waiver.rule)}.`,
          knownRules(waiver.rule),
        ),
      ];
    }
    if (!isWaivable(waiver.rule)) {
      return [
        waiverProblem(
          "waivers/not-waivable",
          [...path, "rule"],
          "What this rule finds cannot work, whatever the reason.",
          "Correct the cause and remove the waiver.",
        ),
      ];
    }
    if (waiver.until >= today) return [];
    return [
      waiverProblem(
        "waivers/expired",
        [...path, "until"],
        `This waiver ended on ${waiver.until}.`,
        "Correct the cause, or decide again and set a later date.",
      ),
    ];
  });
}

/** @returns a warning for each waiver that covers none of the problems */
export function unusedWaivers(waivers: readonly Waiver[], problems: readonly Problem[]): Problem[] {
  return waivers.flatMap((waiver, index) => {
    if (!isWaivable(waiver.rule) || problems.some((problem) => problem.code === waiver.rule)) return [];
    const problem = waiverProblem(
      "waivers/unused",
      ["waivers", index],
      "Nothing breaks this rule any more.",
      "Remove the waiver.",
    );
    return [{ ...problem, severity: "warning" as const }];
  });
}

function knownRules(rule: string): string {
  const known = Object.keys(problemTitles).filter(isWaivable);
  const section = known.filter((code) => code.split("/")[0] === rule.split("/")[0]);
  if (nearest(rule, known) || section.length > 0)
    return didYouMean(rule, nearest(rule, known) ? known : section);
  return "Copy the rule from the last line of the problem's report: docs/problems/<rule>.md.";
}

function waiverProblem(code: Problem["code"], path: Problem["path"], message: string, fix: string): Problem {
  return { code, severity: "error", path, message, fix };
}
